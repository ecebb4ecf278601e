import { implement } from "../../../kernel/implement.ts";
import { listGrants } from "../contract.ts";
import { listGrants as readGrants } from "../store.ts";

export default implement(listGrants, (ctx, { projectId, ...list }) => readGrants(ctx.tx, ctx.workspaceId, projectId, list));
