import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { createRun } from "../contract/runs.ts";
import { runName } from "../domain/names.ts";
import { locateExperiment, openDefault } from "../store/experiments.ts";
import { insertRun, locateRun } from "../store/runs.ts";
import { aRun, deletedExperiment } from "./found.ts";

export default implement(createRun, async (ctx, input) => {
  if (input.parentRunId !== undefined) {
    const parent = await locateRun(ctx.tx, ctx.workspaceId, input.parentRunId);
    if (parent?.projectId !== input.projectId)
      throw refuse("not_found", `Project ${input.projectId} has no run ${input.parentRunId}.`, "A child run lives in its parent's project.");
  }
  const id = input.id ?? ctx.newId();
  const run = await insertRun(ctx.tx, ctx.workspaceId, {
    id,
    projectId: input.projectId,
    experimentId: input.experimentId ?? null,
    newExperimentId: ctx.newId(),
    name: input.name ?? runName(id),
    kind: input.kind,
    status: input.status,
    startedAt: input.startedAt ?? ctx.now().toISOString(),
    params: input.params,
    tags: input.tags,
    parentRunId: input.parentRunId ?? null,
    datasetId: input.datasetId ?? null,
    datasetVersion: input.datasetVersion ?? null,
    jobId: input.jobId ?? null,
    createdBy: ctx.actor.name,
  });
  if (!run) return await whyNot(ctx, input.projectId, input.experimentId, id);
  ctx.emit("runs", id);
  ctx.audit({ after: { id, name: run.name } });
  return run;
});

/** A run of that id is answered as it stands; else the experiment is absent or deleted. */
async function whyNot(ctx: Ctx, projectId: string, experimentId: string | undefined, id: string): Promise<Awaited<ReturnType<typeof aRun>>> {
  const there = await locateRun(ctx.tx, ctx.workspaceId, id);
  if (there) {
    if (there.projectId !== projectId) throw refuse("conflict", `Run ${id} is in another project.`, "Leave the id out, or choose a new one.");
    ctx.unchanged();
    return await aRun(ctx, id);
  }
  const { tx, workspaceId } = ctx;
  const experiment = experimentId === undefined ? await openDefault(tx, workspaceId, projectId) : await locateExperiment(tx, workspaceId, experimentId);
  if (experiment?.projectId === projectId && experiment.deletedAt !== null) throw deletedExperiment(experiment);
  throw refuse("not_found", `Project ${projectId} has no experiment ${experimentId ?? "Default"}.`, "List them with `experiments list`.");
}
