import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../kernel/ports.ts";
import { channel, packEvents } from "./events.ts";

export interface Relay {
  /** Whether this process is the one that sends. */
  readonly active: boolean;
  close(): Promise<void>;
}

/** A frozen relay loses its session, and so its lock, after this. */
const silentMs = 3_000;
const retryMs = 500;
/** After a batch the next look waits this long, which also is what one NOTIFY gathers; idle looks are rarer. */
const busyMs = 15;
const idleMs = 45;
const batch = 5_000;

/**
 * Sends what committed in the outbox as NOTIFY, ids only. One relay is active; the others try for its lock.
 * It polls: an idle look is one index probe, 20 a second.
 */
export function startRelay(url: string, log: Log): Relay {
  const stop = new AbortController();
  let client: pg.Client | null = null;
  let active = false;
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stop.signal });

  async function term(up: () => void): Promise<void> {
    const mine = new pg.Client({ connectionString: url, application_name: "lumina-relay", connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
    client = mine;
    mine.on("error", () => (active = false));
    mine.on("end", () => (active = false));
    try {
      await mine.connect();
      up();
      await mine.query(`set idle_session_timeout = ${silentMs}; set idle_in_transaction_session_timeout = ${silentMs}; set synchronous_commit = off`);
      for (;;) {
        const { rows } = await mine.query<{ got: boolean }>("select pg_try_advisory_lock(hashtextextended('lumina relay', 0)) as got");
        if (rows[0]?.got) break;
        await pause(retryMs);
      }
      active = true;
      for (let wait = busyMs; ;) {
        const sent = await flush(mine);
        wait = sent > 0 ? busyMs : Math.min(idleMs, wait + 5);
        if (sent < batch) await pause(wait);
      }
    } finally {
      active = false;
      await mine.end().catch(() => undefined);
    }
  }

  const running = (async () => {
    for (let told = false; !stop.signal.aborted;) {
      try {
        await term(() => (told = false));
      } catch (error) {
        if (!stop.signal.aborted && !told) log.warn({ error: String(error) }, "The relay's connection broke; trying until it is back");
        told = true;
      }
      await pause(retryMs).catch(() => undefined);
    }
  })();

  return {
    get active() {
      return active;
    },
    async close() {
      stop.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}

interface Row {
  workspace_id: string | null;
  topic: string;
  ref_id: string;
}

/** Deletes a batch and sends it in the same transaction: what is not sent stays. */
async function flush(client: pg.Client): Promise<number> {
  const probe = await client.query({ name: "probe", text: "select 1 from core.outbox order by seq limit 1" });
  if (probe.rows.length === 0) return 0;
  try {
    await client.query("begin");
    const { rows } = await client.query<Row>({
      name: "take",
      text: `delete from core.outbox where seq in (select seq from core.outbox order by seq limit ${batch}) returning workspace_id, topic, ref_id`,
    });
    const payloads = packEvents(rows.map((row) => ({ workspaceId: row.workspace_id, topic: row.topic, id: row.ref_id })));
    await client.query({ name: "send", text: "select pg_notify($1, payload) from unnest($2::text[]) as payload", values: [channel, payloads] });
    await client.query("commit");
    return rows.length;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
