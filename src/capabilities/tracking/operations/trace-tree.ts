import { implement } from "../../../kernel/implement.ts";
import { traceTree } from "../contract/spans.ts";
import { selectTree } from "../store/spans.ts";

export default implement(traceTree, (ctx, { traceId, ...paged }) => selectTree(ctx.tx, ctx.workspaceId, traceId, paged));
