import type { Database, Log } from "../../kernel/ports.ts";
import { touchKeys } from "./store/keys.ts";

const minuteMs = 60_000;
const gatherMs = 500;
const mostRemembered = 50_000;

/** Notes when keys were used, at most once a minute each, away from the request that used them. */
export class LastUsed {
  readonly #db: Database;
  readonly #log: Log;
  readonly #noted = new Map<string, number>();
  #waiting = new Map<string, Map<string, Date>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Database, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  note(workspaceId: string, keyId: string): void {
    const now = Date.now();
    if (now - (this.#noted.get(keyId) ?? 0) < minuteMs) return;
    if (this.#noted.size > mostRemembered) this.#noted.clear();
    this.#noted.set(keyId, now);
    const keys = this.#waiting.get(workspaceId) ?? new Map<string, Date>();
    this.#waiting.set(workspaceId, keys.set(keyId, new Date(now)));
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
  }

  /** Writes what waits; a failure is logged and forgotten, the next use notes again. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = this.#waiting;
    this.#waiting = new Map();
    for (const [workspaceId, keys] of batch) {
      try {
        await this.#db.transaction(workspaceId, {}, (tx) => touchKeys(tx, workspaceId, [...keys.keys()], [...keys.values()]));
      } catch (error) {
        this.#log.warn({ error: String(error) }, "last use of keys was not noted");
      }
    }
  }
}
