import type { DuckSql } from "../../../children/duck-sql.ts";
import type { DuckSession } from "../../../children/duckdb.ts";
import type { ColumnProfile, Correlation, Profile } from "../contract/profile.ts";
import type { DatasetVersion } from "../contract/shapes.ts";
import { correlationRatio, cramersV, finite } from "../domain/statistics.ts";
import * as queries from "../queries/profile.ts";

/** Limits of the matrix; the target is set against every column beyond them. */
const maxNumeric = 40;
const maxCategorical = 25;
const maxCategories = 50;
/** Ranks are taken over at most this many rows, every n-th one. */
const rankedRows = 50_000;
const pairsTogether = 100;

type Associations = Pick<Profile, "correlations" | "correlated" | "targetAssociations" | "notes">;

function pairsOf<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
}

/** Values of pairs, asked for some at a time. */
async function inBatches<T>(db: DuckSession, pairs: readonly T[], statement: (pairs: readonly T[]) => DuckSql): Promise<(number | null)[]> {
  const out: (number | null)[] = [];
  for (let at = 0; at < pairs.length; at += pairsTogether) {
    const part = pairs.slice(at, at + pairsTogether);
    const values = (await db.table(statement(part))).rows[0] ?? [];
    out.push(...part.map((_, i) => bounded(values[i])));
  }
  return out;
}

/** Rounding in sums can leave a correlation a hair beyond one. */
function bounded(value: unknown): number | null {
  const number = finite(value);
  return number === null ? null : Math.max(-1, Math.min(1, number));
}

async function spearman(db: DuckSession, rowCount: number, columns: readonly ColumnProfile[]): Promise<Correlation[]> {
  const names = columns.map((c) => c.name);
  if (names.length < 2) return [];
  await db.table(queries.sampled(names, Math.max(1, Math.ceil(rowCount / rankedRows))));
  const whole = columns.filter((c) => c.missing === 0).map((c) => c.name);
  const gaps = columns.filter((c) => c.missing > 0).map((c) => c.name);
  const out: Correlation[] = [];
  const ranked = async (pairs: readonly (readonly [string, string])[], present: string | null): Promise<void> => {
    if (pairs.length === 0) return;
    await db.table(queries.ranks(whole, present));
    const values = await inBatches(db, pairs, queries.spearmanOfRanks);
    pairs.forEach(([a, b], i) => out.push({ a, b, kind: "spearman", value: values[i] ?? null }));
  };
  await ranked(pairsOf(whole), null);
  // With a gap on one side the other is ranked anew, among the rows that are left; all others at once.
  for (const name of gaps)
    await ranked(
      whole.map((other) => [name, other] as const),
      name,
    );
  for (const [a, b] of pairsOf(gaps)) {
    const [row] = await db.rows<{ value: unknown }>(queries.spearmanOfPair(a, b));
    out.push({ a, b, kind: "spearman", value: bounded(row?.value) });
  }
  return out;
}

async function ratios(db: DuckSession, by: string, columns: readonly ColumnProfile[]): Promise<(number | null)[]> {
  const { rows } = await db.table(
    queries.groups(
      by,
      columns.map((c) => ({ name: c.name, mean: c.numeric?.mean ?? 0 })),
    ),
  );
  return columns.map((_, i) =>
    correlationRatio(
      rows.map((row) => {
        const [n = 0, sum = 0, squares = 0] = row.slice(i * 3, i * 3 + 3).map((v) => finite(v) ?? 0);
        return { n, mean: n === 0 ? 0 : sum / n, within: n === 0 ? 0 : Math.max(0, squares - sum ** 2 / n) };
      }),
    ),
  );
}

/** Pearson of pairs of numeric columns, over the rows where both are present. */
async function linear(db: DuckSession, pairs: readonly (readonly [ColumnProfile, ColumnProfile])[]): Promise<Correlation[]> {
  const scaled = (c: ColumnProfile): queries.Scaled => ({ name: c.name, mean: c.numeric?.mean ?? 0, norm: (c.numeric?.sd ?? 0) * Math.sqrt(c.count - 1) });
  const split = (whole: boolean) => pairs.filter(([a, b]) => (a.missing === 0 && b.missing === 0) === whole).map(([a, b]) => [scaled(a), scaled(b)] as const);
  const [whole, gaps] = [split(true), split(false)];
  const values = [...(await inBatches(db, whole, queries.pearsonOfWhole)), ...(await inBatches(db, gaps, queries.pearsonOfPairs))];
  return [...whole, ...gaps].map(([a, b], i) => ({ a: a.name, b: b.name, kind: "pearson", value: values[i] ?? null }));
}

