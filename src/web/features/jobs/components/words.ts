import type { Job } from "../../../../capabilities/jobs/contract.ts";

/** How long a job took, or takes until now. */
export function tookMs(job: Job, now: number): number | null {
  if (job.startedAt === null) return null;
  return (job.endedAt === null ? now : new Date(job.endedAt).getTime()) - new Date(job.startedAt).getTime();
}
