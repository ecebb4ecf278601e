import { implement } from "../../../kernel/implement.ts";
import { restoreRuns } from "../contract/bulk.ts";
import { restoreRun } from "../contract/runs.ts";

export default implement(restoreRuns, async (ctx, { runIds }) => {
  for (const runId of runIds) await ctx.call(restoreRun, { runId });
  return { restored: runIds.length };
});
