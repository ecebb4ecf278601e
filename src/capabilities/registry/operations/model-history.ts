import { decodeCursor, page } from "../../../db/keyset.ts";
import { implement } from "../../../kernel/implement.ts";
import { modelHistory } from "../contract/stages.ts";
import { holderOf } from "../domain/stages.ts";
import { changesUntil, listChanges } from "../store/stages.ts";

export default implement(modelHistory, async (ctx, { asOf, cursor, sort: _only, ...filter }) => {
  const [afterSeq] = decodeCursor(cursor, 1) ?? [null];
  const rows = await listChanges(ctx.tx, ctx.workspaceId, { ...filter, afterSeq: afterSeq === null ? null : Number(afterSeq) });
  const cut = page(rows, filter.limit, (row) => [row.seq]);
  const at = asOf ?? ctx.now().toISOString();
  const until = await changesUntil(ctx.tx, ctx.workspaceId, filter.modelId, asOf ?? null);
  return {
    items: cut.items.map(({ seq: _seq, ...change }) => change),
    nextCursor: cut.nextCursor,
    asOf: { at, staging: holderOf("staging", until), production: holderOf("production", until) },
  };
});
