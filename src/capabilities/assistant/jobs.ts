import type { JsonValue } from "../../kernel/contract/common.ts";
import { Refusal } from "../../kernel/contract/errors.ts";
import { implementJob, type JobCtx } from "../../kernel/ctx.ts";
import { getJob } from "../jobs/contract.ts";
import { runPlan, type Page, type Plan, type PlanStep } from "./contract.ts";
import { describe, focusOf, linkOf } from "./domain/results.ts";
import { fill } from "./domain/references.ts";
import { findChat, setFocus } from "./store/chats.ts";
import { lockMessage, savePlan } from "./store/messages.ts";

const pollMs = 250;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Where {
  chatId: string;
  messageId: string;
}

/** Changes one step of the stored plan. */
async function change(ctx: JobCtx, { chatId, messageId }: Where, index: number, patch: Partial<PlanStep>, state?: Plan["state"]): Promise<Plan> {
  return await ctx.transaction(async (tx, { emit }) => {
    const message = await lockMessage(tx, ctx.workspaceId, chatId, messageId);
    if (!message?.plan) throw new Error(`message ${messageId} holds no plan`);
    const plan: Plan = { state: state ?? message.plan.state, steps: message.plan.steps.map((s, i) => (i === index ? { ...s, ...patch } : s)) };
    await savePlan(tx, ctx.workspaceId, messageId, plan);
    emit("chats", chatId);
    return plan;
  });
}

async function readPlan(ctx: JobCtx, where: Where): Promise<Plan> {
  return await ctx.transaction(
    async (tx) => (await lockMessage(tx, ctx.workspaceId, where.chatId, where.messageId))?.plan ?? { state: "dismissed", steps: [] },
  );
}

/**
 * Runs what is not done yet. A step of kind `call` carries an idempotency key, so that a redelivered job
 * does not do it twice; a step that started a job is followed by that job's id.
 */
export const planRunner = implementJob(runPlan, async (ctx, where) => {
  let plan = await readPlan(ctx, where);
  let focus: Page = {};
  for (let index = 0; index < plan.steps.length; index += 1) {
    const step = plan.steps[index];
    if (!step || step.state === "done") continue;
    await ctx.progress(index, plan.steps.length, step.title);
    try {
      const output = await runStep(ctx, where, index, step, plan);
      plan = await change(ctx, where, index, {
        state: "done",
        output,
        detail: describe(step.operation, output),
        link: linkOf(step.operation, output, step.input),
      });
      focus = { ...focus, ...focusOf(step.operation, output) };
    } catch (error) {
      if (!(error instanceof Refusal) || ctx.signal.aborted) throw error;
      const waits = error.extra.approvalId;
      const patch: Partial<PlanStep> = waits
        ? { state: "approval", approvalId: waits, detail: "Waits for another person to agree; it runs by itself then. Say what comes next after that." }
        : { state: "failed", detail: `${error.message} ${error.fix}` };
      await change(ctx, where, index, patch, waits ? "done" : "failed");
      await keepFocus(ctx, where, focus);
      return { stoppedAt: index };
    }
  }
  await change(ctx, where, -1, {}, "done");
  await keepFocus(ctx, where, focus);
  await ctx.progress(plan.steps.length, plan.steps.length, "Done");
  return { stoppedAt: null };
});

async function runStep(ctx: JobCtx, where: Where, index: number, step: PlanStep, plan: Plan): Promise<JsonValue> {
  const input = fill(step.input, plan.steps) as Record<string, JsonValue>;
  let output = step.output;
  if (step.jobId === null) {
    const auditId = step.auditId ?? ctx.newId();
    await change(ctx, where, index, { state: "running", auditId, detail: "" });
    output = await ctx.callByName(step.operation, input, { auditId, idempotencyKey: `${where.messageId} ${index}` });
    const jobId = (output as { jobId?: unknown } | null)?.jobId;
    if (typeof jobId !== "string") return output;
    await change(ctx, where, index, { jobId, output });
    return await follow(ctx, where, index, jobId, output);
  }
  return await follow(ctx, where, index, step.jobId, output);
}

/** Follows the job a step started; what it answered is joined to the step's output. */
async function follow(ctx: JobCtx, where: Where, index: number, jobId: string, output: JsonValue): Promise<JsonValue> {
  let shown = "";
  for (;;) {
    const job = await ctx.call(getJob, { jobId });
    if (job.state === "finished") return { ...(output as object), result: job.result } as JsonValue;
    if (job.state === "failed" || job.state === "cancelled")
      throw new Refusal("checks_failed", `The job ${job.state}: ${job.error ?? job.message}`, "Open the job for its log.");
    const now = `${job.done} ${job.total ?? ""} ${job.message}`;
    if (now !== shown) await change(ctx, where, index, { done: job.done, total: job.total, detail: job.message });
    shown = now;
    ctx.signal.throwIfAborted();
    await pause(pollMs);
  }
}

async function keepFocus(ctx: JobCtx, { chatId }: Where, focus: Page): Promise<void> {
  await ctx.transaction(async (tx, { emit }) => {
    const own = await findChat(tx, ctx.workspaceId, ctx.actor.id, chatId);
    if (own) await setFocus(tx, ctx.workspaceId, chatId, { ...own.focus, ...focus });
    emit("chats", chatId);
  });
}
