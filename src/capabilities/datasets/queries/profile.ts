import { duck, ident, join, plain, type DuckSql } from "../../../children/duck-sql.ts";

/** The rows a profile looks at, under one name for all its statements. */
export const rowsName = "profiled";
const t = ident(rowsName);

/** Small tables are decoded once; large ones are read from their files each time, so that memory stays flat. */
export function open(source: DuckSql, keep: boolean): DuckSql {
  return duck`create or replace temp ${plain(keep ? "table" : "view")} ${t} as select * from ${source}`;
}

const number = (name: string): DuckSql => duck`cast(${ident(name)} as double)`;
const list = (values: readonly number[]): DuckSql => plain(`[${values.join(", ")}]`);

export const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** First pass over numeric columns: six values each, in one row. */
export function basics(names: readonly string[]): DuckSql {
  const of = (name: string): DuckSql[] => {
    const x = number(name);
    return [duck`count(${x})`, duck`min(${x})`, duck`max(${x})`, duck`avg(${x})`, duck`count(*) filter (${x} = 0)`, duck`count(*) filter (${x} < 0)`];
  };
  return duck`select ${join(names.flatMap(of))} from ${t}`;
}

/** Quantiles with linear interpolation, as NumPy's default; a list per column. */
export function quantiles(names: readonly string[]): DuckSql {
  return duck`select ${join(names.map((name) => duck`quantile_cont(${number(name)}, ${list(quantileLevels)})`))} from ${t}`;
}

export interface Centre {
  name: string;
  mean: number;
  low: number;
  high: number;
}

/** Second pass: powers around the mean (one pass would lose digits where the mean is large), and values beyond the fences. */
export function moments(columns: readonly Centre[]): DuckSql {
  const of = ({ name, mean, low, high }: Centre): DuckSql[] => {
    const d = duck`(${number(name)} - ${mean}::double)`;
    const x = number(name);
    return [
      duck`sum(${d})`,
      duck`sum(${d} * ${d})`,
      duck`sum(${d} * ${d} * ${d})`,
      duck`sum(${d} * ${d} * ${d} * ${d})`,
      duck`count(*) filter (${x} < ${low}::double or ${x} > ${high}::double)`,
    ];
  };
  return duck`select ${join(columns.flatMap(of))} from ${t}`;
}

/** Rows per equal-width bin; the last bin holds its upper edge. The edges themselves decide, as NumPy has it, not the division. */
export function histogram(name: string, from: number, width: number, edges: readonly number[]): DuckSql {
  const x = number(name);
  const last = plain(String(edges.length - 2));
  const edge = (at: string): DuckSql => duck`cast([${plain(edges.map((e) => `'${e}'`).join(", "))}] as double[])[${plain(at)}]`;
  return duck`with guessed as (select ${x} as x, greatest(0, least(cast(floor((${x} - ${from}::double) / ${width}::double) as bigint), ${last})) as b
      from ${t} where ${ident(name)} is not null)
    select b + case when b < ${last} and x >= ${edge("b + 2")} then 1 when b > 0 and x < ${edge("b + 1")} then -1 else 0 end as bin, count(*) as n from guessed group by 1`;
}

/** Distinct values and the ten most frequent, ties in the order of the values. */
export function top(name: string): DuckSql {
  const c = ident(name);
  return duck`with g as materialized (select ${c} as v, count(*) as n from ${t} where ${c} is not null group by ${c})
    select left(cast(v as varchar), 200) as value, n as count, (select count(*) from g) as distinct_values from g order by n desc, v limit 10`;
}

/** Text lengths in characters. */
export function texts(names: readonly string[]): DuckSql {
  const of = (name: string): DuckSql[] => {
    const c = ident(name);
    return [duck`count(${c})`, duck`min(length(${c}))`, duck`max(length(${c}))`, duck`avg(length(${c}))`, duck`count(*) filter (trim(${c}) = '')`];
  };
  return duck`select ${join(names.flatMap(of))} from ${t}`;
}

/** First and last of dates and times. */
export function ranges(names: readonly string[]): DuckSql {
  return duck`select ${join(names.flatMap((name) => [duck`count(${ident(name)})`, duck`cast(min(${ident(name)}) as varchar)`, duck`cast(max(${ident(name)}) as varchar)`]))} from ${t}`;
}

export function counts(names: readonly string[]): DuckSql {
  return duck`select ${join(names.map((name) => duck`count(${ident(name)})`))} from ${t}`;
}

/** Rows that repeat an earlier one. Only rows whose hash repeats are compared in full. */
export function duplicates(names: readonly string[]): DuckSql {
  const all = join(names.map(ident));
  return duck`with hashed as (select hash(${all}) as h, count(*) as n from ${t} group by 1 having count(*) > 1),
    suspects as (select ${all} from ${t} where hash(${all}) in (select h from hashed))
    select (select count(*) from suspects) - (select count(*) from (select distinct * from suspects)) as n`;
}

