import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { listVersions } from "../contract/versions.ts";
import { listVersions as select } from "../store/versions.ts";

export default implement(listVersions, async (ctx, { cursor, ...filter }) => {
  const rows = await select(ctx.tx, ctx.workspaceId, { ...filter, after: decodeCursor(cursor, 2) });
  return page(rows, filter.limit, (row) => [row[filter.sort], row.version]);
});
