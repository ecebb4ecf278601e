import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { setMemberRole, type Member } from "../contract/members.ts";
import { Role } from "../contract/shared.ts";
import { refuseLastAdmin, refuseSelf } from "../members.ts";
import { readMember, updateRole } from "../store/members.ts";
import { lockWorkspace } from "../store/workspaces.ts";

async function change(ctx: Ctx, memberId: string, role: Role): Promise<{ member: Member; before: Role }> {
  refuseSelf(ctx.actor, memberId, "change your own role");
  await lockWorkspace(ctx.tx, ctx.workspaceId);
  const member = await readMember(ctx.tx, ctx.workspaceId, memberId);
  if (!member) throw refuse("not_found", `There is no member ${memberId} here.`, "List them with `members list`.");
  if (member.role === role) {
    ctx.unchanged();
    return { member, before: role };
  }
  if (member.role === "admin") await refuseLastAdmin(ctx, member);
  await updateRole(ctx.tx, ctx.workspaceId, memberId, role);
  ctx.audit({ before: { role: member.role }, after: { role } });
  ctx.emit("members", memberId);
  return { member: { ...member, role }, before: member.role };
}

export default implement(
  setMemberRole,
  async (ctx, { memberId, role }) => {
    const { member, before } = await change(ctx, memberId, role);
    ctx.recordUndo(before);
    return member;
  },
  { undo: async (ctx, before, { memberId }) => void (await change(ctx, memberId, Role.parse(before))) },
);
