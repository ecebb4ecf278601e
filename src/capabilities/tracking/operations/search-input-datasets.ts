import { implement } from "../../../kernel/implement.ts";
import { searchInputDatasets } from "../contract/inputs.ts";
import { datasetSummaries } from "../store/inputs.ts";

export default implement(searchInputDatasets, async (ctx, { experimentIds }) => ({
  datasets: await datasetSummaries(ctx.tx, ctx.workspaceId, experimentIds),
}));
