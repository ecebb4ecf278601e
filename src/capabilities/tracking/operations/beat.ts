import { refuse } from "../../../kernel/contract/errors.ts";
import { implementIngest } from "../../../kernel/implement.ts";
import { beat } from "../contract/heartbeat.ts";
import { reviveRuns, upsertBeats } from "../store/heartbeat.ts";
import { presentRuns } from "../store/streams.ts";

export default implementIngest(beat, {
  async write(ctx, items) {
    const present = await presentRuns(ctx.tx, ctx.workspaceId, [...new Set(items.map((i) => i.input.runId))]);
    const at = ctx.now();
    const beats = items.filter((i) => present.has(i.input.runId)).map(({ input }) => ({ ...input, at, dueAt: new Date(at.getTime() + input.withinS * 1000) }));
    if (beats.length > 0) {
      await upsertBeats(ctx.tx, ctx.workspaceId, beats);
      await reviveRuns(ctx.tx, ctx.workspaceId, [...present]);
    }
    return items.map(({ input }) =>
      present.has(input.runId)
        ? { dueAt: new Date(at.getTime() + input.withinS * 1000).toISOString() }
        : refuse("not_found", `Run ${input.runId} is deleted.`, "Restore it first."),
    );
  },
});
