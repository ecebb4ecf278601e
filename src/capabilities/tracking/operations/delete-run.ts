import { implement } from "../../../kernel/implement.ts";
import { deleteRun } from "../contract/runs.ts";
import { markDeleted, markRestored } from "../store/runs.ts";
import { aRun } from "./found.ts";

export default implement(
  deleteRun,
  async (ctx, { runId }) => {
    const deletedAt = await markDeleted(ctx.tx, ctx.workspaceId, runId);
    if (deletedAt) {
      ctx.emit("runs", runId);
      ctx.recordUndo({ runId });
      return { runId, deletedAt: deletedAt.toISOString() };
    }
    ctx.unchanged();
    const run = await aRun(ctx, runId);
    return { runId, deletedAt: run.deletedAt ?? ctx.now().toISOString() };
  },
  {
    undo: async (ctx, _state, { runId }) => {
      await markRestored(ctx.tx, ctx.workspaceId, runId);
      ctx.emit("runs", runId);
    },
  },
);
