import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getMember } from "../contract/members.ts";
import { readMember } from "../store/members.ts";

export default implement(getMember, async (ctx, { memberId }) => {
  const member = await readMember(ctx.tx, ctx.workspaceId, memberId);
  if (!member) throw refuse("not_found", `There is no member ${memberId} here.`, "List them with `members list`.");
  return member;
});
