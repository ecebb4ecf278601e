import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { dismissPlan } from "../contract.ts";
import { savePlan } from "../store/messages.ts";
import { ownPlan } from "./own-chat.ts";

export default implement(dismissPlan, async (ctx, { chatId, messageId }) => {
  const message = await ownPlan(ctx, chatId, messageId);
  if (message.plan.state !== "proposed" && message.plan.state !== "failed")
    throw refuse("conflict", `This plan is ${message.plan.state}.`, "Only a plan that waits can be dropped.");
  const plan = { ...message.plan, state: "dismissed" as const };
  const changed = await savePlan(ctx.tx, ctx.workspaceId, messageId, plan);
  ctx.emit("chats", chatId);
  return changed;
});
