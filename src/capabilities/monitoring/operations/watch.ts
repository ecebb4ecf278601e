import { implementWatch } from "../../../kernel/implement.ts";
import { watchMonitoring } from "../contract.ts";
import { readCurrent, watched } from "./reading.ts";

// Traffic wakes a watch about once a second; figures of a window do not need to be read more often than this.
const leastMs = 3000;

export default implementWatch(watchMonitoring, {
  topics: () => ["predictions", "deployments"],
  async fetch(ctx, input, cursor) {
    const row = await watched(ctx, input.deploymentId);
    const now = ctx.now().getTime();
    const [at, revision] = (cursor ?? "0 0").split(" ").map(Number);
    if (now - (at ?? 0) < leastMs && revision === row.revision) return { events: [], cursor };
    const current = await readCurrent(ctx, row, input.hours, input.source);
    return { events: [{ current }], cursor: `${now} ${row.revision}`, done: row.removed_at !== null };
  },
});
