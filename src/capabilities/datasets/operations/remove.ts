import { implement } from "../../../kernel/implement.ts";
import { removeDataset } from "../contract.ts";
import { anyDataset, freeName, needDataset, setRemoved } from "../store/datasets.ts";

/** The dataset leaves the lists; its versions and files stay, because trainings and an undo may need them. */
export default implement(
  removeDataset,
  async (ctx, { datasetId }) => {
    const dataset = await needDataset(ctx.tx, ctx.workspaceId, datasetId);
    const removedAt = ctx.now();
    await setRemoved(ctx.tx, ctx.workspaceId, datasetId, removedAt);
    ctx.audit({ before: { name: dataset.name, latestVersion: dataset.latestVersion } });
    ctx.recordUndo({ name: dataset.name });
    ctx.emit("datasets", datasetId);
    return { id: datasetId, name: dataset.name, removedAt: removedAt.toISOString() };
  },
  {
    async undo(ctx, _state, { datasetId }) {
      const row = await anyDataset(ctx.tx, ctx.workspaceId, datasetId);
      if (row) await freeName(ctx.tx, ctx.workspaceId, row.project_id, row.name, datasetId);
      await setRemoved(ctx.tx, ctx.workspaceId, datasetId, null);
      ctx.emit("datasets", datasetId);
    },
  },
);
