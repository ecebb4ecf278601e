import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { getRun } from "../../tracking/contract/runs.ts";
import { getTraining, listTrainings, type Candidate, type Training } from "../../training/contract.ts";
import type { Measured } from "../domain/compare.ts";

export interface Origin {
  training: Training;
  candidate: Candidate;
}

/** The training and the candidate that made a run; null for a run that was not trained here, or is out of this person's sight. */
export async function originOf(ctx: Ctx, runId: string): Promise<Origin | null> {
  try {
    const run = await ctx.call(getRun, { runId });
    if (run.parentRunId === null) return null;
    let cursor: string | undefined;
    do {
      const listed = await ctx.call(listTrainings, {
        ...(run.datasetId !== null && { datasetId: run.datasetId }),
        limit: 1000,
        ...(cursor !== undefined && { cursor }),
      });
      const found = listed.items.find((one) => one.runId === run.parentRunId);
      if (found) {
        const training = await ctx.call(getTraining, { trainingId: found.id });
        const candidate = training.candidates.find((c) => c.runId === runId);
        return candidate ? { training, candidate } : null;
      }
      cursor = listed.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export function measuredOf({ training, candidate }: Origin): Measured {
  return { metrics: candidate.metrics, deviations: candidate.deviations, folds: training.folds };
}

/** Last values of a run's metrics, for a model that no training of ours made. */
export async function measuredRun(ctx: Ctx, runId: string): Promise<Measured> {
  const run = await ctx.call(getRun, { runId });
  const metrics: Record<string, number> = {};
  for (const [key, { last }] of Object.entries(run.metrics)) if (typeof last === "number") metrics[key] = last;
  return { metrics, deviations: {}, folds: 0 };
}
