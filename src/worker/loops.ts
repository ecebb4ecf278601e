import { randomUUIDv7 } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Loop, LoopTools } from "../kernel/ctx.ts";
import { outerCtx } from "../kernel/outer.ts";
import type { Kernel } from "../kernel/pipeline.ts";
import { systemActor, type Log } from "../kernel/ports.ts";
import { withFields } from "./execute.ts";
import { campaign } from "./leader.ts";

/** Periodic work: each loop runs in whichever worker holds its lock, one run at a time. */
export function startLoops(kernel: Kernel, url: string, workspaces: () => Promise<string[]>, log: Log): { close(): Promise<void> } {
  const { loops } = kernel.registry;
  const stop = new AbortController();
  const leader = campaign(
    url,
    loops.map((loop) => loop.name),
    log,
  );
  const all = loops.map((loop) =>
    keepRunning(loop, loopTools(kernel, workspaces, withFields(log, { loop: loop.name })), () => leader.holds(loop.name), stop.signal),
  );
  return {
    async close() {
      stop.abort();
      await Promise.all(all);
      await leader.close();
    },
  };
}

/** A worker without the lock looks again soon: an hourly loop must not wait an hour for its next worker. */
const lookMs = 1_000;

async function keepRunning(loop: Loop, tools: LoopTools, mine: () => boolean, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const held = mine();
    if (held)
      await loop.run(tools).catch((error: unknown) => {
        const stack = error instanceof Error ? error.stack : undefined;
        tools.log.error({ error: String(error), stack }, "A loop failed; it runs again after its interval");
      });
    await sleep(held ? loop.intervalMs : Math.min(loop.intervalMs, lookMs), undefined, { signal: stop }).catch(() => undefined);
  }
}

/** What a loop works with: the product itself as actor, a workspace named at each call. */
export function loopTools(kernel: Kernel, workspaces: () => Promise<string[]>, log: Log): LoopTools {
  const { db, services } = kernel.ports;
  return {
    services,
    log,
    workspaces,
    now: () => kernel.ports.now(),
    newId: () => randomUUIDv7(),
    transaction: (workspaceId, body) => db.transaction(workspaceId, {}, body),
    call: (workspaceId, op, input) => outerCtx(kernel, systemActor(workspaceId), { surface: "system", requestId: randomUUIDv7() }).call(op, input),
  };
}
