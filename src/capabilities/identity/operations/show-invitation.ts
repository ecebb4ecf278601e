import { implement } from "../../../kernel/implement.ts";
import { showInvitation } from "../contract/invitations.ts";
import { heldInvitation } from "../invitations.ts";
import { inWorkspace } from "../store/scope.ts";
import { readWorkspace } from "../store/workspaces.ts";

export default implement(showInvitation, async (ctx, { token }) => {
  const held = await heldInvitation(ctx.tx, token);
  const workspace = await inWorkspace(ctx.tx, held.workspace_id, ctx.actor.workspaceId, () => readWorkspace(ctx.tx, held.workspace_id, held.id));
  return { workspaceName: workspace?.name ?? "", role: held.role, email: held.email, expiresAt: held.expires_at.toISOString() };
});
