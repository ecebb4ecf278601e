import type { Socket } from "node:net";
import pg from "pg";
import { refuse } from "../kernel/contract/errors.ts";
import type { Database, Statement, Tx, TxOptions } from "../kernel/ports.ts";

const { Pool, types } = pg;

// int8 counts and sequence numbers stay below 2^53 here, so a number is exact.
types.setTypeParser(20, Number);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const lostConnection = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03", "08006", "08001", "08003"]);

export interface PoolOptions {
  url: string;
  /** Connections at most; 2 cores saturate below 16. */
  size?: number;
  /** How long a request waits for the database before it is refused. */
  waitMs?: number;
  applicationName?: string;
}

export interface Pooled extends Database {
  /** A round trip; throws when the database is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the pool every process shares. Statements are pipelined: BEGIN and the workspace setting
 * travel with the first statement, closing statements travel with COMMIT.
 */
export function openDatabase(options: PoolOptions): Pooled {
  const waitMs = options.waitMs ?? 5000;
  const pool = new Pool({
    connectionString: options.url,
    max: options.size ?? 12,
    connectionTimeoutMillis: waitMs,
    application_name: options.applicationName ?? "lumina",
    pipeline: true,
    // A stopped process must not keep row locks for ever.
    idle_in_transaction_session_timeout: 10_000,
    // A dozen searches that never end would take the whole pool.
    statement_timeout: 120_000,
  } as pg.PoolConfig);
  pool.on("error", () => undefined);

  async function connect(): Promise<pg.PoolClient> {
    const until = Date.now() + waitMs;
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        if (Date.now() >= until || !isAway(error)) throw away(error);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  return {
    async transaction(workspaceId, txOptions, body) {
      const client = await connect();
      return await inTransaction(client, workspaceId, txOptions, body);
    },
    async ping() {
      const client = await connect();
      try {
        await client.query("select 1");
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return lostConnection.has(code ?? "") || /timeout exceeded|Connection terminated|connection error|not queryable/i.test(message ?? "");
}

/** A statement got a value its column's type cannot hold; only a forged cursor gets that far past the schemas. */
const unreadableValue = new Set(["22P02", "22007", "22008", "22021", "22P05"]);

function away(error: unknown): Error {
  if (unreadableValue.has((error as { code?: string }).code ?? ""))
    return refuse("invalid_input", "A value has the wrong form for what it is compared with.", "Take cursors and ids as they were answered.", {
      fields: [{ path: "cursor", message: "not a cursor of this list" }],
    });
  if (!isAway(error)) return error instanceof Error ? error : new Error(String(error));
  return refuse("unavailable", "The database does not answer.", "Try again in a few seconds; `GET /health/ready` says when it is back.", { retryAfterS: 5 });
}

/**
 * Holds what the connection sends until the present tick ends, so that statements sent together are one
 * system call: with 64 connections creating runs, separate writes were a quarter of the server's time.
 */
function inOneWrite(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

async function inTransaction<T>(client: pg.PoolClient, workspaceId: string | null, options: TxOptions, body: (tx: Tx) => Promise<T>): Promise<T> {
  const closing: Statement[] = [];
  const send = (s: Statement): Promise<pg.QueryResult> =>
    client.query(s.name === undefined ? { text: s.text, values: s.values as unknown[] } : { name: s.name, text: s.text, values: s.values as unknown[] });
  const tx: Tx = {
    rows: async <R>(s: Statement) => (await send(s)).rows as R[],
    first: async <R>(s: Statement) => ((await send(s)).rows[0] as R | undefined) ?? null,
    run: async (s) => (await send(s)).rowCount ?? 0,
    atCommit: (s) => closing.push(s),
  };
  let broken: Error | undefined;
  try {
    inOneWrite(client);
    const begun = client.query(beginText(workspaceId, options));
    begun.catch(() => undefined);
    const result = await body(tx);
    if (options.fence) closing.push({ text: "select jobs.holds($1, $2)", values: [options.fence.jobId, options.fence.token], name: "fence" });
    inOneWrite(client);
    const last = closing.map(send);
    const [done] = await Promise.all([client.query("commit"), begun, ...last]);
    if (done.command !== "COMMIT") throw new Error("The transaction was rolled back at its end.");
    return result;
  } catch (error) {
    broken = isAway(error) ? (error as Error) : undefined;
    if (!broken) await client.query("rollback").catch((e: Error) => (broken = e));
    throw away(error);
  } finally {
    client.release(broken);
  }
}

function beginText(workspaceId: string | null, options: TxOptions): string {
  if (workspaceId !== null && !uuid.test(workspaceId)) throw refuse("not_found", "That workspace does not exist.", "List yours with `workspaces list`.");
  const mode = options.readOnly ? "begin read only" : "begin";
  return workspaceId === null ? mode : `${mode}; set local lumina.workspace = '${workspaceId}'`;
}
