import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getSpan } from "../contract/spans.ts";
import { findSpan } from "../store/spans.ts";

export default implement(getSpan, async (ctx, { traceId, spanId }) => {
  const span = await findSpan(ctx.tx, ctx.workspaceId, traceId, spanId);
  if (!span) throw refuse("not_found", `Trace ${traceId} has no span ${spanId}.`, "List them with `traces tree`.");
  return span;
});
