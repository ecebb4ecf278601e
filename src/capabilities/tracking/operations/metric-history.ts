import { implement } from "../../../kernel/implement.ts";
import { metricHistory } from "../contract/metrics.ts";
import { countPoints, exactHistory, sampledHistory } from "../store/metrics.ts";

export default implement(metricHistory, async (ctx, { runId, key, points }) => {
  const total = await countPoints(ctx.tx, ctx.workspaceId, runId, key);
  const exact = total <= points;
  const rows = exact ? await exactHistory(ctx.tx, ctx.workspaceId, runId, key) : await sampledHistory(ctx.tx, ctx.workspaceId, runId, key, points);
  return {
    key,
    total,
    exact,
    nextCursor: null,
    points: rows.map((r) => ({ step: r.step, value: Number.isFinite(r.value) ? r.value : null, timestamp: r.at.toISOString() })),
  };
});
