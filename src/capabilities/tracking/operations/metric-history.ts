import { implement } from "../../../kernel/implement.ts";
import { metricHistory } from "../contract/metrics.ts";
import { countPoints, exactHistory, sampledHistory } from "../store/history.ts";
import { historyPoint } from "./history-point.ts";

export default implement(metricHistory, async (ctx, { runId, key, points, exact, limit, cursor }) => {
  const total = await countPoints(ctx.tx, ctx.workspaceId, runId, key);
  if (!exact && total > points) {
    const rows = await sampledHistory(ctx.tx, ctx.workspaceId, runId, key, points);
    return { key, total, exact: false, points: rows.map(historyPoint), nextCursor: null };
  }
  const page = await exactHistory(ctx.tx, ctx.workspaceId, runId, key, { limit, cursor });
  return { key, total, exact: true, points: page.items.map(historyPoint), nextCursor: page.nextCursor };
});
