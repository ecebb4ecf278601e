import { refuse, Refusal } from "../../kernel/contract/errors.ts";
import type { Database, Log } from "../../kernel/ports.ts";
import type { Objects } from "../../objects/port.ts";
import { activate, tryOut, type Active, type ServedRevision } from "./engine/active.ts";
import { createGraphs } from "./engine/graphs.ts";
import { onnx } from "./providers/onnx.ts";
import { currentRevisionNumber, readServedRevision, setProblem } from "./store/served.ts";

/** The model server of one process; it keeps nothing that another could not load again. */
export interface Serving {
  /** The revision that answers now; loads it on first use. Changes are seen within a second. */
  active(workspaceId: string, deploymentId: string): Promise<Active>;
  /** Tries a revision before it is written. @throws Refusal `checks_failed` with the reason. */
  probe(revision: ServedRevision, what: string): Promise<void>;
  /** Deployments and graphs this process holds. */
  held(): { deployments: number; graphs: number };
  close(): Promise<void>;
}

declare module "../../kernel/ctx.ts" {
  interface Services {
    readonly serving: Serving;
  }
}

export interface ServingParts {
  database: Database;
  objects: Objects;
  log: Log;
}

interface Entry {
  active: Active | null;
  checkedAt: number;
  checking: Promise<Active> | null;
  usedAt: number;
  /** A revision that would not load, and when to try it again. */
  failed: { revision: number; until: number; reason: string } | null;
}

const freshMs = 500;
const staleMs = 1000;
const retryMs = 5000;
const deploymentsAtMost = 200;

export function createServing({ database, objects, log }: ServingParts): Serving {
  const graphs = createGraphs(onnx);
  const entries = new Map<string, Entry>();
  const pathOf = (revision: ServedRevision) => (): Promise<string> => objects.localPath(revision.graphKey);

  function entryOf(key: string): Entry {
    let entry = entries.get(key);
    if (!entry) {
      if (entries.size >= deploymentsAtMost) evictOldest();
      entries.set(key, (entry = { active: null, checkedAt: 0, checking: null, usedAt: 0, failed: null }));
    }
    return entry;
  }

  function evictOldest(): void {
    let oldest: [string, Entry] | null = null;
    for (const pair of entries) if (!pair[1].checking && (!oldest || pair[1].usedAt < oldest[1].usedAt)) oldest = pair;
    if (!oldest) return;
    oldest[1].active?.retire();
    entries.delete(oldest[0]);
  }

  async function check(ws: string, id: string, key: string, entry: Entry): Promise<Active> {
    const wanted = await database.transaction(ws, { readOnly: true }, async (tx) => {
      const number = await currentRevisionNumber(tx, ws, id);
      if (number === null) return null;
      if (number === entry.active?.revision.revision) return "same" as const;
      if (number === entry.failed?.revision && Date.now() < entry.failed.until && entry.active) return "same" as const;
      return await readServedRevision(tx, ws, id, number);
    });
    if (wanted === null) {
      entry.active?.retire();
      entries.delete(key);
      throw refuse("not_found", `Deployment ${id} does not serve.`, "List deployments with `deployments list`.");
    }
    entry.checkedAt = Date.now();
    if (wanted === "same" && entry.active) return entry.active;
    if (wanted === "same") throw new Error("unreachable: a deployment without a session cannot be unchanged");
    return await take(ws, entry, wanted);
  }

  /** Loads the new session first, switches, then lets the old one go. */
  async function take(ws: string, entry: Entry, revision: ServedRevision): Promise<Active> {
    try {
      const next = await activate(graphs, revision, pathOf(revision));
      const old = entry.active;
      entry.active = next;
      entry.failed = null;
      old?.retire();
      return next;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ deploymentId: revision.deploymentId, revision: revision.revision, reason }, "a revision does not load");
      entry.failed = { revision: revision.revision, until: Date.now() + retryMs, reason };
      await report(ws, revision, reason, entry.active);
      if (entry.active) return entry.active;
      throw refuse(
        "unavailable",
        `Revision ${revision.revision} of deployment ${revision.deploymentId} does not load: ${reason}`,
        "Roll the deployment back, or try again in a few seconds.",
        { retryAfterS: 5 },
      );
    }
  }

  async function report(ws: string, revision: ServedRevision, reason: string, old: Active | null): Promise<void> {
    const serving = old ? `revision ${old.revision.revision} keeps serving` : "nothing serves";
    const text = `Revision ${revision.revision} does not load: ${reason}; ${serving}.`;
    await database
      .transaction(ws, {}, (tx) => setProblem(tx, ws, revision.deploymentId, text))
      .catch((e: unknown) => log.warn({ error: String(e) }, "a problem was not recorded"));
  }

  function checkOnce(ws: string, id: string, key: string, entry: Entry): Promise<Active> {
    entry.checking ??= check(ws, id, key, entry).finally(() => (entry.checking = null));
    return entry.checking;
  }

  return {
    async active(ws, id) {
      const key = `${ws} ${id}`;
      const entry = entryOf(key);
      const now = Date.now();
      entry.usedAt = now;
      const { active } = entry;
      const age = now - entry.checkedAt;
      if (active && age < freshMs) return active;
      const checked = checkOnce(ws, id, key, entry);
      if (active && age < staleMs) {
        checked.catch(() => undefined);
        return active;
      }
      try {
        return await checked;
      } catch (error) {
        // With the database away a relaxed deployment serves on; its log waits in a bounded buffer.
        if (active?.revision.log === "relaxed" && error instanceof Refusal && error.code === "unavailable") return active;
        throw error;
      }
    },
    async probe(revision, what) {
      let active: Active;
      try {
        active = await activate(graphs, revision, pathOf(revision));
      } catch (error) {
        if (error instanceof Refusal) throw error;
        throw refuse(
          "checks_failed",
          `${what} does not load: ${error instanceof Error ? error.message : String(error)}`,
          "Register the run again, or deploy another version.",
        );
      }
      try {
        await tryOut(active, what);
      } finally {
        active.retire();
      }
    },
    held: () => ({ deployments: entries.size, graphs: graphs.loaded() }),
    async close() {
      for (const entry of entries.values()) entry.active?.retire();
      entries.clear();
      await graphs.close();
    },
  };
}
