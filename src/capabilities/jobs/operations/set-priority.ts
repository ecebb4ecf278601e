import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { setJobPriority } from "../contract.ts";
import { lockJob, reprioritise } from "../store/change.ts";
import { absent, shown } from "./shown.ts";

export default implement(setJobPriority, async (ctx, { jobId, priority }) => {
  const job = await lockJob(ctx.tx, ctx.workspaceId, jobId);
  if (job === null) throw absent(jobId);
  if (job.state !== "queued") throw refuse("conflict", `Job ${jobId} is ${job.state}.`, "Only a queued job has a place in the queue.");
  if (job.priority === priority) {
    ctx.unchanged();
    return await shown(ctx, jobId);
  }
  await reprioritise(ctx.tx, ctx.workspaceId, jobId, priority);
  ctx.emit("jobs", jobId);
  ctx.audit({ before: { priority: job.priority }, after: { priority } });
  return await shown(ctx, jobId);
});
