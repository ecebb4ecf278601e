import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { listApprovals } from "../contract.ts";
import { listApprovals as select } from "../store/approvals.ts";
import { shown } from "./shown.ts";

export default implement(listApprovals, async (ctx, { cursor, ...filter }) => {
  const rows = await select(ctx.tx, ctx.workspaceId, { ...filter, after: decodeCursor(cursor, 2) });
  const cut = page(rows, filter.limit, (row) => [row[filter.sort], row.id]);
  return { items: cut.items.map((row) => shown(ctx, row)), nextCursor: cut.nextCursor };
});
