import { implement } from "../../../kernel/implement.ts";
import { listRevisions } from "../contract.ts";
import * as store from "../store/revisions.ts";

export default implement(listRevisions, (ctx, input) => store.listRevisions(ctx.tx, ctx.workspaceId, input.deploymentId, input));
