import { randomUUIDv7 } from "node:crypto";
import type { Kernel } from "../kernel/pipeline.ts";
import type { Log } from "../kernel/ports.ts";
import type { Durable } from "./durable.ts";
import { execute, Stop } from "./execute.ts";

/** Renews the lease and reads the wish to cancel; often, because tests wait for it. */
const lookMs = 200;

/** Runs a workspace's queued jobs here, one after another, until none can start; for tests and one-off tools. */
export async function drainJobs(options: { kernel: Kernel; durable: Durable; workspaceId: string; log: Log }): Promise<void> {
  const { kernel, durable, workspaceId, log } = options;
  const worker = `drain/${randomUUIDv7()}`;
  const names = [...kernel.registry.jobs.keys()];
  for (;;) {
    const [lease] = await durable.claim(worker, names, 1, workspaceId);
    if (lease === undefined) return;
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      const held = (await durable.renew(worker, names, 1, [lease.token])).find(({ token }) => token === lease.token);
      if (held === undefined) controller.abort(new Stop("lost"));
      else if (held.cancel) controller.abort(new Stop("cancel"));
    };
    const looking = setInterval(() => void look().catch(() => undefined), lookMs);
    await execute({ kernel, durable, log }, lease, controller).finally(() => clearInterval(looking));
    await durable.farewell(worker);
  }
}
