import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Job } from "../contract.ts";
import { presentJob } from "../domain.ts";
import { findJob } from "../store/read.ts";

/** The job as it stands in this transaction. @throws Refusal `not_found` */
export async function shown(ctx: Ctx, jobId: string): Promise<Job> {
  const row = await findJob(ctx.tx, ctx.workspaceId, jobId);
  if (row === null) throw absent(jobId);
  return presentJob(row);
}

export function absent(jobId: string): Error {
  return refuse("not_found", `There is no job ${jobId} here.`, "List jobs with `jobs list`.");
}
