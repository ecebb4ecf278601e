import { refuse } from "../../../kernel/contract/errors.ts";
import { implementWatch } from "../../../kernel/implement.ts";
import { watchRun } from "../contract/metrics.ts";
import { findRun } from "../store/runs.ts";

const ended = new Set(["finished", "failed", "cancelled"]);

export default implementWatch(watchRun, {
  topics: () => ["runs"],
  async fetch(ctx, input, cursor) {
    const run = await findRun(ctx.tx, ctx.workspaceId, input.runId);
    if (!run) throw refuse("not_found", `There is no run ${input.runId} here.`, "List them with `runs list`.");
    const state = JSON.stringify([run.status, run.metrics, run.tags, run.params]);
    return { events: state === cursor ? [] : [{ run }], cursor: state, done: ended.has(run.status) };
  },
});
