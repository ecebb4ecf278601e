import type { Ctx } from "../../kernel/ctx.ts";
import { getJob } from "../jobs/contract.ts";
import type { Training, TrainingSummary } from "./contract.ts";
import type * as z from "zod";

type Summary = z.infer<typeof TrainingSummary>;

/** True where the training may still move. */
export function open(training: { status: string }): boolean {
  return training.status === "queued" || training.status === "running";
}

/** The training as its job stands: a job that ended elsewhere (cancelled while queued, out of tries) ends it too. */
export async function asItsJob<T extends Training | Summary>(ctx: Ctx, training: T): Promise<T> {
  if (!open(training)) return training;
  const job = await ctx.call(getJob, { jobId: training.jobId });
  if (job.state === "cancelled") return { ...training, status: "cancelled", message: "Cancelled", endedAt: job.endedAt };
  if (job.state !== "failed") return training;
  const error = training.error ?? { message: job.error ?? "The job failed.", fix: "Retry the job, or start the training again." };
  return { ...training, status: "failed", message: error.message, endedAt: job.endedAt, error };
}
