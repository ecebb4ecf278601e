import { refuse } from "../../../kernel/contract/errors.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { logMetrics } from "../contract/metrics.ts";
import { aggregate, metricNumber, type Point } from "../domain/aggregate.ts";
import { insertPoints, liveRuns } from "../store/metrics.ts";

export default implementIngest(logMetrics, {
  async write(ctx, items) {
    const live = await liveRuns(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.runId))]);
    const nowS = ctx.now().getTime() / 1000;
    const points: Point[] = [];
    for (const { input } of items) {
      if (!live.has(input.runId)) continue;
      for (const m of input.metrics)
        points.push({
          runId: input.runId,
          key: m.key,
          step: m.step,
          atS: m.timestamp === undefined ? nowS : Date.parse(m.timestamp) / 1000,
          value: metricNumber(m.value),
        });
    }
    if (points.length > 0) await insertPoints(ctx.tx, ctx.workspaceId, points, aggregate(points));
    for (const id of live) ctx.emit("runs", id);
    return items.map(({ input }) =>
      live.has(input.runId)
        ? { logged: input.metrics.length }
        : refuse("conflict", `Run ${input.runId} has ended; it takes no more points.`, "Log to a run that is running."),
    );
  },
});
