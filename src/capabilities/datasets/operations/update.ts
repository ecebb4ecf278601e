import * as z from "zod";
import { implement } from "../../../kernel/implement.ts";
import { updateDataset as spec } from "../contract.ts";
import { columnNamed } from "../queries/filter.ts";
import { freeName, needDataset, updateDataset } from "../store/datasets.ts";
import { needVersion } from "../store/versions.ts";

const Before = z.object({ name: z.string(), description: z.string(), target: z.string().nullable() });

export default implement(
  spec,
  async (ctx, input) => {
    const { workspaceId: ws, tx } = ctx;
    const now = await needDataset(tx, ws, input.datasetId);
    const before = { name: now.name, description: now.description, target: now.target };
    const after = {
      name: input.name ?? now.name,
      description: input.description ?? now.description,
      target: input.target === undefined ? now.target : input.target,
    };
    if (after.target !== null && after.target !== now.target) {
      const { columns } = await needVersion(tx, ws, input.datasetId, undefined);
      after.target = columnNamed(columns, after.target, "target").name;
    }
    if (JSON.stringify(after) === JSON.stringify(before)) {
      ctx.unchanged();
      return now;
    }
    if (after.name.toLowerCase() !== now.name.toLowerCase()) await freeName(tx, ws, now.projectId, after.name, now.id);
    await updateDataset(tx, ws, input.datasetId, after);
    ctx.audit({ before, after });
    ctx.recordUndo(before);
    ctx.emit("datasets", now.id);
    return needDataset(tx, ws, input.datasetId);
  },
  {
    async undo(ctx, state, input) {
      const before = Before.parse(state);
      const now = await needDataset(ctx.tx, ctx.workspaceId, input.datasetId);
      await freeName(ctx.tx, ctx.workspaceId, now.projectId, before.name, now.id);
      await updateDataset(ctx.tx, ctx.workspaceId, input.datasetId, before);
      ctx.emit("datasets", now.id);
    },
  },
);
