import { page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { searchModels } from "../contract/models.ts";
import { modelQuery } from "../store/fields.ts";
import { modelsWhere } from "../store/models.ts";

export default implement(searchModels, async (ctx, { projectId, filter, orderBy, limit, cursor }) => {
  const { where, order } = modelQuery(filter, orderBy, projectId);
  const rows = await modelsWhere(ctx.tx, ctx.workspaceId, [...where, ...order.after(cursor)], order, limit);
  const cut = page(rows, limit, (row) => row.place);
  return { items: cut.items.map(({ place: _place, ...model }) => model), nextCursor: cut.nextCursor };
});
