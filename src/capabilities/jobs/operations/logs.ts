import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { jobLogs } from "../contract.ts";
import { presentLine, wrongCursor } from "../domain.ts";
import { listLines } from "../store/read.ts";

export default implement(jobLogs, async (ctx, input) => {
  const after = decodeCursor(input.cursor, 1)?.[0] ?? null;
  if (after !== null && !(Number.isInteger(after) && Number(after) >= 0 && Number(after) < 2 ** 31)) throw wrongCursor();
  const filter = { level: input.level, attempt: input.attempt, q: input.q };
  const rows = await listLines(ctx.tx, ctx.workspaceId, input.jobId, filter, input.order, after === null ? null : Number(after), input.limit + 1);
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.line]);
  return { items: items.map(presentLine), nextCursor };
});
