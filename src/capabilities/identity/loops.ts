import type { Loop } from "../../kernel/ctx.ts";
import { clearAttempts } from "./store/attempts.ts";
import { clearExpired } from "./store/people.ts";

const hourMs = 3_600_000;

/** Forgets old attempts and ended sessions. */
export const tidyAttempts: Loop = {
  name: "identity.tidy",
  intervalMs: hourMs,
  run: (tools) =>
    tools.transaction(null, async (tx) => {
      await clearAttempts(tx, new Date(tools.now().getTime() - 24 * hourMs));
      await clearExpired(tx);
    }),
};

/** After the master key was changed: wraps what the previous one wrapped, so that it is needed no more. */
export const rewrapDataKeys: Loop = {
  name: "identity.rewrap",
  intervalMs: 10 * 60_000,
  async run(tools) {
    if (!tools.services.secrets.holdsPrevious) return;
    for (const ws of await tools.workspaces()) {
      const done = await tools.transaction(ws, (tx) => tools.services.secrets.rewrap(tx, ws));
      if (done > 0) tools.log.info({ workspaceId: ws, keys: done }, "Data keys are wrapped by the present master key");
    }
  },
};
