import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { approveApproval, carryOut } from "../contract.ts";
import { decide, setJob, type StoredApproval } from "../store/approvals.ts";
import { shown } from "./shown.ts";
import { lockForDecision } from "./waiting.ts";

export default implement(approveApproval, async (ctx, { approvalId, comment }) => {
  const approval = await lockForDecision(ctx, approvalId);
  ctx.emit("approvals", approvalId);
  if (await targetChanged(ctx, approval)) {
    const stale = await decide(ctx.tx, ctx.workspaceId, approvalId, {
      status: "stale",
      comment,
      error: `${approval.resourceLabel ?? approval.operation} changed after the request was made.`,
    });
    ctx.audit({ before: { status: "pending" }, after: { status: "stale" } });
    return shown(ctx, stale);
  }
  const approved = await decide(ctx.tx, ctx.workspaceId, approvalId, { status: "approved", checker: ctx.actor, comment });
  const jobId = await ctx.enqueue(carryOut, { approvalId }, { label: approval.summary, projectId: approval.projectId, as: approval.maker });
  await setJob(ctx.tx, ctx.workspaceId, approvalId, jobId);
  ctx.audit({ before: { status: "pending" }, after: { status: "approved", jobId }, ...(comment && { note: comment }) });
  return shown(ctx, { ...approved, jobId });
});

/** What was asked for is about a state that is no more. */
async function targetChanged(ctx: Ctx, { resourceType, resourceId, resourceState }: StoredApproval): Promise<boolean> {
  if (resourceType === null || resourceId === null) return false;
  const found = await ctx.find(resourceType, resourceId);
  return found?.state !== resourceState;
}
