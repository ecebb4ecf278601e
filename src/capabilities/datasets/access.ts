import type { DuckOptions, DuckSession } from "../../children/duckdb.ts";
import type { BaseCtx, Ctx } from "../../kernel/ctx.ts";
import { sql } from "../../db/sql.ts";
import type { DatasetVersion } from "./contract/shapes.ts";
import type { LocalFile } from "./queries/rows.ts";

/** A version's files on this machine, in order. Refuses with the object's name where one is gone. */
export async function localFiles(ctx: Pick<BaseCtx, "services">, version: Pick<DatasetVersion, "files">): Promise<LocalFile[]> {
  return Promise.all(version.files.map(async (file) => ({ path: await ctx.services.objects.localPath(file.key), rows: file.rows })));
}

/** A DuckDB session that may read the version's files. */
export async function withRows<T>(
  ctx: BaseCtx,
  version: DatasetVersion,
  options: DuckOptions,
  body: (db: DuckSession, files: LocalFile[]) => Promise<T>,
): Promise<T> {
  const files = await localFiles(ctx, version);
  const read = [...files.map((f) => f.path), ...(options.read ?? [])];
  return ctx.services.duckdb.session({ signal: ctx.signal, ...options, read }, (db) => body(db, files));
}

// PostgreSQL ends a transaction that says nothing for 10 s; a look at many rows may take longer.
const sayMs = 4000;

/** As {@link withRows} for a read operation: keeps its transaction alive meanwhile and answers within a minute. */
export async function lookAtRows<T>(ctx: Ctx, version: DatasetVersion, body: (db: DuckSession, files: LocalFile[]) => Promise<T>): Promise<T> {
  let said: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    said = said.then(() => ctx.tx.rows(sql`select 1`)).catch(() => undefined);
  }, sayMs);
  try {
    return await withRows(ctx, version, { timeoutMs: 60_000 }, body);
  } finally {
    clearInterval(timer);
    await said;
  }
}
