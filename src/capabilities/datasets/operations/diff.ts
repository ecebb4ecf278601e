import { implement } from "../../../kernel/implement.ts";
import { diffVersions } from "../contract.ts";
import { needVersion } from "../store/versions.ts";

export default implement(diffVersions, async (ctx, { datasetId, from, to }) => {
  const before = await needVersion(ctx.tx, ctx.workspaceId, datasetId, from);
  const after = await needVersion(ctx.tx, ctx.workspaceId, datasetId, to);
  const types = new Map(before.columns.map((c) => [c.name, c.type]));
  const names = new Set(after.columns.map((c) => c.name));
  return {
    datasetId,
    from,
    to,
    added: after.columns.filter((c) => !types.has(c.name)),
    removed: before.columns.filter((c) => !names.has(c.name)),
    retyped: after.columns.flatMap((c) => {
      const was = types.get(c.name);
      return was !== undefined && was !== c.type ? [{ name: c.name, from: was, to: c.type }] : [];
    }),
    rows: { from: before.rowCount, to: after.rowCount },
    sameRows: before.sha256 === after.sha256,
  };
});
