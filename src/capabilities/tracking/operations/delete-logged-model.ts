import { implement } from "../../../kernel/implement.ts";
import { deleteLoggedModel } from "../contract/models.ts";
import { needModel } from "../live-model.ts";
import { markModelDeleted } from "../store/models.ts";

export default implement(
  deleteLoggedModel,
  async (ctx, { loggedModelId }) => {
    const { name, deletedAt } = await needModel(ctx, loggedModelId, true);
    const now = ctx.now();
    const deleted = deletedAt === null && (await markModelDeleted(ctx.tx, ctx.workspaceId, loggedModelId, now, now));
    if (deleted) {
      ctx.emit("loggedModels", loggedModelId);
      ctx.audit({ before: { name } });
      ctx.recordUndo({});
    } else ctx.unchanged();
    return { deleted };
  },
  {
    async undo(ctx, _state, { loggedModelId }) {
      await markModelDeleted(ctx.tx, ctx.workspaceId, loggedModelId, null, ctx.now());
      ctx.emit("loggedModels", loggedModelId);
    },
  },
);
