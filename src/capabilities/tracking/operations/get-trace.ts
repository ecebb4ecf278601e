import { implement } from "../../../kernel/implement.ts";
import { getTrace } from "../contract/traces.ts";
import { findTraces } from "../store/trace-search.ts";
import { noTrace } from "./trace-refusals.ts";

export default implement(getTrace, async (ctx, { traceId }) => {
  const [trace] = await findTraces(ctx.tx, ctx.workspaceId, [traceId]);
  if (!trace) throw noTrace(traceId);
  return trace;
});
