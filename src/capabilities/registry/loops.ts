import type { Loop } from "../../kernel/ctx.ts";
import { forgetEvents } from "./store/events.ts";

const keptDays = 7;

/** Whoever tells others of events reads them within a week. */
export const forgetting: Loop = {
  name: "registry.forgetEvents",
  intervalMs: 3_600_000,
  async run(tools) {
    for (const workspaceId of await tools.workspaces()) await tools.transaction(workspaceId, async (tx) => await forgetEvents(tx, workspaceId, keptDays));
  },
};
