import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import type { Ctx, IngestCtx } from "../../../kernel/ctx.ts";
import { lockRuns, type LockedRun } from "../store/labels.ts";
import { locateExperiment, findExperiment, type PlainExperiment } from "../store/experiments.ts";
import { findRun } from "../store/runs.ts";
import type { Experiment } from "../contract/experiments.ts";
import type { Run } from "../contract/runs.ts";

export async function aRun(ctx: Ctx, runId: string): Promise<Run> {
  const run = await findRun(ctx.tx, ctx.workspaceId, runId);
  if (!run) throw noRun(runId);
  return run;
}

export function noRun(runId: string): Refusal {
  return refuse("not_found", `There is no run ${runId} here.`, "List them with `runs list`.");
}

/** Locked against other changes. @throws Refusal where it is absent or deleted */
export async function anActiveRun(ctx: Ctx | IngestCtx, runId: string): Promise<LockedRun> {
  const run = (await lockRuns(ctx.tx, ctx.workspaceId, [runId])).get(runId);
  if (!run) throw noRun(runId);
  if (run.deletedAt) throw deletedRun(runId);
  return run;
}

export function deletedRun(runId: string): Refusal {
  return refuse("conflict", `The run ${runId} must be in the 'active' state. Current state is deleted.`, "Restore it with `runs restore`.");
}

/** Locked by nobody: experiments change rarely. @throws Refusal where it is absent or deleted */
export async function anActiveExperiment(ctx: Ctx, experimentId: string): Promise<PlainExperiment> {
  const experiment = await locateExperiment(ctx.tx, ctx.workspaceId, experimentId);
  if (!experiment) throw noExperiment(experimentId);
  if (experiment.deletedAt !== null) throw deletedExperiment(experiment);
  return experiment;
}

export async function anExperiment(ctx: Ctx, experimentId: string): Promise<Experiment> {
  const experiment = await findExperiment(ctx.tx, ctx.workspaceId, experimentId);
  if (!experiment) throw noExperiment(experimentId);
  return experiment;
}

export function noExperiment(experimentId: string): Refusal {
  return refuse("not_found", `There is no experiment ${experimentId} here.`, "List them with `experiments list`.");
}

export function deletedExperiment(experiment: PlainExperiment): Refusal {
  return refuse(
    "conflict",
    `The experiment ${experiment.number} must be in the 'active' state. Current state is deleted.`,
    `Restore ${experiment.name} with \`experiments restore\`.`,
  );
}

export function nameTaken(name: string, holder: PlainExperiment | null): Refusal {
  if (holder && holder.deletedAt !== null)
    return refuse(
      "conflict",
      `Experiment(name=${name}) already exists in deleted state. You can restore the experiment, or permanently delete the experiment to create a new one.`,
      `Restore it with \`experiments restore ${holder.id}\`, or choose another name.`,
    );
  return refuse("conflict", `Experiment(name=${name}) already exists.`, "Choose another name, or log to the one that exists.");
}
