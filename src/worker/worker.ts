import { randomUUIDv7 } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Kernel } from "../kernel/pipeline.ts";
import type { Log } from "../kernel/ports.ts";
import type { Durable, Lease } from "./durable.ts";
import { execute, Stop } from "./execute.ts";

export interface WorkerOptions {
  kernel: Kernel;
  durable: Durable;
  log: Log;
  /** Jobs at once. */
  slots: number;
}

export interface Worker {
  readonly id: string;
  /** Jobs at work here. */
  readonly running: number;
  /** Resolves once the worker is known to the database and may claim. */
  readonly ready: Promise<void>;
  /** Something was queued or cancelled: look now. */
  wake(): void;
  /** Stops claiming, tells the running jobs to stop, gives them back, says farewell. */
  stop(): Promise<void>;
}

interface Running {
  lease: Lease;
  controller: AbortController;
  done: Promise<void>;
}

const pollMs = 1_000;
const reapMs = 1_000;
/** Wakes that come together are one look. */
const gatherMs = 10;

/** Claims and runs jobs until stopped. Everything it knows could be rebuilt from the rows. */
export function startWorker({ kernel, durable, log, slots }: WorkerOptions): Worker {
  const id = `${hostname()}/${process.pid}/${randomUUIDv7()}`;
  const names = [...kernel.registry.jobs.keys()];
  const running = new Map<string, Running>();
  const closing = new AbortController();
  const closed = new AbortController();
  const bell = createBell();
  let newest = 0;
  let renewedAt = performance.now();

  function launch(lease: Lease): void {
    const controller = new AbortController();
    const done = execute({ kernel, durable, log }, lease, controller).finally(() => {
      running.delete(lease.jobId);
      bell.ring();
    });
    running.set(lease.jobId, { lease, controller, done });
  }

  /** Holds what runs here (`before` the rows were read) against the leases the rows grant. */
  function judge(leases: readonly Lease[], before: readonly Running[]): void {
    const held = new Map(leases.map((lease) => [lease.token, lease]));
    for (const { lease, controller } of before) {
      const now = held.get(lease.token);
      if (now === undefined) controller.abort(new Stop("lost"));
      else if (now.cancel) controller.abort(new Stop("cancel"));
    }
  }

  async function look(): Promise<void> {
    const before = [...running.values()];
    const leases = await durable.claim(id, names, slots - running.size);
    judge(leases, before);
    for (const lease of leases) {
      // Tokens only grow: an older one is a lease whose job has ended or failed to end here.
      if (lease.token <= newest) continue;
      newest = lease.token;
      launch(lease);
    }
  }

  async function renew(): Promise<void> {
    const before = [...running.values()];
    const asked = performance.now();
    const leases = await durable.renew(
      id,
      names,
      slots,
      before.map((job) => job.lease.token),
    );
    renewedAt = asked;
    judge(leases, before);
  }

  /** Without a renewal for a whole lease somebody else may run these jobs: stop before they are done twice. */
  const guarding = setInterval(() => {
    if (performance.now() - renewedAt < durable.leaseMs) return;
    for (const { controller } of running.values()) controller.abort(new Stop("lost"));
  }, 500);

  const loop = async (until: AbortSignal, what: string, act: () => Promise<unknown>, rest: () => Promise<unknown>): Promise<void> => {
    while (!until.aborted) {
      await act().catch((error: unknown) => log.warn({ error: String(error) }, `${what} failed; it is tried again`));
      if (!until.aborted) await rest().catch(() => undefined);
    }
  };
  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });

  const ready = Promise.withResolvers<void>();
  const renewing = loop(
    closed.signal,
    "Renewing leases",
    () => renew().then(ready.resolve),
    () => pause(durable.leaseMs * 0.3, closed.signal),
  );
  const reaping = loop(
    closing.signal,
    "Taking over lost jobs",
    () => durable.reap(),
    () => pause(reapMs, closing.signal),
  );
  const looking = ready.promise.then(() =>
    loop(closing.signal, "Claiming jobs", look, async () => {
      await bell.wait(pollMs, closing.signal);
      await pause(gatherMs, closing.signal);
    }),
  );

  return {
    id,
    ready: ready.promise,
    get running() {
      return running.size;
    },
    wake: () => bell.ring(),
    async stop() {
      closing.abort();
      ready.resolve();
      await Promise.all([looking, reaping]);
      const jobs = [...running.values()];
      for (const { controller } of jobs) controller.abort(new Stop("shutdown"));
      await Promise.all(jobs.map((job) => job.done));
      closed.abort();
      clearInterval(guarding);
      await renewing;
      await durable.farewell(id).catch((error: unknown) => log.warn({ error: String(error) }, "The worker could not say farewell"));
    },
  };
}

/** A ring is kept until the next wait, so that none is missed. */
function createBell(): { ring(): void; wait(ms: number, signal: AbortSignal): Promise<void> } {
  let rung = false;
  let answer: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      answer?.();
    },
    async wait(ms, signal) {
      if (!rung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        answer = resolve;
        const enough = (): void => resolve();
        const timer = setTimeout(enough, ms);
        signal.addEventListener("abort", enough, { once: true });
        await promise;
        signal.removeEventListener("abort", enough);
        clearTimeout(timer);
        answer = null;
      }
      rung = false;
    },
  };
}
