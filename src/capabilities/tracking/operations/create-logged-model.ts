import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { createLoggedModel } from "../contract/models.ts";
import { runName } from "../domain/names.ts";
import { anActiveExperiment } from "./found.ts";
import { findModel, insertModel } from "../store/models.ts";
import { locateRun } from "../store/runs.ts";

export default implement(createLoggedModel, async (ctx, input) => {
  const { projectId } = await anActiveExperiment(ctx, input.experimentId);
  if (input.sourceRunId !== undefined) await ownRun(ctx, input.sourceRunId, projectId);
  const id = ctx.newId();
  const name = input.name ?? runName(id);
  await insertModel(ctx.tx, ctx.workspaceId, {
    id,
    experimentId: input.experimentId,
    name,
    type: input.type ?? null,
    sourceRunId: input.sourceRunId ?? null,
    params: input.params,
    tags: input.tags,
    createdBy: ctx.actor.name,
    at: ctx.now(),
  });
  ctx.emit("loggedModels", id);
  ctx.audit({ after: { id, name } });
  const model = await findModel(ctx.tx, ctx.workspaceId, id, false);
  if (!model) throw new Error("the model just made is there");
  return model;
});

/** A run of another server is kept as it was named; one of another project here made nothing in this one. */
async function ownRun(ctx: Ctx, named: string, projectId: string): Promise<void> {
  const id = named.replaceAll("-", "");
  const run = /^[0-9a-f]{32}$/i.test(id) ? await locateRun(ctx.tx, ctx.workspaceId, id) : null;
  if (run && run.projectId !== projectId)
    throw refuse("invalid_input", `Run ${named} is in another project than the experiment.`, "Create the model in an experiment of the run's project.");
}
