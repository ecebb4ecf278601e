import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createWorkspace } from "../contract/workspaces.ts";
import { needScope, person } from "../self.ts";
import { insertMember } from "../store/members.ts";
import { inWorkspace } from "../store/scope.ts";
import { countCreatedBy, insertWorkspace } from "../store/workspaces.ts";

/** Enough for everybody, and a bound for a stolen session. */
const mostPerPerson = 50;

export default implement(createWorkspace, async (ctx, { name }) => {
  needScope(ctx, "workspace:self");
  const userId = person(ctx);
  if ((await countCreatedBy(ctx.tx, userId)) >= mostPerPerson)
    throw refuse("rate_limited", `You created ${mostPerPerson} workspaces already.`, "Use one of them, or ask another person to create it.");
  const id = ctx.newId();
  await insertWorkspace(ctx.tx, { id, name, createdBy: userId });
  await inWorkspace(ctx.tx, id, ctx.actor.workspaceId, () => insertMember(ctx.tx, id, userId, "admin"));
  ctx.audit({ after: { id, name } });
  ctx.emit("workspaces", id);
  ctx.emit("members", userId);
  return { id, name, role: "admin" as const, memberCount: 1, createdAt: ctx.now().toISOString() };
});
