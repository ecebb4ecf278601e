import { implement } from "../../../kernel/implement.ts";
import { listWorkspaces } from "../contract/workspaces.ts";
import { needScope, person } from "../self.ts";
import { asPerson, inWorkspace } from "../store/scope.ts";
import { countMembers, listOwnWorkspaces, workspaceOf } from "../store/workspaces.ts";

export default implement(listWorkspaces, async (ctx, input) => {
  needScope(ctx, "workspace:read");
  const userId = person(ctx);
  await asPerson(ctx.tx, userId);
  const { items, nextCursor } = await listOwnWorkspaces(ctx.tx, userId, input);
  const counted = [];
  for (const row of items) {
    const memberCount = await inWorkspace(ctx.tx, row.id, ctx.actor.workspaceId, () => countMembers(ctx.tx, row.id));
    counted.push(workspaceOf({ ...row, member_count: memberCount }));
  }
  return { items: counted, nextCursor };
});
