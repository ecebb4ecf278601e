import { createHash } from "node:crypto";
import type { DuckSql } from "../../../children/duck-sql.ts";
import { duck } from "../../../children/duck-sql.ts";
import { decodeCursor, encodeCursor } from "../../../db/keyset.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { lookAtRows } from "../access.ts";
import { previewRows } from "../contract.ts";
import type { Cell, Column } from "../contract/shapes.ts";
import { parseFilter } from "../domain/filter.ts";
import { anywhere, columnNamed, conditionSql } from "../queries/filter.ts";
import { countRows, pageOfRows } from "../queries/rows.ts";
import { needVersion } from "../store/versions.ts";

/** Cells of one answer at most; 200,000 are about 4 MB of JSON. */
const maxCells = 200_000;

interface Question {
  filter?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  order: string;
}

function condition(columns: readonly Column[], input: Question): DuckSql | null {
  const parts = [...(input.filter?.trim() ? [conditionSql(columns, parseFilter(input.filter))] : []), ...(input.q ? [anywhere(columns, input.q)] : [])];
  const [first, second] = parts;
  return first && second ? duck`${first} and ${second}` : (first ?? null);
}

/** Ties a cursor to its question: a page of another filter or order is refused rather than wrong. */
function fingerprint(version: number, input: Question): string {
  return createHash("sha256")
    .update(JSON.stringify([version, input.filter ?? "", input.q ?? "", input.sort ?? "", input.order]))
    .digest("hex")
    .slice(0, 12);
}

function startOf(cursor: string | undefined, offset: number | undefined, mark: string): number {
  const key = decodeCursor(cursor, 2);
  if (!key) return offset ?? 0;
  const at = Number(key[0]);
  if (key[1] === mark && Number.isSafeInteger(at) && at >= 0 && offset === undefined) return at;
  throw refuse("invalid_input", "The cursor belongs to another filter, order or version.", "Start again without a cursor.", {
    fields: [{ path: "cursor", message: "does not belong to this question" }],
  });
}

export default implement(previewRows, async (ctx, input) => {
  const version = await needVersion(ctx.tx, ctx.workspaceId, input.datasetId, input.version);
  const { columns } = version;
  const shown = input.columns ? input.columns.map((name) => columnNamed(columns, name, "columns")) : columns;
  if (shown.length * input.limit > maxCells)
    throw refuse(
      "invalid_input",
      `${input.limit} rows of ${shown.length} columns are too many for one page.`,
      `Ask for at most ${Math.max(1, Math.floor(maxCells / shown.length))} rows, or name the columns you need.`,
    );
  const where = condition(columns, input);
  const sort = input.sort === undefined ? null : columnNamed(columns, input.sort, "sort").name;
  const mark = fingerprint(version.version, input);
  const offset = startOf(input.cursor, input.offset, mark);
  return lookAtRows(ctx, version, async (db, files) => {
    const matched = where ? ((await db.rows<{ n: number }>(countRows(files, columns, where)))[0]?.n ?? 0) : version.rowCount;
    const { rows } = await db.table(pageOfRows({ files, columns, shown, where, sort, descending: input.order === "desc", limit: input.limit, offset }));
    const next = offset + rows.length;
    return {
      datasetId: input.datasetId,
      version: version.version,
      columns: shown,
      items: rows.map((row) => Object.fromEntries(shown.map((c, i) => [c.name, (row[i + 1] ?? null) as Cell]))),
      rowNumbers: rows.map((row) => Number(row[0])),
      matched,
      total: version.rowCount,
      nextCursor: rows.length > 0 && next < matched ? encodeCursor([next, mark]) : null,
    };
  });
});
