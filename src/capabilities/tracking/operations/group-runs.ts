import { implement } from "../../../kernel/implement.ts";
import { groupRuns } from "../contract/groups.ts";
import { countRuns, selectGroups } from "../store/groups.ts";

export default implement(groupRuns, async (ctx, input) => {
  if (input.by.length > 0) return await selectGroups(ctx.tx, ctx.workspaceId, input);
  return { total: await countRuns(ctx.tx, ctx.workspaceId, input), groupCount: 0, groups: [] };
});
