import { implement } from "../../../kernel/implement.ts";
import { listProjects } from "../contract.ts";
import { listProjects as readProjects } from "../store.ts";

export default implement(listProjects, (ctx, input) => readProjects(ctx.tx, ctx.workspaceId, input));
