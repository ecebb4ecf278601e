import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteModelArtifacts } from "../contract/model-artifacts.ts";
import { removeArtifacts } from "../store/artifact-removal.ts";

export default implement(deleteModelArtifacts, async (ctx, { loggedModelId, path }) => {
  const deleted = await removeArtifacts(ctx.tx, ctx.workspaceId, loggedModelId, path);
  if (deleted === 0) throw refuse("not_found", `Logged model ${loggedModelId} has no file or folder ${path}.`, "List them with `logged-models artifacts`.");
  ctx.emit("loggedModels", loggedModelId);
  ctx.audit({ before: { path }, after: { deleted } });
  return { deleted };
});
