import { implement } from "../../../kernel/implement.ts";
import { listTraceFiles } from "../contract/trace-files.ts";
import { selectArtifacts } from "../store/artifacts.ts";
import { locateTrace } from "../store/traces.ts";
import { noTrace } from "./trace-refusals.ts";

export default implement(listTraceFiles, async (ctx, input) => {
  const trace = await locateTrace(ctx.tx, ctx.workspaceId, input.traceId);
  if (!trace) throw noTrace(input.traceId);
  return await selectArtifacts(ctx.tx, ctx.workspaceId, trace.ownerId, input);
});
