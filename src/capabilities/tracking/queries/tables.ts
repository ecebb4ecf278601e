import { duck, type DuckSql } from "../../../children/duck-sql.ts";

const readers: readonly (readonly [RegExp, (file: string) => DuckSql])[] = [
  [/\.parquet$/i, (file) => duck`read_parquet(${file})`],
  [/\.tsv$/i, (file) => duck`read_csv(${file}, delim = '\t', auto_detect = true)`],
  [/\.csv$/i, (file) => duck`read_csv(${file}, auto_detect = true)`],
  [/\.(jsonl|ndjson)$/i, (file) => duck`read_json(${file}, format = 'newline_delimited')`],
];

/** What reads this kind of file as a table; null where none does. */
export function tableReader(path: string): ((file: string) => DuckSql) | null {
  return readers.find(([name]) => name.test(path))?.[1] ?? null;
}

export const someRows = (table: DuckSql, limit: number, offset: number): DuckSql => duck`select * from ${table} limit ${limit} offset ${offset}`;
export const countRows = (table: DuckSql): DuckSql => duck`select count(*) as n from ${table}`;
