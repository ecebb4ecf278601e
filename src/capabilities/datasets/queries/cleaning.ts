import { duck, ident, join, literal, plain, type DuckSql } from "../../../children/duck-sql.ts";
import type { Fitted, Step } from "../contract/cleaning.ts";
import type { Column, ColumnType } from "../contract/shapes.ts";
import { groupRows } from "./import.ts";

/** A step's rows stand in a temporary view of this name; the rows' numbers travel along under `rowNumber`. */
export const viewName = (step: number): string => `clean_${step}`;

const sqlTypes: Record<ColumnType, string> = {
  number: "double",
  integer: "bigint",
  boolean: "boolean",
  string: "varchar",
  date: "date",
  timestamp: "timestamp",
};

// Views take no parameters, so fitted values are written as literals of the column's type.
function valueOf(type: ColumnType, value: string | number | boolean): DuckSql {
  return duck`cast(${literal(String(value))} as ${plain(sqlTypes[type])})`;
}

export function baseView(source: DuckSql): DuckSql {
  return duck`create or replace temp view ${ident(viewName(0))} as select * from ${source}`;
}

function filled(before: Column, after: Column, value: string | number | boolean): DuckSql {
  const type = after.type;
  const present = before.type === type ? ident(before.name) : duck`cast(${ident(before.name)} as ${plain(sqlTypes[type])})`;
  return duck`coalesce(${present}, ${valueOf(type, value)}) as ${ident(before.name)}`;
}

function clipped(column: Column, [lower, upper]: readonly [number | null, number | null]): DuckSql {
  const name = ident(column.name);
  const low = lower === null ? plain("") : duck`when ${name} < ${valueOf(column.type, lower)} then ${valueOf(column.type, lower)}`;
  const high = upper === null ? plain("") : duck`when ${name} > ${valueOf(column.type, upper)} then ${valueOf(column.type, upper)}`;
  return duck`case ${low} ${high} else ${name} end as ${name}`;
}

export interface StepShape {
  /** Number of the view this step makes; it reads the one before. */
  number: number;
  step: Step;
  fitted: Fitted;
  before: readonly Column[];
  after: readonly Column[];
  /** Columns that rows are dropped by. */
  by: readonly Column[];
  rowNumber: string;
}

/** The view of what a step leaves. */
export function stepView({ number, step, fitted, before, after, by, rowNumber }: StepShape): DuckSql {
  const types = new Map(before.map((c) => [c.name, c]));
  const cells = after.map((c) => {
    const was = types.get(c.name) ?? c;
    const value = fitted.values?.[c.name];
    if (value !== undefined) return filled(was, c, value);
    const limits = fitted.limits?.[c.name];
    return limits ? clipped(c, limits) : ident(c.name);
  });
  const select = duck`select ${join([...cells, ident(rowNumber)])} from ${ident(viewName(number - 1))}`;
  const view = duck`create or replace temp view ${ident(viewName(number))} as`;
  if (step.kind === "dropMissingRows")
    return duck`${view} ${select} where ${join(
      by.map((c) => duck`${ident(c.name)} is not null`),
      " and ",
      "true",
    )}`;
  if (step.kind === "dropDuplicates")
    return duck`${view} ${select} qualify row_number() over (partition by ${join(by.map((c) => ident(c.name)))} order by ${ident(rowNumber)}) = 1`;
  return duck`${view} ${select}`;
}

export const countOf = (step: number): DuckSql => duck`select count(*) as n from ${ident(viewName(step))}`;

/** Missing values of each column before a step, in one row. */
export function missingOf(step: number, columns: readonly Column[]): DuckSql {
  return duck`select ${join(columns.map((c) => duck`count(*) - count(${ident(c.name)})`))} from ${ident(viewName(step))}`;
}

/** Means or medians of numeric columns, in one row. */
export function averagesOf(step: number, columns: readonly Column[], strategy: "mean" | "median"): DuckSql {
  const call = plain(strategy === "mean" ? "avg" : "median");
  return duck`select ${join(columns.map((c) => duck`${call}(cast(${ident(c.name)} as double))`))} from ${ident(viewName(step))}`;
}

/** The most frequent value; of several equally frequent ones the smallest, as pandas has it. */
export function modeOf(step: number, column: Column): DuckSql {
  const name = ident(column.name);
  return duck`select cast(${name} as varchar) as value from ${ident(viewName(step))} where ${name} is not null group by ${name} order by count(*) desc, ${name} asc limit 1`;
}

/** Per column: distinct values (two or fewer means yes/no), lower and upper quantile where asked. */
export function limitsOf(step: number, columns: readonly Column[], lower: number | undefined, upper: number | undefined): DuckSql {
  const quantile = (c: Column, q: number | undefined): DuckSql =>
    q === undefined ? plain("null") : duck`${plain(c.type === "integer" ? "quantile_disc" : "quantile_cont")}(${ident(c.name)}, ${plain(String(q))})`;
  return duck`select ${join(columns.flatMap((c) => [duck`count(distinct ${ident(c.name)})`, quantile(c, lower), quantile(c, upper)]))} from ${ident(viewName(step))}`;
}

/** Values beyond the limits, in one row. */
export function beyondOf(step: number, columns: readonly Column[], limits: NonNullable<Fitted["limits"]>): DuckSql {
  const beyond = columns.map((c) => {
    const [lower, upper] = limits[c.name] ?? [null, null];
    const name = ident(c.name);
    const low = lower === null ? plain("false") : duck`${name} < ${valueOf(c.type, lower)}`;
    const high = upper === null ? plain("false") : duck`${name} > ${valueOf(c.type, upper)}`;
    return duck`count(*) filter (${low} or ${high})`;
  });
  return duck`select ${join(beyond)} from ${ident(viewName(step))}`;
}

/** The first rows that differ: number, whether it stays, all cells before, all cells after. */
export function changedRows(last: number, before: readonly Column[], after: readonly Column[], rowNumber: string, limit: number): DuckSql {
  const differs = after.map((c) => duck`b.${ident(c.name)} is distinct from a.${ident(c.name)}`);
  return duck`select b.${ident(rowNumber)}, a.${ident(rowNumber)} is not null, ${join([...before.map((c) => duck`b.${ident(c.name)}`), ...after.map((c) => duck`a.${ident(c.name)}`)])}
    from ${ident(viewName(0))} b left join ${ident(viewName(last))} a on a.${ident(rowNumber)} = b.${ident(rowNumber)}
    where a.${ident(rowNumber)} is null or ${join(differs, " or ", "false")} order by b.${ident(rowNumber)} limit ${limit}`;
}

/** The cleaned rows, in their old order, as the new version's file. */
export function cleanedTable(last: number, columns: readonly Column[], rowNumber: string, reordered: boolean, to: string): DuckSql {
  const order = reordered ? duck` order by ${ident(rowNumber)}` : plain("");
  return duck`copy (select ${join(columns.map((c) => ident(c.name)))} from ${ident(viewName(last))}${order}) to ${literal(to)}
    (format parquet, compression zstd, row_group_size ${plain(String(groupRows(columns.length)))}, use_tmp_file false)`;
}
