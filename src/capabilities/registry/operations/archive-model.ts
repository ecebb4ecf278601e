import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { archiveModel } from "../contract/models.ts";
import { isLive } from "../domain/stages.ts";
import { setArchived } from "../store/models.ts";
import { stagesOf } from "../store/versions.ts";
import { aModel, lockThere } from "./found.ts";

export default implement(
  archiveModel,
  async (ctx, { modelId, reason }) => {
    await lockThere(ctx, modelId);
    const model = await aModel(ctx, modelId);
    if (model.archived) {
      ctx.unchanged();
      return model;
    }
    const live = (await stagesOf(ctx.tx, ctx.workspaceId, modelId)).find((v) => isLive(v.stage));
    if (live)
      throw refuse("checks_failed", `Version ${live.version} of ${model.name} is in ${live.stage}.`, "Move it out of its stage first, with `models promote`.");
    await setArchived(ctx.tx, ctx.workspaceId, modelId, true);
    ctx.emit("models", modelId);
    ctx.recordUndo({});
    ctx.audit({ before: { archived: false }, after: { archived: true }, ...(reason && { note: reason }) });
    return await aModel(ctx, modelId);
  },
  {
    undo: async (ctx, _state, { modelId }) => {
      await setArchived(ctx.tx, ctx.workspaceId, modelId, false);
      ctx.emit("models", modelId);
    },
  },
);
