import { duck, ident, join, literal, plain, type DuckSql } from "../../../children/duck-sql.ts";
import type { Column } from "../contract/shapes.ts";

/** A version's file as DuckDB sees it. */
export interface LocalFile {
  path: string;
  rows: number;
}

/** A name that no column has, for helper columns. */
export function freshName(columns: readonly { name: string }[], wanted: string): string {
  const taken = new Set(columns.map((c) => c.name.toLowerCase()));
  let name = wanted;
  while (taken.has(name.toLowerCase())) name = `_${name}`;
  return name;
}

/** The rows of a version with their numbers, from 1 over all files. */
export function numbered(files: readonly LocalFile[], columns: readonly Column[], rowNumber: string): DuckSql {
  const all = join(columns.map((c) => ident(c.name)));
  let before = 0;
  // DuckDB's own number is free, but its name cannot be chosen; a column that has it costs a window instead.
  const clash = columns.some((c) => c.name.toLowerCase() === "file_row_number");
  const parts = files.map((file) => {
    const offset = plain(String(before + 1));
    before += file.rows;
    return clash
      ? duck`select ${all}, row_number() over () - 1 + ${offset} as ${ident(rowNumber)} from read_parquet(${literal(file.path)})`
      : duck`select ${all}, file_row_number + ${offset} as ${ident(rowNumber)} from read_parquet(${literal(file.path)}, file_row_number = true)`;
  });
  return duck`(${join(parts, " union all ")})`;
}

/** The rows of a version. */
export function plainRows(files: readonly LocalFile[], columns: readonly { name: string }[]): DuckSql {
  return duck`(select ${join(columns.map((c) => ident(c.name)))} from read_parquet([${join(files.map((f) => literal(f.path)))}]))`;
}

export interface PageOf {
  files: readonly LocalFile[];
  columns: readonly Column[];
  shown: readonly Column[];
  where: DuckSql | null;
  sort: string | null;
  descending: boolean;
  limit: number;
  offset: number;
}

/** One page: the row's number first, then the shown columns; equal rows stay in file order. */
export function pageOfRows(p: PageOf): DuckSql {
  const rowNumber = freshName(p.columns, "row");
  const order = p.sort === null ? duck`${ident(rowNumber)}` : duck`${ident(p.sort)} ${plain(p.descending ? "desc" : "asc")} nulls last, ${ident(rowNumber)}`;
  // Without sort and filter the page is a range of numbers, which spares reading what stands before it.
  const total = p.files.reduce((sum, f) => sum + f.rows, 0);
  const from = p.descending ? total - p.offset - p.limit : p.offset;
  const range = p.sort === null && p.where === null ? duck`where ${ident(rowNumber)} > ${from} and ${ident(rowNumber)} <= ${from + p.limit}` : null;
  const direction = p.sort === null && p.descending ? plain(" desc") : plain("");
  return duck`select ${join([ident(rowNumber), ...p.shown.map((c) => ident(c.name))])} from ${numbered(p.files, p.columns, rowNumber)}
    ${range ?? (p.where ? duck`where ${p.where}` : plain(""))} order by ${order}${direction} limit ${p.limit} offset ${range ? 0 : p.offset}`;
}

export function countRows(files: readonly LocalFile[], columns: readonly Column[], where: DuckSql): DuckSql {
  return duck`select count(*) as n from ${plainRows(files, columns)} where ${where}`;
}

/** All rows as CSV with a header; missing is empty, numbers round-trip. */
export function csvOf(files: readonly LocalFile[], columns: readonly string[], to: string): DuckSql {
  return duck`copy (select ${join(columns.map(ident))} from ${plainRows(
    files,
    columns.map((name) => ({ name })),
  )}) to ${literal(to)} (format csv, header true, use_tmp_file false)`;
}
