import { implement } from "../../../kernel/implement.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { createInvitation } from "../contract/invitations.ts";
import { digestOf, newLinkToken } from "../domain/secrets.ts";
import { insertInvitation, readInvitation } from "../store/invitations.ts";
import { emailIsMember } from "../store/members.ts";

const dayMs = 86_400_000;

export default implement(createInvitation, async (ctx, input) => {
  const email = input.email?.toLowerCase() ?? null;
  if (email !== null && (await emailIsMember(ctx.tx, ctx.workspaceId, email)))
    throw refuse("conflict", `${email} is a member already.`, "Change their role with `members set-role`.");
  const id = ctx.newId();
  const token = newLinkToken();
  await insertInvitation(ctx.tx, ctx.workspaceId, {
    id,
    digest: digestOf(token),
    email,
    role: input.role,
    createdBy: ctx.actor.id,
    expiresAt: new Date(ctx.now().getTime() + input.expiresInDays * dayMs),
  });
  const invitation = await readInvitation(ctx.tx, ctx.workspaceId, id);
  if (!invitation) throw new Error("the invitation just made is not there");
  ctx.audit({ after: { id, email, role: input.role, expiresAt: invitation.expiresAt } });
  ctx.emit("invitations", id);
  return { invitation, token, link: `/invite/${token}` };
});
