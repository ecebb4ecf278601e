import { implement } from "../../../kernel/implement.ts";
import { listDatasets as spec } from "../contract.ts";
import { listDatasets } from "../store/datasets.ts";

export default implement(spec, (ctx, input) => listDatasets(ctx.tx, ctx.workspaceId, input));
