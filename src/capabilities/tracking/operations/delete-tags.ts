import { implement } from "../../../kernel/implement.ts";
import { deleteTags } from "../contract/runs.ts";
import { writeLabels } from "../store/labels.ts";
import { anActiveRun } from "./found.ts";

export default implement(deleteTags, async (ctx, { runId, keys }) => {
  const run = await anActiveRun(ctx, runId);
  const deleted = [...new Set(keys)].filter((key) => Object.hasOwn(run.tags, key));
  if (deleted.length === 0) ctx.unchanged();
  else {
    await writeLabels(
      ctx.tx,
      ctx.workspaceId,
      deleted.map((key) => ({ runId, experimentId: run.experimentId, kind: "t", key, before: run.tags[key], after: undefined })),
    );
    ctx.emit("runs", runId);
    ctx.audit({ before: { tags: Object.fromEntries(deleted.map((key) => [key, run.tags[key] ?? ""])) } });
  }
  return { deleted };
});
