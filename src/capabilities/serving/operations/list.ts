import { implement } from "../../../kernel/implement.ts";
import { listDeployments } from "../contract.ts";
import * as store from "../store/deployments.ts";

export default implement(listDeployments, (ctx, input) => store.listDeployments(ctx.tx, ctx.workspaceId, input));
