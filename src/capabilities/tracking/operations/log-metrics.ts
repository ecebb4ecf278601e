import { implementIngest } from "../../../kernel/implement.ts";
import { logMetrics } from "../contract/metrics.ts";
import { liveRuns } from "../store/metrics.ts";
import { deletedRun } from "./found.ts";
import { pointRefusals, writePoints } from "./points.ts";

export default implementIngest(logMetrics, {
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
