import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteModel } from "../contract/models.ts";
import { lockModel, lockName, setDeleted } from "../store/models.ts";
import { servedBy } from "../store/versions.ts";
import { lockThere } from "./found.ts";

export default implement(
  deleteModel,
  async (ctx, { modelId, reason }) => {
    const { name } = await lockThere(ctx, modelId);
    const serving = await servedBy(ctx.tx, ctx.workspaceId, modelId, null);
    if (serving)
      throw refuse(
        "checks_failed",
        `Deployment ${serving.name} serves version ${serving.version} of ${name}.`,
        "Remove the deployment first, with `deployments remove`.",
      );
    await setDeleted(ctx.tx, ctx.workspaceId, modelId, true);
    ctx.emit("models", modelId);
    ctx.recordUndo({});
    ctx.audit({ before: { name }, ...(reason && { note: reason }) });
    return { modelId, name };
  },
  {
    undo: async (ctx, _state, { modelId }) => {
      const model = await lockModel(ctx.tx, ctx.workspaceId, modelId);
      if (model) await lockName(ctx.tx, ctx.workspaceId, model.projectId, model.name);
      if (!(await setDeleted(ctx.tx, ctx.workspaceId, modelId, false)))
        throw refuse("conflict", "Another model of the project has this name now.", "Rename or delete that one first.");
      ctx.emit("models", modelId);
    },
  },
);
