import { implement } from "../../../kernel/implement.ts";
import { listWorkspaces } from "../contract/workspaces.ts";
import { needScope, person } from "../self.ts";
import { asPerson, inWorkspace } from "../store/scope.ts";
import { countMembers, listOwnWorkspaces } from "../store/workspaces.ts";

export default implement(listWorkspaces, async (ctx, input) => {
  needScope(ctx, "workspace:read");
  const userId = person(ctx);
  await asPerson(ctx.tx, userId);
  const { items, nextCursor } = await listOwnWorkspaces(ctx.tx, userId, input);
  const counted = [];
  for (const workspace of items) {
    const memberCount = await inWorkspace(ctx.tx, workspace.id, ctx.actor.workspaceId, () => countMembers(ctx.tx, workspace.id));
    counted.push({ ...workspace, memberCount });
  }
  return { items: counted, nextCursor };
});
