import { implement } from "../../../kernel/implement.ts";
import { metricHistories } from "../contract/metrics.ts";
import { selectLines } from "../store/history.ts";
import { historyPoint } from "./history-point.ts";

export default implement(metricHistories, async (ctx, input) => {
  const rows = await selectLines(ctx.tx, ctx.workspaceId, input);
  const lines = [...Map.groupBy(rows, (row) => `${row.run_id} ${row.key}`).values()].flatMap((of) => {
    const [first] = of;
    return first ? [{ runId: first.run_id, key: first.key, total: first.total, exact: of.length === first.total, points: of.map(historyPoint) }] : [];
  });
  return { lines };
});
