import { implement } from "../../../kernel/implement.ts";
import { deleteRuns } from "../contract/bulk.ts";
import { deleteRun } from "../contract/runs.ts";

export default implement(deleteRuns, async (ctx, { runIds }) => {
  for (const runId of runIds) await ctx.call(deleteRun, { runId });
  return { deleted: runIds.length };
});
