import { implement } from "../../../kernel/implement.ts";
import { getRun } from "../contract/runs.ts";
import { linksOfRuns } from "../store/inputs.ts";
import { aRun } from "./found.ts";

export default implement(getRun, async (ctx, { runId, links }) => {
  const run = await aRun(ctx, runId);
  if (!links) return run;
  const found = (await linksOfRuns(ctx.tx, ctx.workspaceId, [runId])).get(runId);
  return found ? { ...run, links: found } : run;
});
