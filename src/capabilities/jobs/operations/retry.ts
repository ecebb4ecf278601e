import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { retryJob } from "../contract.ts";
import { asker } from "../queue.ts";
import { lockJob, requeue } from "../store/change.ts";
import { absent, shown } from "./shown.ts";

/** The retried job acts for the person who retries it: nobody lends another's rights. */
export default implement(retryJob, async (ctx, { jobId }) => {
  const job = await lockJob(ctx.tx, ctx.workspaceId, jobId);
  if (job === null) throw absent(jobId);
  if (job.state !== "failed" && job.state !== "cancelled")
    throw refuse("conflict", `Job ${jobId} is ${job.state}.`, "Only failed and cancelled jobs can run again.");
  await requeue(ctx.tx, ctx.workspaceId, jobId, asker(ctx.actor), ctx.requestId);
  ctx.emit("jobs", jobId);
  ctx.emit("queue", jobId);
  ctx.audit({ before: { state: job.state }, after: { state: "queued" } });
  return await shown(ctx, jobId);
});
