import { implement } from "../../../kernel/implement.ts";
import { setTags } from "../contract/runs.ts";
import { changes } from "../domain/labels.ts";
import { writeLabels } from "../store/labels.ts";
import { anActiveRun } from "./found.ts";

export default implement(setTags, async (ctx, { runId, tags }) => {
  const run = await anActiveRun(ctx, runId);
  const changed = changes(run, "t", run.tags, tags);
  if (changed.length === 0) ctx.unchanged();
  else {
    await writeLabels(ctx.tx, ctx.workspaceId, changed);
    ctx.emit("runs", runId);
  }
  return { set: Object.keys(tags).length };
});