/** Every `step`-th row of the numeric columns, for ranks. */
export function sampled(names: readonly string[], step: number): DuckSql {
  const all = join(names.map(ident));
  return step === 1
    ? duck`create or replace temp view ranked as select ${all} from ${t}`
    : duck`create or replace temp table ranked as select ${all} from (select ${all}, row_number() over () as n from ${t}) where n % ${plain(String(step))} = 0`;
}

// Both windows share one sort; ties get the mean of their places.
const averageRank = (name: string): DuckSql =>
  duck`rank() over (order by ${ident(name)}) + (count(*) over (order by ${ident(name)} range between current row and current row) - 1) / 2.0`;

/** Ranks of columns without gaps, kept for all their pairs; of the rows where `present` is, and then of that column too. */
export function ranks(names: readonly string[], present: string | null): DuckSql {
  const all = present === null ? names : [present, ...names];
  const from = present === null ? duck`ranked` : duck`ranked where ${ident(present)} is not null`;
  return duck`create or replace temp table ranks as select ${join(all.map((name) => duck`${averageRank(name)} as ${ident(name)}`))} from ${from}`;
}

/** Spearman of pairs of columns from their kept ranks. */
export function spearmanOfRanks(pairs: readonly (readonly [string, string])[]): DuckSql {
  return duck`select ${join(pairs.map(([a, b]) => duck`corr(${ident(a)}, ${ident(b)})`))} from ranks`;
}

/** Spearman of one pair that both have gaps: ranks among the rows where both are present. */
export function spearmanOfPair(a: string, b: string): DuckSql {
  return duck`select corr(ra, rb) as value from (select ${averageRank(a)} as ra, ${averageRank(b)} as rb from ranked where ${ident(a)} is not null and ${ident(b)} is not null)`;
}

const codeOf = (i: number): DuckSql => ident(`c${i}`);

/** The categories of a column as an enumeration, so that counting pairs works on small numbers (15 pairs of a million rows: 0.2 s instead of 1). */
export function categories(i: number, name: string): DuckSql {
  const c = duck`cast(${ident(name)} as varchar)`;
  return duck`create or replace type ${ident(`categories_${i}`)} as enum (select distinct ${c} from ${t} where ${ident(name)} is not null order by 1)`;
}

/** The codes of all categorical columns, in the order given. */
export function coded(names: readonly string[]): DuckSql {
  const code = (name: string, i: number): DuckSql =>
    duck`cast(enum_code(cast(cast(${ident(name)} as varchar) as ${ident(`categories_${i}`)})) as utinyint) as ${codeOf(i)}`;
  return duck`create or replace temp table coded as select ${join(names.map(code))} from ${t}`;
}

/** The contingency table of two coded columns. */
export function contingency(a: number, b: number): DuckSql {
  return duck`select ${codeOf(a)} as a, ${codeOf(b)} as b, count(*) as n from coded where ${codeOf(a)} is not null and ${codeOf(b)} is not null group by 1, 2`;
}

/** Per group: how many, sum and squares of the distances from a column's mean. */
export function groups(by: string, columns: readonly { name: string; mean: number }[]): DuckSql {
  const of = ({ name, mean }: { name: string; mean: number }): DuckSql[] => {
    const d = duck`(${number(name)} - ${mean}::double)`;
    return [duck`count(${number(name)})`, duck`coalesce(sum(${d}), 0)`, duck`coalesce(sum(${d} * ${d}), 0)`];
  };
  return duck`select ${join(columns.flatMap(of))} from ${t} where ${ident(by)} is not null group by ${ident(by)}`;
}

export interface Scaled {
  name: string;
  mean: number;
  /** Root of the sum of squares around the mean. */
  norm: number;
}

const distance = ({ name, mean }: Scaled): DuckSql => duck`(${number(name)} - ${mean}::double)`;

/** Pearson of pairs of columns without gaps, from the distances to their means; five times cheaper than `corr`. */
export function pearsonOfWhole(pairs: readonly (readonly [Scaled, Scaled])[]): DuckSql {
  return duck`select ${join(pairs.map(([a, b]) => duck`sum(${distance(a)} * ${distance(b)}) / ${a.norm * b.norm}::double`))} from ${t}`;
}

/** Pearson of pairs with gaps, over the rows where both are present. Distances instead of values, or large ones would lose digits. */
export function pearsonOfPairs(pairs: readonly (readonly [Scaled, Scaled])[]): DuckSql {
  return duck`select ${join(pairs.map(([a, b]) => duck`corr(${distance(a)}, ${distance(b)})`))} from ${t}`;
}
