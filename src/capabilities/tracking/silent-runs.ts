import type { Loop } from "../../kernel/ctx.ts";
import { endSilent } from "./store/heartbeat.ts";

/** Ends runs whose client announced signs of life and stopped giving them. */
export const silentRuns: Loop = {
  name: "tracking.silentRuns",
  intervalMs: 15_000,
  async run(tools) {
    for (const ws of await tools.workspaces()) {
      const ended = await tools.transaction(ws, (tx) => endSilent(tx, ws));
      if (ended.length > 0) tools.log.info({ workspaceId: ws, runs: ended.length }, "runs without a sign of life ended");
    }
  },
};
