import { implement } from "../../../kernel/implement.ts";
import { createLoggedModel } from "../contract/models.ts";
import { runName } from "../domain/names.ts";
import { anActiveExperiment } from "./found.ts";
import { findModel, insertModel } from "../store/models.ts";

export default implement(createLoggedModel, async (ctx, input) => {
  await anActiveExperiment(ctx, input.experimentId);
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
