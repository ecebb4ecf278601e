import { Refusal } from "../../kernel/contract/errors.ts";
import { implementJob } from "../../kernel/ctx.ts";
import { carryOut } from "./contract.ts";
import { staleMark } from "./domain.ts";
import { approvalById, decide, lockApproval } from "./store/approvals.ts";

/**
 * Runs an approved request as its maker. The policy marks it done in the operation's own transaction,
 * so a redelivery finds it done and runs nothing.
 */
export const carryOutJob = implementJob(carryOut, async (ctx, { approvalId }) => {
  const approval = await ctx.transaction((tx) => approvalById(tx, ctx.workspaceId, approvalId));
  if (!approval) throw new Error(`Approval ${approvalId} is gone.`);
  if (approval.status !== "approved") return { status: approval.status };
  await ctx.line(`${approval.summary} Asked by ${approval.maker.name}, approved by ${approval.checker?.name ?? "nobody"}.`);
  const ended = await run();
  await ctx.transaction(async (tx, out) => {
    const now = await lockApproval(tx, ctx.workspaceId, approvalId);
    if (now?.status === "approved" || (now?.status === "done" && ended.status === "done")) {
      await decide(tx, ctx.workspaceId, approvalId, ended);
      out.emit("approvals", approvalId);
    }
  });
  return { status: ended.status };

  async function run() {
    if (!approval) throw new Error(`Approval ${approvalId} is gone.`);
    try {
      const result = await ctx.callApproved(approval.operation, approval.input, approvalId);
      return { status: "done" as const, result };
    } catch (error) {
      const refusal = error instanceof Refusal && error.code !== "unavailable" && error.code !== "internal";
      // What is not a refusal may pass by the next attempt.
      if (!refusal && ctx.attempt < carryOut.attempts) throw error;
      if (!refusal) return { status: "failed" as const, error: `It failed ${ctx.attempt} times; the job's log says why.` };
      const status = error.message.includes(staleMark) ? ("stale" as const) : ("failed" as const);
      return { status, error: `${error.message} ${error.fix}` };
    }
  }
});
