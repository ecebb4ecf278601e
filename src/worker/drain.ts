import { randomUUIDv7 } from "node:crypto";
import type { Kernel } from "../kernel/pipeline.ts";
import type { Log } from "../kernel/ports.ts";
import type { Durable } from "./durable.ts";
import { execute, Stop } from "./execute.ts";

/** Renews the lease and reads the wish to cancel; often, because tests wait for it. */
const lookMs = 200;

/** How soon a job that another running one enqueued is seen. */
const againMs = 25;

export interface DrainOptions {
  kernel: Kernel;
  durable: Durable;
  workspaceId: string;
  log: Log;
}

/** Runs a workspace's queued jobs here, side by side as a worker does, until none is left; for tests and one-off tools. */
export async function drainJobs(options: DrainOptions): Promise<void> {
  const running = new Set<Promise<void>>();
  for (;;) {
    const one = await claimOne(options);
    if (one !== null) {
      const done = one.done.finally(() => running.delete(done));
      running.add(done);
    } else if (running.size === 0) return;
    else await Promise.race([...running, new Promise((resolve) => setTimeout(resolve, againMs))]);
  }
}

/** Claims and starts one job as a worker of its own; null when none can start now. */
async function claimOne({ kernel, durable, workspaceId, log }: DrainOptions): Promise<{ done: Promise<void> } | null> {
  const worker = `drain/${randomUUIDv7()}`;
  const names = [...kernel.registry.jobs.keys()];
  const [lease] = await durable.claim(worker, names, 1, workspaceId);
  if (lease === undefined) return null;
  const controller = new AbortController();
  const look = async (): Promise<void> => {
    const held = (await durable.renew(worker, names, 1, [lease.token])).find(({ token }) => token === lease.token);
    if (held === undefined) controller.abort(new Stop("lost"));
    else if (held.cancel) controller.abort(new Stop("cancel"));
  };
  const looking = setInterval(() => void look().catch(() => undefined), lookMs);
  const done = execute({ kernel, durable, log }, lease, controller)
    .finally(() => clearInterval(looking))
    .then(() => durable.farewell(worker));
  return { done };
}
