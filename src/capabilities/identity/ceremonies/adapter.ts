import { AsyncLocalStorage } from "node:async_hooks";
import { createAdapterFactory, type CleanedWhere } from "@better-auth/core/db/adapter";
import type { BetterAuthOptions } from "better-auth";
import type { Database, Tx } from "../../../kernel/ports.ts";
import { countAuthRows, deleteAuthRows, insertAuthRow, selectAuthRows, updateAuthRows, type Condition, type Row } from "../store/auth-rows.ts";

type Factory = ReturnType<typeof createAdapterFactory>;
type Where = CleanedWhere[] | undefined;

/** Runs in the transaction of an insert; what it writes commits with the row. */
export type OnCreated = (tx: Tx, table: string, row: Row) => Promise<void>;

/** better-auth promises rows of its own models; the schema test holds our tables against them. */
function as<T>(row: Row | undefined): T | null {
  return (row as T | undefined) ?? null;
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
  let made: BetterAuthOptions = {};
  const build = (transaction: boolean): Factory =>
    createAdapterFactory({
      config: {
        adapterId: "lumina",
        adapterName: "LuminaOps",
        supportsJSON: true,
        supportsDates: true,
        supportsBooleans: true,
        supportsNumericIds: false,
        transaction: transaction ? (body) => db.transaction(null, {}, (tx) => open.run(tx, () => body(build(false)(made)))) : false,
      },
      adapter: ({ getFieldName }) => {
        const conditions = (model: string, where: Where): Condition[] =>
          (where ?? []).map((w) => ({
            column: getFieldName({ model, field: w.field }),
            operator: w.operator ?? "eq",
            value: w.value,
            insensitive: w.mode === "insensitive",
            any: w.connector === "OR",
          }));
        return {
          create: <T extends Row>({ model, data }: { model: string; data: T }) =>
            run(async (tx) => {
              const row = await insertAuthRow(tx, model, data);
              await onCreated(tx, model, row);
              return row as T;
            }),
          findOne: async <T>({ model, where }: { model: string; where: CleanedWhere[] }) =>
            as<T>((await run((tx) => selectAuthRows(tx, model, conditions(model, where), { limit: 1 })))[0]),
          findMany: async <T>(q: {
            model: string;
            where?: Where;
            limit: number;
            offset?: number | undefined;
            sortBy?: { field: string; direction: "asc" | "desc" } | undefined;
          }) => {
            const sort = q.sortBy && { column: getFieldName({ model: q.model, field: q.sortBy.field }), direction: q.sortBy.direction };
            return (await run((tx) => selectAuthRows(tx, q.model, conditions(q.model, q.where), { limit: q.limit, offset: q.offset, sort }))) as T[];
          },
          count: ({ model, where }) => run((tx) => countAuthRows(tx, model, conditions(model, where))),
          update: async <T>({ model, where, update }: { model: string; where: CleanedWhere[]; update: T }) =>
            as<T>((await run((tx) => updateAuthRows(tx, model, conditions(model, where), update as Row)))[0]),
          updateMany: async ({ model, where, update }) => (await run((tx) => updateAuthRows(tx, model, conditions(model, where), update))).length,
          delete: async ({ model, where }) => void (await run((tx) => deleteAuthRows(tx, model, conditions(model, where)))),
          deleteMany: ({ model, where }) => run((tx) => deleteAuthRows(tx, model, conditions(model, where))),
        };
      },
    });
  const factory = build(true);
  return ((options: BetterAuthOptions) => factory((made = options))) as Factory;
}
