import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getRun, type Run } from "../../tracking/contract/runs.ts";
import { registerModel } from "../contract.ts";
import { takeVersion } from "../store/models.ts";
import { insertVersion } from "../store/versions.ts";
import { readModelFiles } from "./artifacts.ts";
import { aVersion } from "./found.ts";

export default implement(registerModel, async (ctx, input) => {
  const run = await ctx.call(getRun, { runId: input.runId });
  if (run.projectId !== input.projectId) throw refuse("conflict", `Run ${run.id} belongs to another project.`, `Register it in project ${run.projectId}.`);
  if (run.status !== "finished")
    throw refuse("checks_failed", `Run ${run.id} is ${run.status}; only a finished run is registered.`, "Wait until it ends, or end it with `runs update`.");
  const made = await readModelFiles(ctx, run);
  const by = { id: ctx.actor.id, name: ctx.actor.name };
  const taken = await takeVersion(ctx.tx, ctx.workspaceId, {
    id: ctx.newId(),
    projectId: input.projectId,
    name: input.name,
    task: made.signature.task,
    by,
  });
  if (taken.archived) throw refuse("conflict", `Model ${taken.name} is archived.`, "Choose another name, or undo the archiving.");
  if (taken.task !== made.signature.task)
    throw refuse("conflict", `Model ${taken.name} does ${taken.task}, run ${run.id} does ${made.signature.task}.`, "Choose another name.");
  await insertVersion(ctx.tx, ctx.workspaceId, {
    ...made,
    modelId: taken.id,
    version: taken.version,
    runId: run.id,
    algorithm: run.params["algorithm"] ?? null,
    metrics: metricsOf(run),
    datasetId: run.datasetId,
    datasetVersion: run.datasetVersion,
    description: input.description ?? "",
    tags: input.tags ?? {},
    by,
  });
  ctx.emit("models", taken.id);
  ctx.audit({ after: { modelId: taken.id, name: taken.name, version: taken.version, format: made.format } });
  return await aVersion(ctx, taken.id, taken.version);
});

/** Last values; the points of single folds stay with the run. */
function metricsOf(run: Run): Record<string, number> {
  return Object.fromEntries(Object.entries(run.metrics).flatMap(([key, m]) => (m.last === null || key.startsWith("fold_") ? [] : [[key, m.last]])));
}
