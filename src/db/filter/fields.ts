import { sql, type Raw } from "../sql.ts";
import type { Statement } from "../../kernel/ports.ts";
import type { Operator } from "./grammar.ts";

/** A clause's comparison, its value already of the field's type. */
export interface Test {
  op: Operator;
  value: number | string | readonly string[] | null;
}

/** Whether a column's value passes the test. */
export type Holds = (column: Raw | Statement) => Statement;

/** A condition on the id of a row. */
export type ById = (id: Raw) => Statement;

/** How one field is filtered and ordered; built for a key by its {@link Entity}. */
export interface Field {
  type: "number" | "text";
  ops: readonly Operator[];
  /** The condition of a clause; a clause on a value that is not there is false, also with `!=`. */
  where(test: Test): Statement;
  /** The same said of a row's id alone, where that can be; it serves a walk before the row is looked up. */
  ofId?(test: Test, id: Raw): Statement | null;
  /** What rows are ordered by; `alias` is free for a join of its own. Absent: the field has no order. */
  order?(alias: Raw): Ordering;
  /** Values people choose from, for completion. */
  values?: readonly string[];
}

export interface Ordering {
  join?: Statement;
  /**
   * What stands after FROM where the rows that have a number here are walked in its order, from a value on: the alias `r`
   * and this ordering's own. With it a page does not sort all rows.
   */
  walk?(desc: boolean, from: Statement | null, byId: readonly ById[]): Statement;
  value: Raw | Statement;
  type: "float8" | "int8" | "text" | "timestamptz" | "uuid";
  /** False where every row has a value: then an index in this order can be walked. */
  nullable: boolean;
}

/** `metrics`, `tags` or the attributes of a noun. */
export interface Entity {
  /** The name shown first, then its synonyms. */
  names: readonly [string, ...string[]];
  /** A closed list of keys, for messages and completion; absent where people choose keys. */
  keys?: readonly string[];
  /** Null where there is no such key (or aggregate). */
  field(key: string, aggregate: string | null): Field | null;
  /** Aggregates such as `max`, where its fields have some. */
  aggregates?: readonly string[];
}

/** The fields of one noun. A word without an entity is a key of `attributes`. */
export interface FieldTable {
  noun: string;
  attributes: Entity;
  others: readonly Entity[];
}

export const numberOps: readonly Operator[] = ["=", "!=", "<", "<=", ">", ">="];
export const textOps: readonly Operator[] = ["=", "!=", "LIKE", "ILIKE"];
export const labelOps: readonly Operator[] = [...textOps, "IS NULL", "IS NOT NULL"];
export const listOps: readonly Operator[] = [...textOps, "IN", "NOT IN"];

/** The comparison in SQL, its value bound. */
export function compare(column: Raw | Statement, { op, value }: Test): Statement {
  switch (op) {
    case "=":
      return sql`${column} = ${value}`;
    case "!=":
      return sql`${column} <> ${value}`;
    case "<":
      return sql`${column} < ${value}`;
    case "<=":
      return sql`${column} <= ${value}`;
    case ">":
      return sql`${column} > ${value}`;
    case ">=":
      return sql`${column} >= ${value}`;
    case "LIKE":
      return sql`${column} like ${value}`;
    case "ILIKE":
      return sql`${column} ilike ${value}`;
    case "RLIKE":
      return sql`${column} ~ ${value}`;
    case "IN":
      return sql`${column} = any(${value}::text[])`;
    case "NOT IN":
      return sql`${column} <> all(${value}::text[])`;
    case "IS NULL":
      return sql`${column} is null`;
    case "IS NOT NULL":
      return sql`${column} is not null`;
  }
}

/** A text column. */
export function textField(column: Raw | Statement, options: { ops?: readonly Operator[]; nullable?: boolean; values?: readonly string[] } = {}): Field {
  return {
    type: "text",
    ops: options.ops ?? textOps,
    where: (test) => compare(column, test),
    order: () => ({ value: column, type: "text", nullable: options.nullable ?? false }),
    ...(options.values && { values: options.values }),
  };
}

/** A column of numbers. */
export function numberField(column: Raw | Statement, type: "float8" | "int8", options: { nullable?: boolean } = {}): Field {
  return {
    type: "number",
    ops: numberOps,
    where: (test) => sql`${withoutNaN(column, type, test)}`,
    order: () => ({ value: column, type, nullable: options.nullable ?? false }),
  };
}

/** NaN passes no comparison but `!=`, although PostgreSQL holds it greater than every number. */
export function withoutNaN(column: Raw | Statement, type: "float8" | "int8", test: Test): Statement {
  if (type === "int8") return compare(sql`${column}::float8`, test);
  return test.op === ">" || test.op === ">=" ? sql`(${compare(column, test)} and ${column} < 'NaN')` : compare(column, test);
}

/** A moment, compared and written as MLflow does: milliseconds since 1970. */
export function timeField(column: Raw, options: { nullable?: boolean } = {}): Field {
  return {
    type: "number",
    ops: numberOps,
    where: ({ op, value }) => timeTest(column, op, Number(value)),
    order: () => ({ value: column, type: "timestamptz", nullable: options.nullable ?? false }),
  };
}

/** Stored moments are finer than a millisecond; the comparison is with the whole millisecond they lie in. */
function timeTest(column: Raw, op: Operator, ms: number): Statement {
  // Outside these PostgreSQL has no time stamp; inside, an index on the column serves the comparison.
  const at = (value: number): Statement => sql`to_timestamp(${Math.min(Math.max(value, -2e14), 9e15) / 1000}::float8)`;
  const [floor, next] = [Math.floor(ms), Math.floor(ms) + 1];
  const whole = Number.isInteger(ms);
  switch (op) {
    case "=":
      return whole ? sql`(${column} >= ${at(ms)} and ${column} < ${at(next)})` : sql`false`;
    case "!=":
      return whole ? sql`(${column} < ${at(ms)} or ${column} >= ${at(next)})` : sql`${column} is not null`;
    case "<":
      return sql`${column} < ${at(whole ? ms : next)}`;
    case ">=":
      return sql`${column} >= ${at(whole ? ms : next)}`;
    case "<=":
      return sql`${column} < ${at(next)}`;
    default:
      return sql`${column} >= ${at(floor + 1)}`;
  }
}
