import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createLoggedModel } from "../contract/models.ts";
import { runName } from "../domain/names.ts";
import { findModel, insertModel } from "../store/models.ts";

export default implement(createLoggedModel, async (ctx, input) => {
  const id = ctx.newId();
  const name = input.name ?? runName(id);
  const made = await insertModel(ctx.tx, ctx.workspaceId, {
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
  if (!made) throw refuse("conflict", `The experiment ${input.experimentId} must be in the 'active' state. Current state is deleted.`, "Restore it, or log to another one.");
  ctx.emit("loggedModels", id);
  ctx.audit({ after: { id, name } });
  const model = await findModel(ctx.tx, ctx.workspaceId, id, false);
  if (!model) throw new Error("the model just made is there");
  return model;
});
