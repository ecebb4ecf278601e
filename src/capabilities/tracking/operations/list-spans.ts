import { implement } from "../../../kernel/implement.ts";
import { listSpans } from "../contract/spans.ts";
import { selectSpans } from "../store/spans.ts";

const pageBytes = 4 * 1024 * 1024;

export default implement(listSpans, (ctx, { traceId, ...paged }) => selectSpans(ctx.tx, ctx.workspaceId, traceId, paged, pageBytes));
