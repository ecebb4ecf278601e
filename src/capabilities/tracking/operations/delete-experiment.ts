import { implement } from "../../../kernel/implement.ts";
import { deleteExperiment } from "../contract/experiments.ts";
import { markExperimentDeleted, markExperimentRestored } from "../store/experiments.ts";
import { anExperiment } from "./found.ts";

export default implement(
  deleteExperiment,
  async (ctx, { experimentId }) => {
    const before = await anExperiment(ctx, experimentId);
    if (before.deletedAt !== null) {
      ctx.unchanged();
      return before;
    }
    await markExperimentDeleted(ctx.tx, ctx.workspaceId, experimentId);
    ctx.emit("experiments", experimentId);
    ctx.emit("runs", experimentId);
    ctx.audit({ before: { name: before.name, runs: before.runCount } });
    ctx.recordUndo({ experimentId });
    return await anExperiment(ctx, experimentId);
  },
  {
    undo: async (ctx, _state, { experimentId }) => {
      await markExperimentRestored(ctx.tx, ctx.workspaceId, experimentId);
      ctx.emit("experiments", experimentId);
      ctx.emit("runs", experimentId);
    },
  },
);
