import { implement } from "../../../kernel/implement.ts";
import { getLinked } from "../contract/search.ts";
import { linksOfRuns } from "../store/inputs.ts";
import { aRun } from "./found.ts";

export default implement(getLinked, async (ctx, { runId }) => {
  const [run, links] = await Promise.all([aRun(ctx, runId), linksOfRuns(ctx.tx, ctx.workspaceId, [runId])]);
  return { ...run, links: links.get(runId) ?? null };
});
