import { implement } from "../../../kernel/implement.ts";
import { restoreRun } from "../contract/runs.ts";
import { markRestored } from "../store/runs.ts";
import { anActiveExperiment, aRun } from "./found.ts";

export default implement(restoreRun, async (ctx, { runId }) => {
  const run = await aRun(ctx, runId);
  await anActiveExperiment(ctx, run.experimentId);
  if (!(await markRestored(ctx.tx, ctx.workspaceId, runId))) ctx.unchanged();
  else ctx.emit("runs", runId);
  return await aRun(ctx, runId);
});
