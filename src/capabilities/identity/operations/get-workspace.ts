import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getWorkspace } from "../contract/workspaces.ts";
import { readWorkspace } from "../store/workspaces.ts";

export default implement(getWorkspace, async (ctx, { workspaceId }) => {
  const workspace = await readWorkspace(ctx.tx, ctx.workspaceId, ctx.actor.id);
  if (!workspace) throw refuse("not_found", `There is no workspace ${workspaceId} here.`, "List yours with `workspaces list`.");
  return { ...workspace, role: ctx.actor.role };
});
