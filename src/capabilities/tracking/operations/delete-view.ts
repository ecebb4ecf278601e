import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteView } from "../contract/views.ts";
import { needOwnView } from "../own-view.ts";
import { hideView } from "../store/views.ts";

export default implement(
  deleteView,
  async (ctx, { viewId }) => {
    const { id, name, query, shared } = await needOwnView(ctx, viewId);
    await hideView(ctx.tx, ctx.workspaceId, viewId, true);
    ctx.recordUndo({ name });
    ctx.audit({ before: { name, query, shared } });
    return { id, name };
  },
  {
    async undo(ctx, _state, { viewId }) {
      const back = await hideView(ctx.tx, ctx.workspaceId, viewId, false);
      if (!back) throw refuse("conflict", "There is a view of that name again.", "Rename that view first.");
    },
  },
);
