import { implement } from "../../../kernel/implement.ts";
import { searchRuns } from "../contract/search.ts";
import { linksOfRuns } from "../store/inputs.ts";
import { searchRuns as select } from "../store/search.ts";

export default implement(searchRuns, async (ctx, { links, ...search }) => {
  const page = await select(ctx.tx, ctx.workspaceId, search);
  if (!links) return page;
  const found = await linksOfRuns(
    ctx.tx,
    ctx.workspaceId,
    page.items.map((run) => run.id),
  );
  return {
    ...page,
    items: page.items.map((run) => {
      const of = found.get(run.id);
      return of ? { ...run, links: of } : run;
    }),
  };
});
