import { implement } from "../../../kernel/implement.ts";
import { linkTraces } from "../contract/traces.ts";
import { insertRunLinks } from "../store/trace-links.ts";

export default implement(linkTraces, async (ctx, { runId, traceIds }) => {
  const ids = [...new Set(traceIds)];
  const linked = await insertRunLinks(
    ctx.tx,
    ctx.workspaceId,
    ids.map((traceId) => ({ runId, traceId })),
  );
  if (linked === 0) ctx.unchanged();
  for (const id of ids) ctx.emit("traces", id);
  return { linked };
});
