import { implement } from "../../../kernel/implement.ts";
import { searchLatest } from "../contract/search.ts";
import { linksOfRuns } from "../store/inputs.ts";
import { searchLatest as select } from "../store/search.ts";

export default implement(searchLatest, async (ctx, input) => {
  const { items, nextCursor } = await select(ctx.tx, ctx.workspaceId, input);
  const links = await linksOfRuns(
    ctx.tx,
    ctx.workspaceId,
    items.map((run) => run.id),
  );
  return { items: items.map((run) => ({ ...run, links: links.get(run.id) ?? null })), nextCursor };
});
