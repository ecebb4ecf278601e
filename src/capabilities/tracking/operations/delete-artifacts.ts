import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteArtifacts } from "../contract/artifacts.ts";
import { removeArtifacts } from "../store/artifact-removal.ts";
import { anActiveRun } from "./found.ts";

export default implement(deleteArtifacts, async (ctx, { runId, path }) => {
  await anActiveRun(ctx, runId);
  const deleted = await removeArtifacts(ctx.tx, ctx.workspaceId, runId, path);
  if (deleted === 0) throw refuse("not_found", `Run ${runId} has no file or folder ${path}.`, "List them with `runs artifacts`.");
  ctx.emit("runs", runId);
  ctx.audit({ before: { path }, after: { deleted } });
  return { deleted };
});
