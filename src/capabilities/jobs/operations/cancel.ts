import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { cancelJob } from "../contract.ts";
import { cancelQueued, lockJob, wishCancel } from "../store/change.ts";
import { absent, shown } from "./shown.ts";

export default implement(cancelJob, async (ctx, { jobId }) => {
  const job = await lockJob(ctx.tx, ctx.workspaceId, jobId);
  if (job === null) throw absent(jobId);
  if (job.state === "finished" || job.state === "failed")
    throw refuse("conflict", `Job ${jobId} has ended already: ${job.state}.`, "Only queued and running jobs can be cancelled.");
  if (job.state === "cancelled" || job.cancelling) {
    ctx.unchanged();
    return await shown(ctx, jobId);
  }
  if (!(await cancelQueued(ctx.tx, ctx.workspaceId, jobId))) {
    await wishCancel(ctx.tx, ctx.workspaceId, jobId);
    ctx.emit("queue", jobId);
  }
  ctx.emit("jobs", jobId);
  const after = await shown(ctx, jobId);
  ctx.audit({ before: { state: job.state }, after: { state: after.state, cancelling: after.cancelling } });
  return after;
});
