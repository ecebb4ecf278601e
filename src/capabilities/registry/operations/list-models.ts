import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { listModels } from "../contract/models.ts";
import { listModels as select } from "../store/models.ts";

export default implement(listModels, async (ctx, { cursor, ...filter }) => {
  const rows = await select(ctx.tx, ctx.workspaceId, { ...filter, after: decodeCursor(cursor, 2) });
  return page(rows, filter.limit, (row) => [filter.sort === "name" ? row.name.toLowerCase() : row[filter.sort], row.id]);
});
