import { duck, ident, join, literal, plain, type DuckSql } from "../../../children/duck-sql.ts";
import type { ColumnType } from "../contract/shapes.ts";
import { missingMarkers, type Counts, type Inferred } from "../domain/infer.ts";
import type { Dialect } from "../domain/sniff.ts";

/** One line may be this long; a quote that is never closed shows as a longer one. */
const maxLineBytes = 4 * 1024 * 1024;
// DuckDB's default buffer is sixteen such lines and several stand at once, which alone would break the memory limit.
const bufferBytes = 2 * maxLineBytes;

const list = (texts: readonly string[]): DuckSql => duck`[${join(texts.map(literal))}]`;

function source(file: string, names: readonly string[], dialect: Dialect, rejects: boolean): DuckSql {
  const columns = join(names.map((name) => duck`${literal(name)}: 'VARCHAR'`));
  return duck`read_csv(${literal(file)}, auto_detect = false, header = ${plain(String(dialect.header))}, delim = ${literal(dialect.delimiter)}, quote = '"', escape = '"',
    columns = {${columns}}, nullstr = ${list(missingMarkers)}, max_line_size = ${plain(String(maxLineBytes))}, buffer_size = ${plain(String(bufferBytes))}${plain(rejects ? ", store_rejects = true, rejects_limit = 1000" : "")})`;
}

/** Rows per group, so that a group of any width holds about as many cells. */
export function groupRows(columns: number): number {
  return Math.max(2048, Math.min(122_880, Math.floor(600_000 / columns / 2048) * 2048));
}

/** Every value as text into a Parquet file; stops at the first row that does not fit. */
export function textTable(file: string, names: readonly string[], dialect: Dialect, to: string): DuckSql {
  return duck`copy (select * from ${source(file, names, dialect, false)}) to ${literal(to)}
    (format parquet, compression snappy, row_group_size ${plain(String(groupRows(names.length)))}, use_tmp_file false)`;
}

/** Reads to the end to collect the rows that do not fit; {@link rejects} lists them. */
export function countFitting(file: string, names: readonly string[], dialect: Dialect): DuckSql {
  return duck`select count(*) as n from ${source(file, names, dialect, true)}`;
}

export const rejects = plain(`select line, error_type::varchar as kind, error_message as message, left(csv_line, 200) as text
  from reject_errors order by line, column_idx limit 5`);
export const rejectCount = plain("select count(distinct line) as n from reject_errors");

const tests: Record<Exclude<keyof Counts, "present">, (c: DuckSql) => DuckSql> = {
  integer: (c) => duck`try_cast(${c} as bigint) is not null and regexp_full_match(${c}, '\\s*[+-]?[0-9]+\\s*')`,
  number: (c) => duck`try_cast(${c} as double) is not null and regexp_full_match(${c}, '\\s*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?\\s*')`,
  commaNumber: (c) =>
    duck`try_cast(replace(${c}, ',', '.') as double) is not null and regexp_full_match(${c}, '\\s*[-+]?([0-9]+,?[0-9]*|,[0-9]+)([eE][-+]?[0-9]+)?\\s*')`,
  boolean: (c) => duck`lower(${c}) in ('true', 'false')`,
  date: (c) => duck`length(${c}) = 10 and try_cast(${c} as date) is not null and regexp_full_match(${c}, '[0-9]{4}-[0-9]{2}-[0-9]{2}')`,
  timestamp: (c) => duck`try_cast(${c} as timestamp) is not null and regexp_full_match(${c}, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}.*)?')`,
  zeroLed: (c) => duck`regexp_full_match(${c}, '\\s*[+-]?0[0-9].*') and try_cast(${c} as double) is not null`,
  tooLong: (c) => duck`length(${c}) >= 19 and try_cast(${c} as bigint) is null and regexp_full_match(${c}, '[+-]?[0-9]{19,}')`,
};

export type Test = keyof typeof tests;

/** Counts, for each column, the values that pass each of its tests; one row, `present` first, in the order given. */
export function countTypes(file: string, columns: readonly { name: string; tests: readonly Test[] }[]): DuckSql {
  const counts = columns.flatMap(({ name, tests: wanted }) => [
    duck`count(${ident(name)})`,
    ...wanted.map((t) => duck`count(*) filter (${tests[t](ident(name))})`),
  ]);
  return duck`select ${join(counts)} from read_parquet(${literal(file)})`;
}

const castTypes: Record<ColumnType, string> = {
  number: "double",
  integer: "bigint",
  boolean: "boolean",
  string: "varchar",
  date: "date",
  timestamp: "timestamp",
};

function typed({ name, type, comma }: { name: string } & Inferred): DuckSql {
  if (type === "string") return ident(name);
  const value = comma ? duck`replace(${ident(name)}, ',', '.')` : ident(name);
  return duck`cast(${value} as ${plain(castTypes[type])}) as ${ident(name)}`;
}

/** The version's own file: typed columns, Zstandard, in the order of the rows. */
export function typedTable(from: string, columns: readonly ({ name: string } & Inferred)[], to: string): DuckSql {
  return duck`copy (select ${join(columns.map(typed))} from read_parquet(${literal(from)})) to ${literal(to)}
    (format parquet, compression zstd, row_group_size ${plain(String(groupRows(columns.length)))}, use_tmp_file false)`;
}

export function rowCount(file: string): DuckSql {
  return duck`select count(*) as n from read_parquet(${literal(file)})`;
}
