import { implement } from "../../../kernel/implement.ts";
import { getDataset } from "../contract.ts";
import { needDataset } from "../store/datasets.ts";

export default implement(getDataset, (ctx, { datasetId }) => needDataset(ctx.tx, ctx.workspaceId, datasetId));
