import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { undoAudit } from "../../governance/contract.ts";
import { undoStep } from "../contract.ts";
import { savePlan } from "../store/messages.ts";
import { ownPlan } from "./own-chat.ts";

export default implement(undoStep, async (ctx, { chatId, messageId, step: index }) => {
  const message = await ownPlan(ctx, chatId, messageId);
  const step = message.plan.steps[index];
  if (step?.state !== "done" || step.auditId === null || !step.undoable)
    throw refuse("conflict", `Step ${index + 1} of this plan cannot be undone.`, "Undo is offered where an act has an inverse and was done.");
  await ctx.call(undoAudit, { auditId: step.auditId });
  const plan = { ...message.plan, steps: message.plan.steps.map((s, i) => (i === index ? { ...s, state: "undone" as const } : s)) };
  const changed = await savePlan(ctx.tx, ctx.workspaceId, messageId, plan);
  ctx.emit("chats", chatId);
  return changed;
});
