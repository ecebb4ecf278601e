import { page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { searchVersions } from "../contract/versions.ts";
import { versionQuery } from "../store/fields.ts";
import { versionsWhere } from "../store/versions.ts";

export default implement(searchVersions, async (ctx, { projectId, filter, orderBy, limit, cursor }) => {
  const { where, order } = versionQuery(filter, orderBy, projectId);
  const rows = await versionsWhere(ctx.tx, ctx.workspaceId, [...where, ...order.after(cursor)], order, limit);
  const cut = page(rows, limit, (row) => row.place);
  return { items: cut.items.map(({ place: _place, ...version }) => version), nextCursor: cut.nextCursor };
});
