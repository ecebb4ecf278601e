import { implement } from "../../../kernel/implement.ts";
import { listBatches } from "../contract.ts";
import * as store from "../store/batches.ts";

export default implement(listBatches, (ctx, input) => store.listBatches(ctx.tx, ctx.workspaceId, input.deploymentId, input));
