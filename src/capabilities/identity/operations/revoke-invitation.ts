import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { revokeInvitation } from "../contract/invitations.ts";
import { markInvitationRevoked, readInvitation } from "../store/invitations.ts";

export default implement(revokeInvitation, async (ctx, { invitationId }) => {
  const revoked = await markInvitationRevoked(ctx.tx, ctx.workspaceId, invitationId);
  const invitation = await readInvitation(ctx.tx, ctx.workspaceId, invitationId);
  if (!invitation) throw refuse("not_found", `There is no invitation ${invitationId} here.`, "List them with `invitations list`.");
  if (!revoked)
    throw refuse("conflict", `Invitation ${invitationId} is ${invitation.state} already.`, "List the open ones with `invitations list --state open`.");
  ctx.audit({ before: { state: "open" }, after: { state: "revoked" } });
  ctx.emit("invitations", invitationId);
  return invitation;
});
