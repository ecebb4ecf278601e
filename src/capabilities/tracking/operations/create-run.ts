import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createRun } from "../contract/runs.ts";
import { runName } from "../domain/names.ts";
import { locateRun, insertRun } from "../store/runs.ts";
import { findExperiment } from "../store/experiments.ts";

export default implement(createRun, async (ctx, input) => {
  if (input.experimentId !== undefined) {
    const experiment = await findExperiment(ctx.tx, ctx.workspaceId, input.experimentId);
    if (experiment?.projectId !== input.projectId)
      throw refuse("not_found", `Project ${input.projectId} has no experiment ${input.experimentId}.`, "List them with `experiments list`.");
  }
  if (input.parentRunId !== undefined) {
    const parent = await locateRun(ctx.tx, ctx.workspaceId, input.parentRunId);
    if (parent?.projectId !== input.projectId)
      throw refuse("not_found", `Project ${input.projectId} has no run ${input.parentRunId}.`, "A child run lives in its parent's project.");
  }
  const id = ctx.newId();
  const run = await insertRun(ctx.tx, ctx.workspaceId, {
    id,
    projectId: input.projectId,
    experimentId: input.experimentId ?? null,
    newExperimentId: ctx.newId(),
    name: input.name ?? runName(id),
    kind: input.kind,
    params: input.params,
    tags: input.tags,
    parentRunId: input.parentRunId ?? null,
    datasetId: input.datasetId ?? null,
    datasetVersion: input.datasetVersion ?? null,
    jobId: input.jobId ?? null,
    createdBy: ctx.actor.name,
  });
  ctx.emit("runs", id);
  ctx.audit({ after: { id, name: run.name } });
  return run;
});
