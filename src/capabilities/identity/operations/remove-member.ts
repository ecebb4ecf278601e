import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { removeAllGrants } from "../../projects/contract.ts";
import { removeMember } from "../contract/members.ts";
import { refuseLastAdmin, refuseSelf } from "../members.ts";
import { revokeKeysOf } from "../store/keys.ts";
import { deleteMember, readMember } from "../store/members.ts";
import { handOverServiceAccounts } from "../store/service-accounts.ts";
import { lockWorkspace } from "../store/workspaces.ts";

export default implement(removeMember, async (ctx, { memberId }) => {
  refuseSelf(ctx.actor, memberId, "remove yourself");
  await lockWorkspace(ctx.tx, ctx.workspaceId);
  const member = await readMember(ctx.tx, ctx.workspaceId, memberId);
  if (!member) throw refuse("not_found", `There is no member ${memberId} here.`, "List them with `members list`.");
  if (member.role === "admin") await refuseLastAdmin(ctx, member);
  await ctx.call(removeAllGrants, { memberId });
  const keys = await revokeKeysOf(ctx.tx, ctx.workspaceId, memberId);
  const handedOver = await handOverServiceAccounts(ctx.tx, ctx.workspaceId, memberId, ctx.actor.ownerId ?? ctx.actor.id);
  await deleteMember(ctx.tx, ctx.workspaceId, memberId);
  ctx.audit({
    before: { name: member.name, email: member.email, role: member.role },
    after: { keysRevoked: keys.length, serviceAccountsHandedOver: handedOver },
  });
  for (const id of keys) ctx.emit("keys", id);
  ctx.emit("members", memberId);
  return { id: memberId, keysRevoked: keys.length };
});
