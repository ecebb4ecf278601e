import { raw, sql, type Raw } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";

export type Row = Record<string, unknown>;

/** One condition as better-auth words it; `any` conditions are joined by OR among themselves. */
export interface Condition {
  column: string;
  operator: string;
  value: unknown;
  insensitive: boolean;
  any: boolean;
}

const identifier = /^[a-z][a-z_]*$/;

/** Names come from better-auth's own schema; anything else is a mistake. */
function name(text: string): Raw {
  if (!identifier.test(text)) throw new Error(`${text} is not a column or table of identity`);
  return raw(text);
}

function table(text: string): Statement {
  return sql`identity.${name(text)}`;
}

function pattern(value: unknown, before: string, after: string): string {
  return `${before}${String(value).replace(/[\\%_]/g, "\\$&")}${after}`;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function comparison({ column, operator, value, insensitive }: Condition): Statement {
  const lower = insensitive && typeof value === "string";
  const left = lower ? sql`lower(${name(column)})` : sql`${name(column)}`;
  const right = lower ? value.toLowerCase() : value;
  switch (operator) {
    case "eq":
      return right === null ? sql`${left} is null` : sql`${left} = ${right}`;
    case "ne":
      return right === null ? sql`${left} is not null` : sql`${left} <> ${right}`;
    case "lt":
      return sql`${left} < ${right}`;
    case "lte":
      return sql`${left} <= ${right}`;
    case "gt":
      return sql`${left} > ${right}`;
    case "gte":
      return sql`${left} >= ${right}`;
    case "in":
      return sql`${left}::text = any (${texts(right)}::text[])`;
    case "not_in":
      return sql`${left}::text <> all (${texts(right)}::text[])`;
    case "contains":
      return sql`${left} like ${pattern(right, "%", "%")}`;
    case "starts_with":
      return sql`${left} like ${pattern(right, "", "%")}`;
    case "ends_with":
      return sql`${left} like ${pattern(right, "%", "")}`;
    default:
      throw new Error(`${operator} is not a comparison of better-auth`);
  }
}

function join(parts: readonly Statement[], between: string): Statement {
  return parts.reduce((left, right) => sql`${left}${raw(between)}${right}`);
}

function filter(conditions: readonly Condition[]): Statement {
  const must = conditions.filter((c) => !c.any).map(comparison);
  const may = conditions.filter((c) => c.any).map(comparison);
  const tests = may.length > 0 ? [...must, sql`(${join(may, " or ")})`] : must;
  return tests.length > 0 ? join(tests, " and ") : sql`true`;
}

export async function insertAuthRow(tx: Tx, model: string, row: Row): Promise<Row> {
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const columns = raw(given.map(([column]) => name(column).text).join(", "));
  const values = join(
    given.map(([, value]) => sql`${value}`),
    ", ",
  );
  const inserted = await tx.first<Row>(sql`insert into ${table(model)} (${columns}) values (${values}) returning *`);
  if (!inserted) throw new Error(`identity.${model}: nothing was inserted`);
  return inserted;
}

export interface AuthSelection {
  limit: number;
  offset?: number | undefined;
  sort?: { column: string; direction: "asc" | "desc" } | undefined;
}

export async function selectAuthRows(tx: Tx, model: string, conditions: readonly Condition[], { limit, offset = 0, sort }: AuthSelection): Promise<Row[]> {
  const order = sort ? sql`order by ${name(sort.column)} ${raw(sort.direction === "desc" ? "desc" : "asc")}` : sql``;
  return await tx.rows<Row>(sql`select * from ${table(model)} where ${filter(conditions)} ${order} limit ${limit} offset ${offset}`);
}

export async function countAuthRows(tx: Tx, model: string, conditions: readonly Condition[]): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*)::int as n from ${table(model)} where ${filter(conditions)}`);
  return row?.n ?? 0;
}

export async function updateAuthRows(tx: Tx, model: string, conditions: readonly Condition[], values: Row): Promise<Row[]> {
  const assignments = join(
    Object.entries(values).map(([column, value]) => sql`${name(column)} = ${value}`),
    ", ",
  );
  return await tx.rows<Row>(sql`update ${table(model)} set ${assignments} where ${filter(conditions)} returning *`);
}

export async function deleteAuthRows(tx: Tx, model: string, conditions: readonly Condition[]): Promise<number> {
  return await tx.run(sql`delete from ${table(model)} where ${filter(conditions)}`);
}
