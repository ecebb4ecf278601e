import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { listJobs as spec } from "../contract.ts";
import { cursorFits, presentJob, wrongCursor } from "../domain.ts";
import { listJobs } from "../store/read.ts";

export default implement(spec, async (ctx, input) => {
  const after = decodeCursor(input.cursor, 3);
  if (after && !cursorFits(input.sort, after)) throw wrongCursor();
  const filter = { projectId: input.projectId, state: input.state, name: input.name, q: input.q, actorId: input.mine ? ctx.actor.id : undefined };
  const rows = await listJobs(ctx.tx, ctx.workspaceId, filter, input.sort, input.order, after, input.limit + 1);
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.sort_key, row.id, input.sort]);
  return { items: items.map(presentJob), nextCursor };
});