/** Cramér's V of pairs of categorical columns. */
async function categorical(db: DuckSession, names: readonly string[], pairs: readonly (readonly [string, string])[]): Promise<Correlation[]> {
  if (pairs.length === 0) return [];
  for (const [i, name] of names.entries()) await db.table(queries.categories(i, name));
  await db.table(queries.coded(names));
  const out: Correlation[] = [];
  for (const [a, b] of pairs) {
    const cells = await db.rows<{ a: number; b: number; n: number }>(queries.contingency(names.indexOf(a), names.indexOf(b)));
    out.push({ a, b, kind: "cramersV", value: cramersV(cells) });
  }
  return out;
}

/** Correlations of all pairs that have one, and how strongly each column goes with the target. */
export async function associate(db: DuckSession, version: DatasetVersion, columns: readonly ColumnProfile[], target: string | null): Promise<Associations> {
  const order = new Map(version.columns.map((c, i) => [c.name, i]));
  const varies = columns.filter((c) => !c.constant);
  const allNumeric = varies.filter((c) => c.numeric);
  const allCategorical = varies.filter((c) => (c.type === "string" || c.type === "boolean") && c.distinct <= maxCategories);
  const numeric = allNumeric.slice(0, maxNumeric);
  const names = numeric.map((c) => c.name);
  const categories = allCategorical.slice(0, maxCategorical).map((c) => c.name);

  const correlations = [...(await linear(db, pairsOf(numeric))), ...(await spearman(db, version.rowCount, numeric))];
  correlations.push(...(await categorical(db, categories, pairsOf(categories))));
  if (names.length > 0)
    for (const by of categories) {
      const values = await ratios(db, by, numeric);
      names.forEach((name, i) => {
        correlations.push({ a: by, b: name, kind: "correlationRatio", value: values[i] ?? null });
      });
    }

  const inOrder = correlations.map((c) => ((order.get(c.a) ?? 0) < (order.get(c.b) ?? 0) ? c : { ...c, a: c.b, b: c.a }));
  const taking = new Set([...names, ...categories]);
  const step = Math.max(1, Math.ceil(version.rowCount / rankedRows));
  const leftOut = columns.filter((c) => !taking.has(c.name)).map((c) => c.name);
  const notes = [
    ...(step > 1 && names.length > 1
      ? [`Spearman correlations are over every ${step}th row (${Math.floor(version.rowCount / step)} rows); everything else is over all rows.`]
      : []),
    ...(allNumeric.length > numeric.length || allCategorical.length > categories.length
      ? [`Correlations cover the first ${maxNumeric} numeric and ${maxCategorical} categorical columns.`]
      : []),
  ];
  const targetAssociations = target === null ? [] : await withTarget(db, columns, target, allNumeric, allCategorical, correlations);
  return { correlations: inOrder, correlated: { numeric: names, categorical: categories, leftOut }, targetAssociations, notes };
}

async function withTarget(
  db: DuckSession,
  columns: readonly ColumnProfile[],
  target: string,
  numeric: readonly ColumnProfile[],
  categorical_: readonly ColumnProfile[],
  known: readonly Correlation[],
): Promise<Profile["targetAssociations"]> {
  const self = columns.find((c) => c.name === target);
  const others = numeric.filter((c) => c.name !== target);
  const kinds = categorical_.filter((c) => c.name !== target).map((c) => c.name);
  const found: Correlation[] = [];
  if (self?.numeric && !self.constant) {
    found.push(
      ...(await linear(
        db,
        others.map((other) => [self, other] as const),
      )),
    );
    found.push(...known.filter((c) => c.kind === "spearman" && (c.a === target || c.b === target)));
    for (const by of kinds) {
      const there = known.find((c) => c.kind === "correlationRatio" && ((c.a === by && c.b === target) || (c.a === target && c.b === by)));
      found.push(there ?? { a: target, b: by, kind: "correlationRatio", value: (await ratios(db, by, [self]))[0] ?? null });
    }
  } else if (categorical_.some((c) => c.name === target)) {
    if (others.length > 0)
      (await ratios(db, target, others)).forEach((value, i) => found.push({ a: target, b: others[i]?.name ?? "", kind: "correlationRatio", value }));
    found.push(
      ...(await categorical(
        db,
        [target, ...kinds],
        kinds.map((name) => [target, name] as const),
      )),
    );
  }
  // Of several measures of one column the strongest speaks: a monotone but curved relation shows in the ranks.
  const best = new Map<string, Profile["targetAssociations"][number]>();
  for (const { a, b, kind, value } of found) {
    const column = a === target ? b : a;
    const value01 = value === null ? null : Math.abs(value);
    const now = best.get(column);
    if (!now || (value01 ?? -1) > (now.value01 ?? -1)) best.set(column, { column, kind, value01 });
  }
  return [...best.values()].toSorted((x, y) => (y.value01 ?? -1) - (x.value01 ?? -1));
}
