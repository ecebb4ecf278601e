import { implement } from "../../../kernel/implement.ts";
import { runInputs } from "../contract/inputs.ts";
import { linksOfRuns } from "../store/inputs.ts";

export default implement(runInputs, async (ctx, { runId }) => {
  const links = await linksOfRuns(ctx.tx, ctx.workspaceId, [runId]);
  return links.get(runId) ?? { inputs: { datasets: [], models: [] }, outputs: { models: [] } };
});
