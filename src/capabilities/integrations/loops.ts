import type { Loop, LoopTools } from "../../kernel/ctx.ts";
import { serveMirror } from "./mirrors.ts";
import { claimDue, type Due } from "./store/due.ts";
import { forgetDeliveries } from "./store/deliveries.ts";
import { deliver } from "./webhooks.ts";

/** Sends what is due without waiting for it: a slow receiver holds up its own lane and nobody else's. */
function sender(kind: "delivery" | "mirror", limits: { all: number; perLane: number; leaseS: number }, act: (tools: LoopTools, due: Due) => Promise<void>) {
  const flying = new Map<string, number>();
  return async (tools: LoopTools): Promise<void> => {
    const used = [...flying.values()].reduce((sum, n) => sum + n, 0);
    if (used >= limits.all) return;
    const busyLanes = [...flying].filter(([, n]) => n >= limits.perLane).map(([lane]) => lane);
    const due = await tools.transaction(null, (tx) => claimDue(tx, kind, limits.leaseS, { all: limits.all - used, perLane: limits.perLane, busyLanes }));
    for (const one of due) {
      flying.set(one.lane, (flying.get(one.lane) ?? 0) + 1);
      void act(tools, one)
        .catch((error: unknown) => tools.log.error({ kind, id: one.id, workspaceId: one.workspaceId, error: String(error) }, "Something due was not sent"))
        .finally(() => {
          const left = (flying.get(one.lane) ?? 1) - 1;
          if (left > 0) flying.set(one.lane, left);
          else flying.delete(one.lane);
        });
    }
  };
}

/** Webhook deliveries; a process that ends leaves them to the lease. */
export const deliverWebhooks: Loop = {
  name: "integrations.deliver",
  intervalMs: 500,
  run: sender("delivery", { all: 64, perLane: 8, leaseS: 30 }, (tools, due) => deliver(tools, due.workspaceId, due.id)),
};

const keptMs = 30 * 24 * 3_600_000;

/** Forgets deliveries that ended thirty days ago. */
export const tidyDeliveries: Loop = {
  name: "integrations.tidy",
  intervalMs: 3_600_000,
  async run(tools) {
    const before = new Date(tools.now().getTime() - keptMs);
    for (const ws of await tools.workspaces()) await tools.transaction(ws, (tx) => forgetDeliveries(tx, ws, before));
  },
};

/** Mirrors with something to send, each served alone. */
export const serveMirrors: Loop = {
  name: "integrations.mirror",
  intervalMs: 500,
  run: sender("mirror", { all: 16, perLane: 1, leaseS: 30 }, (tools, due) => serveMirror(tools, due.workspaceId, due.id)),
};
