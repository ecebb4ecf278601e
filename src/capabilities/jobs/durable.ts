import type { JsonValue } from "../../kernel/contract/common.ts";
import type { Database, Fence, Tx } from "../../kernel/ports.ts";
import { backoffMs, worthRetrying } from "./domain.ts";
import { anyQueued, anyWorker, claimStatement, expired, farewell, leaseMs, leasesOf, renew, type Lease } from "./store/lease.ts";
import {
  end,
  keepCheckpoint,
  moved,
  putBack,
  reap,
  report,
  start,
  triesOf,
  waiting,
  type Ending,
  type NewLine,
  type Progress,
  type StartedRow,
} from "./store/step.ts";

/** Takeovers after which a job is taken for one that kills its worker. */
const mostLost = 3;
/** Tries given back because something outside was away; with their pauses they span some eight minutes. */
const mostForgiven = 8;

/** Rolls a transaction back whose lease turned out to be lost. */
class Lost extends Error {}

/** Fills the worker's port `Durable` over the `jobs` rows. */
export function createDurable(db: Database) {
  const fenced = <T>(lease: Lease, body: (tx: Tx) => Promise<T>): Promise<T> => {
    const fence: Fence = { jobId: lease.jobId, token: lease.token };
    return db.transaction(lease.workspaceId, { fence }, body);
  };
  /** An ending gives the lease up itself, so it checks the token by what it changed. */
  const ending = async (lease: Lease, body: (tx: Tx) => Promise<boolean>): Promise<boolean> => {
    try {
      await db.transaction(lease.workspaceId, {}, async (tx) => {
        if (!(await body(tx))) throw new Lost();
        tx.atCommit(moved(lease.workspaceId, lease.jobId));
      });
      return true;
    } catch (error) {
      if (error instanceof Lost) return false;
      throw error;
    }
  };
  const finishAs = (lease: Lease, how: Ending) => ending(lease, (tx) => end(tx, lease.workspaceId, lease.jobId, lease.token, how));

  const lease = async (worker: string, names: readonly string[], limit: number, only: string | null): Promise<void> => {
    for (let turn = 1; ; turn += 1) {
      try {
        return await db.transaction(null, {}, async (tx) => {
          if (await anyQueued(tx, names)) tx.atCommit(claimStatement(worker, names, limit, only));
        });
      } catch (error) {
        // Another worker leased a job of the same concurrency key in the same instant.
        if (turn === 5 || (error as { code?: string }).code !== "23505") throw error;
      }
    }
  };

  return {
    leaseMs,

    // The claim travels with COMMIT: a worker frozen between two statements must not hold the rows everybody claims by.
    async claim(worker: string, names: readonly string[], limit: number, only?: string): Promise<Lease[]> {
      if (limit > 0) await lease(worker, names, limit, only ?? null);
      return await db.transaction(null, { readOnly: true }, (tx) => leasesOf(tx, worker));
    },

    renew: (worker: string, names: readonly string[], slots: number, tokens: readonly number[]): Promise<Lease[]> =>
      db.transaction(null, {}, (tx) => renew(tx, worker, names, slots, tokens)),

    async reap(): Promise<number> {
      const late = await db.transaction(null, { readOnly: true }, (tx) => expired(tx));
      let taken = 0;
      for (const { jobId, workspaceId } of late) {
        await db.transaction(workspaceId, {}, async (tx) => {
          const became = await reap(tx, workspaceId, jobId, mostLost);
          if (became === null) return;
          taken += 1;
          tx.atCommit(moved(workspaceId, jobId));
          if (became.state === "queued") tx.atCommit(waiting(workspaceId, jobId));
        });
      }
      return taken;
    },

    start: (lease: Lease): Promise<StartedRow | null> =>
      fenced(lease, async (tx) => {
        tx.atCommit(moved(lease.workspaceId, lease.jobId));
        return await start(tx, lease.workspaceId, lease.jobId);
      }),

    report: (lease: Lease, progress: Progress | null, lines: readonly NewLine[]): Promise<void> =>
      fenced(lease, async (tx) => {
        tx.atCommit(moved(lease.workspaceId, lease.jobId));
        await report(tx, lease.workspaceId, lease.jobId, progress, lines);
      }),

    checkpoint: (lease: Lease, state: JsonValue): Promise<void> => fenced(lease, (tx) => keepCheckpoint(tx, lease.workspaceId, lease.jobId, state)),

    finish: (lease: Lease, result: JsonValue) => finishAs(lease, { state: "finished", result }),
    cancelled: (lease: Lease) => finishAs(lease, { state: "cancelled" }),

    fail: (lease: Lease, failure: { code: string | null; error: string }) =>
      ending(lease, async (tx) => {
        const { workspaceId: ws, jobId, token } = lease;
        const tries = await triesOf(tx, ws, jobId);
        if (tries === null) return false;
        const forgive = failure.code === "unavailable" && tries.lost < mostForgiven;
        const again = worthRetrying(failure.code) && (forgive || tries.attempt < tries.attempts);
        if (!again) return await end(tx, ws, jobId, token, { state: "failed", error: failure.error });
        const afterMs = backoffMs(tries.attempt, Math.random());
        const message = `Try ${tries.attempt} failed; the next one starts in ${Math.ceil(afterMs / 1000)} s`;
        return await putBack(tx, ws, jobId, token, { how: forgive ? "forgive" : "charge", error: failure.error, message, afterMs });
      }),

    release: (lease: Lease) =>
      ending(lease, async (tx) => {
        tx.atCommit(waiting(lease.workspaceId, lease.jobId));
        return await putBack(tx, lease.workspaceId, lease.jobId, lease.token, {
          how: "unharmed",
          error: null,
          message: "Its worker was stopped; another one takes over",
          afterMs: 0,
        });
      }),

    anyWorker: (): Promise<boolean> => db.transaction(null, { readOnly: true }, anyWorker),

    farewell: (worker: string): Promise<void> => db.transaction(null, {}, (tx) => farewell(tx, worker)),
  };
}
