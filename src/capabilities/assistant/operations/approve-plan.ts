import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { approvePlan, runPlan } from "../contract.ts";
import { savePlan } from "../store/messages.ts";
import { ownPlan } from "./own-chat.ts";

export default implement(approvePlan, async (ctx, { chatId, messageId, confirmed }) => {
  const message = await ownPlan(ctx, chatId, messageId);
  const { plan } = message;
  if (plan.state !== "proposed" && plan.state !== "failed")
    throw refuse("conflict", `This plan is ${plan.state}.`, "Say again what should happen; that makes a new plan.");
  const destructive = plan.steps.find((s) => s.effect === "destructive" && s.state !== "done");
  if (destructive && !confirmed) throw refuse("conflict", `“${destructive.title}” deletes something.`, "Say it a second time: approve with confirmed.");
  const running = { state: "running" as const, steps: plan.steps.map((s) => (s.state === "done" ? s : { ...s, state: "waiting" as const, detail: "" })) };
  const changed = await savePlan(ctx.tx, ctx.workspaceId, messageId, running);
  const jobId = await ctx.enqueue(runPlan, { chatId, messageId }, { label: plan.steps[0]?.title.slice(0, 100) ?? "Plan" });
  ctx.emit("chats", chatId);
  return { jobId, message: changed };
});
