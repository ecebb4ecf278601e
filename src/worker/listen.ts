import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../kernel/ports.ts";
import { channel, unpackEvents, type Moved } from "./events.ts";

/** Called with what moved, or null after a reconnect: anything may have moved meanwhile. */
export type OnMoved = (moved: Moved | null) => void;

export interface Listener {
  /** Answers how to stop. */
  subscribe(onMoved: OnMoved): () => void;
  /** Resolves once the first LISTEN is in place. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const pingMs = 5_000;
const firstWaitMs = 50;

/** One LISTEN connection; reconnects for ever, and tells every subscriber when it did. */
export function listen(url: string, log: Log, applicationName = "lumina-listen"): Listener {
  const subscribers = new Set<OnMoved>();
  const stop = new AbortController();
  let client: pg.Client | null = null;
  let first: () => void;
  const ready = new Promise<void>((resolve) => (first = resolve));
  const tell = (moved: Moved | null): void => {
    for (const subscriber of subscribers) subscriber(moved);
  };

  async function once(): Promise<void> {
    const mine = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    client = mine;
    const gone = new Promise<void>((resolve) => void mine.once("end", resolve).on("error", () => resolve()));
    mine.on("notification", (message) => {
      for (const moved of unpackEvents(message.payload ?? "")) tell(moved);
    });
    try {
      await mine.connect();
      await mine.query(`listen ${channel}`);
      first();
      tell(null);
      // A half-open connection is silent; only an answer proves it alive.
      while (!stop.signal.aborted) {
        await Promise.race([gone, sleep(pingMs, undefined, { signal: stop.signal })]);
        await mine.query("select 1");
      }
    } finally {
      await mine.end().catch(() => undefined);
    }
  }

  const running = (async () => {
    for (let wait = firstWaitMs; !stop.signal.aborted;) {
      const since = performance.now();
      try {
        await once();
      } catch (error) {
        if (stop.signal.aborted) return;
        if (wait === firstWaitMs) log.warn({ error: message(error) }, "The connection that listens for events broke; connecting until it is back");
      }
      wait = performance.now() - since > 10_000 ? firstWaitMs : Math.min(wait * 2, 2_000);
      await sleep(wait, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();

  return {
    subscribe(onMoved) {
      subscribers.add(onMoved);
      return () => void subscribers.delete(onMoved);
    },
    ready,
    async close() {
      stop.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
