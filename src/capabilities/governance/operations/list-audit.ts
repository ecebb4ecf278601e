import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { listAudit } from "../contract.ts";
import { firstIdAt } from "../domain.ts";
import { listAudit as select, toAuditRow } from "../store/audit.ts";

/** An id is made moments around its row's time; a transaction never lasts this long. */
const slackMs = 600_000;

export default implement(listAudit, async (ctx, { cursor, sort: _only, ...filter }) => {
  const [afterId] = decodeCursor(cursor, 1) ?? [null];
  const rows = await select(ctx.tx, ctx.workspaceId, {
    ...filter,
    fromId: filter.since && firstIdAt(new Date(Date.parse(filter.since) - slackMs)),
    toId: filter.until && firstIdAt(new Date(Date.parse(filter.until) + slackMs)),
    afterId: afterId === null ? null : String(afterId),
  });
  const cut = page(rows, filter.limit, (row) => [row.id]);
  return { items: cut.items.map(toAuditRow), nextCursor: cut.nextCursor };
});
