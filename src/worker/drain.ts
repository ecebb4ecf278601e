import { randomUUIDv7 } from "node:crypto";
import type { Kernel } from "../kernel/pipeline.ts";
import type { Log } from "../kernel/ports.ts";
import type { Durable } from "./durable.ts";
import { execute } from "./execute.ts";

/** Runs a workspace's queued jobs here, one after another, until none can start; for tests and one-off tools. */
export async function drainJobs(options: { kernel: Kernel; durable: Durable; workspaceId: string; log: Log }): Promise<void> {
  const { kernel, durable, workspaceId, log } = options;
  const worker = `drain/${randomUUIDv7()}`;
  const names = [...kernel.registry.jobs.keys()];
  for (;;) {
    const [lease] = await durable.claim(worker, names, 1, workspaceId);
    if (lease === undefined) return;
    const renewing = setInterval(() => void durable.renew(worker, names, 1, [lease.token]).catch(() => undefined), durable.leaseMs * 0.3);
    await execute({ kernel, durable, log }, lease, new AbortController()).finally(() => clearInterval(renewing));
    await durable.farewell(worker);
  }
}
