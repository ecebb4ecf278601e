import { implement } from "../../../kernel/implement.ts";
import { childCounts } from "../contract/groups.ts";
import { countChildren } from "../store/groups.ts";

export default implement(childCounts, async (ctx, { runIds, view }) => ({ counts: await countChildren(ctx.tx, ctx.workspaceId, runIds, view) }));
