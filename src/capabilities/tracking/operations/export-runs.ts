import { Readable } from "node:stream";
import type * as z from "zod";
import { implementDownload } from "../../../kernel/implement.ts";
import { columnOf, csvLine, valueOf, type ColumnRef } from "../contract/columns.ts";
import { exportRuns } from "../contract/export.ts";
import { searchRuns } from "../contract/search.ts";
import type { BaseCtx } from "../../../kernel/ctx.ts";
import type { Run } from "../contract/runs.ts";

type Plan = z.output<typeof exportRuns.input>;

const pageRows = 1000;

/** Lines of a CSV, page by page: memory holds one page, whatever the number of runs. */
async function* lines(ctx: BaseCtx, { columns, ...asked }: Plan): AsyncGenerator<Buffer> {
  const refs = columns.flatMap(({ column }) => columnOf(column) ?? []);
  const of = (kind: ColumnRef["kind"]) => [...new Set(refs.filter((ref) => ref.kind === kind).map((ref) => ref.key))];
  const keys = { metrics: of("metric"), params: of("param"), tags: of("tag") };
  yield Buffer.from(csvLine(columns.map(({ title }) => title)));
  let cursor: string | null = null;
  do {
    const page: { items: Run[]; nextCursor: string | null } = await ctx.call(searchRuns, {
      ...asked,
      ...keys,
      limit: pageRows,
      ...(cursor === null ? {} : { cursor }),
    });
    yield Buffer.from(page.items.map((run) => csvLine(refs.map((ref) => valueOf(run, ref)))).join(""));
    cursor = page.nextCursor;
  } while (cursor !== null);
}

export default implementDownload<typeof exportRuns.input, typeof exportRuns.output, Plan>(exportRuns, {
  async prepare(ctx, input) {
    // A filter that cannot be read is refused here, before a byte leaves.
    const { columns: _columns, ...asked } = input;
    await ctx.call(searchRuns, { ...asked, metrics: [], params: [], tags: [], limit: 1 });
    return input;
  },
  async send(ctx, plan) {
    return { filename: "runs.csv", contentType: "text/csv; charset=utf-8", sizeBytes: null, body: Readable.from(lines(ctx, plan)) };
  },
});
