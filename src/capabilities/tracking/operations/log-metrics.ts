import { implementIngest } from "../../../kernel/implement.ts";
import { logMetrics } from "../contract/metrics.ts";
import { hopedPoints, liveRuns } from "../store/metrics.ts";
import { deletedRun } from "./found.ts";
import { pointRefusals, pointsOf, writePoints } from "./points.ts";

export default implementIngest(logMetrics, {
  hope(ctx, items) {
    const logged = items.map(({ input }) => input);
    if (logged.some(({ metrics }) => metrics.some((m) => m.modelId !== undefined))) return null;
    ctx.tx.atCommit(hopedPoints(ctx.workspaceId, pointsOf(logged, ctx.now())));
    for (const { runId } of logged) ctx.emit("runs", runId);
    return logged.map(({ metrics }) => ({ logged: metrics.length }));
  },
  async write(ctx, items) {
    const live = await liveRuns(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.runId))]);
    const refusals = await pointRefusals(
      ctx,
      items.map((i) => i.input),
    );
    const answers = items.map(({ input }, i) => (live.has(input.runId) ? (refusals[i] ?? { logged: input.metrics.length }) : deletedRun(input.runId)));
    const written = items.flatMap(({ input }, i) => (answers[i] instanceof Error ? [] : [input]));
    await writePoints(ctx, written);
    for (const { runId } of written) ctx.emit("runs", runId);
    return answers;
  },
});
