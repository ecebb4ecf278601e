import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { listTrainings } from "../contract.ts";
import { asItsJob } from "../current.ts";
import * as store from "../store.ts";

export default implement(listTrainings, async (ctx, input) => {
  const { cursor, ...filter } = input;
  const rows = await store.listTrainings(ctx.tx, ctx.workspaceId, { ...filter, after: decodeCursor(cursor, 2) });
  const cut = page(rows, input.limit, (row) => [input.sort === "name" ? row.name : row.createdAt, row.id]);
  const items = [];
  for (const { candidates: _c, columns: _k, warnings: _w, dropColumns: _d, ...row } of cut.items) items.push(await asItsJob(ctx, row));
  return { items, nextCursor: cut.nextCursor };
});
