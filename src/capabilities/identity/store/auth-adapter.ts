import { AsyncLocalStorage } from "node:async_hooks";
import { createAdapterFactory, type CleanedWhere } from "@better-auth/core/db/adapter";
import type { BetterAuthOptions } from "better-auth";
import { raw, sql } from "../../../db/sql.ts";
import type { Database, Statement, Tx } from "../../../kernel/ports.ts";

type Row = Record<string, unknown>;
type Factory = ReturnType<typeof createAdapterFactory>;

/** Runs in the transaction of an insert; what it writes commits with the row. */
export type OnCreated = (tx: Tx, table: string, row: Row) => Promise<void>;

const identifier = /^[a-z][a-z_]*$/;

/** Names come from better-auth's own schema; anything else is a mistake. */
function name(text: string): ReturnType<typeof raw> {
  if (!identifier.test(text)) throw new Error(`${text} is not a column or table of identity`);
  return raw(text);
}

function likePattern(value: unknown, before: string, after: string): string {
  return `${before}${String(value).replace(/[\\%_]/g, "\\$&")}${after}`;
}

function comparison(field: string, { operator, value, mode }: CleanedWhere): Statement {
  const lower = mode === "insensitive" && typeof value === "string";
  const column = lower ? sql`lower(${name(field)})` : sql`${name(field)}`;
  const asked = lower ? value.toLowerCase() : value;
  switch (operator) {
    case "ne":
      return asked === null ? sql`${column} is not null` : sql`${column} <> ${asked}`;
    case "lt":
      return sql`${column} < ${asked}`;
    case "lte":
      return sql`${column} <= ${asked}`;
    case "gt":
      return sql`${column} > ${asked}`;
    case "gte":
      return sql`${column} >= ${asked}`;
    case "in":
      return sql`${column}::text = any (${Array.isArray(asked) ? asked.map(String) : [String(asked)]}::text[])`;
    case "not_in":
      return sql`${column}::text <> all (${Array.isArray(asked) ? asked.map(String) : [String(asked)]}::text[])`;
    case "contains":
      return sql`${column} like ${likePattern(asked, "%", "%")}`;
    case "starts_with":
      return sql`${column} like ${likePattern(asked, "", "%")}`;
    case "ends_with":
      return sql`${column} like ${likePattern(asked, "%", "")}`;
    default:
      return asked === null ? sql`${column} is null` : sql`${column} = ${asked}`;
  }
}

/** Conditions joined by AND, those marked OR joined among themselves, as better-auth's own adapters do. */
function whereOf(where: readonly CleanedWhere[] | undefined, column: (field: string) => string): Statement {
  const all = (where ?? []).map((w) => ({ any: w.connector === "OR", test: comparison(column(w.field), w) }));
  const must = all.filter((w) => !w.any).map((w) => w.test);
  const may = all.filter((w) => w.any).map((w) => w.test);
  const either = may.length > 0 ? may.reduce((left, right) => sql`${left} or ${right}`) : null;
  const tests = either ? [...must, sql`(${either})`] : must;
  return tests.length > 0 ? tests.reduce((left, right) => sql`${left} and ${right}`) : sql`true`;
}

function assignments(values: Row): Statement {
  return Object.entries(values)
    .map(([key, value]) => sql`${name(key)} = ${value}`)
    .reduce((left, right) => sql`${left}, ${right}`);
}

/**
 * better-auth over the product's own pool and transactions, tables in schema `identity`.
 * A ceremony that better-auth runs as one transaction is one here too.
 */
export function authAdapter(db: Database, onCreated: OnCreated): Factory {
  const open = new AsyncLocalStorage<Tx>();
  const run = async <T>(body: (tx: Tx) => Promise<T>): Promise<T> => {
    const tx = open.getStore();
    return tx ? await body(tx) : await db.transaction(null, {}, body);
  };
  let made: BetterAuthOptions | undefined;
  const config = { adapterId: "lumina", adapterName: "LuminaOps", supportsJSON: true, supportsDates: true, supportsBooleans: true, supportsNumericIds: false };
  const build = (transaction: boolean): Factory =>
    createAdapterFactory({
      config: {
        ...config,
        transaction: transaction ? (body) => db.transaction(null, {}, (tx) => open.run(tx, () => body(build(false)(made ?? {})))) : false,
      },
      adapter: ({ getFieldName }) => {
        const filter = (model: string, where?: CleanedWhere[]): Statement => whereOf(where, (field) => getFieldName({ model, field }));
        const table = (model: string): Statement => sql`identity.${name(model)}`;
        const update = (model: string, where: CleanedWhere[], values: Row): Promise<Row[]> =>
          run((tx) => tx.rows<Row>(sql`update ${table(model)} set ${assignments(values)} where ${filter(model, where)} returning *`));
        const remove = (model: string, where: CleanedWhere[]): Promise<number> =>
          run((tx) => tx.run(sql`delete from ${table(model)} where ${filter(model, where)}`));
        return {
          create: async <T extends Row>({ model, data }: { model: string; data: T }): Promise<T> => {
            const given = Object.entries(data).filter(([, value]) => value !== undefined);
            const columns = raw(given.map(([key]) => name(key).text).join(", "));
            const values = given.map(([, value]) => sql`${value}`).reduce((left, right) => sql`${left}, ${right}`);
            return await run(async (tx) => {
              const row = await tx.first<T>(sql`insert into ${table(model)} (${columns}) values (${values}) returning *`);
              if (!row) throw new Error(`identity.${model}: nothing was inserted`);
              await onCreated(tx, model, row);
              return row;
            });
          },
          findOne: async <T>({ model, where }: { model: string; where: CleanedWhere[] }): Promise<T | null> =>
            await run((tx) => tx.first<T>(sql`select * from ${table(model)} where ${filter(model, where)} limit 1`)),
          findMany: async <T>(q: {
            model: string;
            where?: CleanedWhere[] | undefined;
            limit: number;
            offset?: number | undefined;
            sortBy?: { field: string; direction: "asc" | "desc" } | undefined;
          }): Promise<T[]> => {
            const by = q.sortBy
              ? sql`order by ${name(getFieldName({ model: q.model, field: q.sortBy.field }))} ${raw(q.sortBy.direction === "desc" ? "desc" : "asc")}`
              : sql``;
            return await run((tx) =>
              tx.rows<T>(sql`select * from ${table(q.model)} where ${filter(q.model, q.where)} ${by} limit ${q.limit} offset ${q.offset ?? 0}`),
            );
          },
          count: async ({ model, where }) =>
            (await run((tx) => tx.first<{ n: number }>(sql`select count(*)::int as n from ${table(model)} where ${filter(model, where)}`)))?.n ?? 0,
          update: async <T>({ model, where, update: values }: { model: string; where: CleanedWhere[]; update: T }): Promise<T | null> =>
            ((await update(model, where, values as Row))[0] as T | undefined) ?? null,
          updateMany: async ({ model, where, update: values }) => (await update(model, where, values)).length,
          delete: async ({ model, where }) => void (await remove(model, where)),
          deleteMany: async ({ model, where }) => await remove(model, where),
        };
      },
    });
  const factory = build(true);
  return ((options: BetterAuthOptions) => factory((made = options))) as Factory;
}
