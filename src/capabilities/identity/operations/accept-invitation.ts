import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { acceptInvitation } from "../contract/invitations.ts";
import { heldInvitation, join } from "../invitations.ts";
import { needScope, person } from "../self.ts";
import { readProfile } from "../store/people.ts";
import { inWorkspace } from "../store/scope.ts";
import { readWorkspace } from "../store/workspaces.ts";

export default implement(acceptInvitation, async (ctx, { token }) => {
  needScope(ctx, "workspace:self");
  const userId = person(ctx);
  const held = await heldInvitation(ctx.tx, token);
  const profile = await readProfile(ctx.tx, userId);
  if (!profile) throw refuse("not_found", "Your profile does not exist any more.", "Sign in again.");
  const workspace = await inWorkspace(ctx.tx, held.workspace_id, ctx.actor.workspaceId, async () => {
    await join(ctx.tx, held, { id: userId, email: profile.email });
    return await readWorkspace(ctx.tx, held.workspace_id, userId);
  });
  if (!workspace) throw refuse("not_found", "The workspace of this invitation is gone.", "Ask whoever invited you.");
  ctx.audit({ after: { workspace: workspace.id, name: workspace.name, role: held.role } });
  ctx.emit("members", userId);
  ctx.emit("workspaces", workspace.id);
  return workspace;
});
