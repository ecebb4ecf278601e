import type { DuckCell } from "../../../children/duckdb-protocol.ts";
import type { DuckSession } from "../../../children/duckdb.ts";
import type { ColumnProfile } from "../contract/profile.ts";
import type { Column, DatasetVersion } from "../contract/shapes.ts";
import { binsOf, centralMoments, finite, sampleKurtosis, sampleSd, sampleSkew } from "../domain/statistics.ts";
import * as queries from "../queries/profile.ts";

/** Columns in one statement; planning grows faster than width. */
const together = 25;

/** Rows below which "all different" says nothing. */
const fewRows = 20;

function* batches<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

const only = async (db: DuckSession, statement: ReturnType<typeof queries.counts>): Promise<DuckCell[]> => (await db.table(statement)).rows[0] ?? [];

/** A profile per column, in their order. */
export async function profileColumns(db: DuckSession, version: DatasetVersion, told: (done: number) => Promise<void>): Promise<ColumnProfile[]> {
  const out: ColumnProfile[] = [];
  for (const batch of batches(version.columns, together)) {
    const numeric = await numericOf(
      db,
      batch.filter((c) => c.type === "number" || c.type === "integer"),
    );
    const text = await textOf(
      db,
      batch.filter((c) => c.type === "string"),
    );
    const range = await rangeOf(
      db,
      batch.filter((c) => c.type === "date" || c.type === "timestamp"),
    );
    const counts = await only(db, queries.counts(batch.map((c) => c.name)));
    for (const [i, column] of batch.entries()) {
      const count = Number(counts[i]);
      const top = await db.rows<{ value: string; count: number; distinct_values: number }>(queries.top(column.name));
      const distinct = top[0]?.distinct_values ?? 0;
      out.push({
        name: column.name,
        type: column.type,
        count,
        missing: version.rowCount - count,
        missing01: version.rowCount === 0 ? 0 : (version.rowCount - count) / version.rowCount,
        distinct,
        constant: distinct <= 1,
        idLike: (column.type === "integer" || column.type === "string") && distinct === version.rowCount && version.rowCount >= fewRows,
        leaking: false,
        numeric: numeric.get(column.name) ?? null,
        text: text.get(column.name) ?? null,
        range: range.get(column.name) ?? null,
        top: top.map(({ value, count: n }) => ({ value, count: n })),
      });
      if (out.length % Math.ceil(version.columns.length / 20) === 0) await told(out.length);
    }
  }
  return out;
}

async function numericOf(db: DuckSession, columns: readonly Column[]): Promise<Map<string, ColumnProfile["numeric"]>> {
  const out = new Map<string, ColumnProfile["numeric"]>();
  if (columns.length === 0) return out;
  const basics = await only(db, queries.basics(columns.map((c) => c.name)));
  const found = columns
    .map((column, i) => ({ column, n: Number(basics[i * 6]), values: basics.slice(i * 6 + 1, i * 6 + 6).map(finite) }))
    .filter((c) => c.n > 0);
  if (found.length === 0) return out;
  const levels = await only(db, queries.quantiles(found.map((f) => f.column.name)));
  const centres = found.map(({ column, values }, i) => {
    const q = (levels[i] as DuckCell[]).map((v) => finite(v) ?? 0);
    const [p25 = 0, p75 = 0] = [q[2], q[4]];
    // A value on the fence is no outlier, also where the fence was rounded.
    const reach = 1.5 * (p75 - p25) + 1e-9 * Math.max(Math.abs(p25), Math.abs(p75));
    return { name: column.name, mean: values[2] ?? 0, low: finite(p25 - reach) ?? -Number.MAX_VALUE, high: finite(p75 + reach) ?? Number.MAX_VALUE, q };
  });
  const moments = await only(db, queries.moments(centres));
  for (const [i, { column, n, values }] of found.entries()) {
    const [min, max, mean, zeros, negatives] = values.map((v) => v ?? 0);
    const [d1 = NaN, d2 = NaN, d3 = NaN, d4 = NaN, outliers] = moments.slice(i * 5, i * 5 + 5).map((v) => finite(v) ?? NaN);
    const { shift, s2, s3, s4 } = centralMoments(n, [d1, d2, d3, d4]);
    const [p01 = 0, p05 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0, p99 = 0] = centres[i]?.q ?? [];
    out.set(column.name, {
      min: min ?? 0,
      max: max ?? 0,
      mean: finite((mean ?? 0) + shift) ?? mean ?? 0,
      sd: finite(sampleSd(n, s2)),
      skew: finite(sampleSkew(n, s2, s3)),
      kurtosis: finite(sampleKurtosis(n, s2, s4)),
      quantiles: { p01, p05, p25, p50, p75, p95, p99 },
      zeros: zeros ?? 0,
      negatives: negatives ?? 0,
      outliers: outliers ?? 0,
      histogram: await histogramOf(db, column, min ?? 0, max ?? 0),
    });
  }
  return out;
}

async function histogramOf(db: DuckSession, column: Column, min: number, max: number): Promise<{ edges: number[]; counts: number[] }> {
  const bins = binsOf(min, max, column.type === "integer");
  if (!bins) return { edges: [], counts: [] };
  const counts = bins.edges.slice(1).map(() => 0);
  for (const { bin, n } of await db.rows<{ bin: number; n: number }>(queries.histogram(column.name, bins.from, bins.width, bins.edges)))
    counts[Math.max(0, Number(bin))] = n;
  return { edges: bins.edges, counts };
}

async function textOf(db: DuckSession, columns: readonly Column[]): Promise<Map<string, ColumnProfile["text"]>> {
  const out = new Map<string, ColumnProfile["text"]>();
  if (columns.length === 0) return out;
  const values = await only(db, queries.texts(columns.map((c) => c.name)));
  for (const [i, { name }] of columns.entries()) {
    const [n = 0, minLength = 0, maxLength = 0, meanLength = 0, blank = 0] = values.slice(i * 5, i * 5 + 5).map((v) => finite(v) ?? 0);
    if (n > 0) out.set(name, { minLength, maxLength, meanLength, blank });
  }
  return out;
}

async function rangeOf(db: DuckSession, columns: readonly Column[]): Promise<Map<string, ColumnProfile["range"]>> {
  const out = new Map<string, ColumnProfile["range"]>();
  if (columns.length === 0) return out;
  const values = await only(db, queries.ranges(columns.map((c) => c.name)));
  for (const [i, { name }] of columns.entries()) {
    const [, first, last] = values.slice(i * 3, i * 3 + 3);
    if (typeof first === "string" && typeof last === "string") out.set(name, { first, last });
  }
  return out;
}
