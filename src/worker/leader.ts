import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../kernel/ports.ts";

export interface Leader {
  /** Whether this process holds the named lock, proved within the last seconds. */
  holds(name: string): boolean;
  close(): Promise<void>;
}

/** The server ends a session that is silent this long, so a frozen process loses its locks. */
const silentMs = 5_000;
const renewMs = 1_000;

/**
 * Tries for one advisory lock per name, on a connection of its own, for ever.
 * Locks are given up with the connection: by close, by a crash, or by the server when the process is frozen.
 */
export function campaign(url: string, names: readonly string[], log: Log): Leader {
  const stop = new AbortController();
  const held = new Set<string>();
  let provedAt = -Infinity;
  let client: pg.Client | null = null;

  async function term(up: () => void): Promise<void> {
    const mine = new pg.Client({ connectionString: url, application_name: "lumina-leader", connectionTimeoutMillis: 5_000, query_timeout: 4_000 });
    client = mine;
    mine.on("error", () => held.clear());
    mine.on("end", () => held.clear());
    try {
      await mine.connect();
      up();
      await mine.query(`set idle_session_timeout = ${silentMs}`);
      while (!stop.signal.aborted) {
        const asked = performance.now();
        const wanted = names.filter((name) => !held.has(name));
        const { rows } = await mine.query<{ name: string; got: boolean }>(
          "select name, pg_try_advisory_lock(hashtextextended('lumina ' || name, 0)) as got from unnest($1::text[]) as name",
          [wanted],
        );
        for (const { name, got } of rows) if (got) held.add(name);
        provedAt = asked;
        await sleep(renewMs, undefined, { signal: stop.signal });
      }
    } finally {
      held.clear();
      await mine.end().catch(() => undefined);
    }
  }

  const running = (async () => {
    for (let told = false; !stop.signal.aborted;) {
      try {
        await term(() => (told = false));
      } catch (error) {
        if (!stop.signal.aborted && !told) log.warn({ error: String(error) }, "The connection that holds this worker's loops broke; trying until it is back");
        told = true;
      }
      await sleep(renewMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();

  return {
    holds: (name) => held.has(name) && performance.now() - provedAt < silentMs - renewMs,
    async close() {
      stop.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
