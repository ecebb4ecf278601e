import { implement } from "../../../kernel/implement.ts";
import { linksOfMany } from "../contract/inputs.ts";
import { linksOfRuns } from "../store/inputs.ts";

export default implement(linksOfMany, async (ctx, { runIds }) => {
  const links = await linksOfRuns(ctx.tx, ctx.workspaceId, runIds);
  return { links: [...links].map(([runId, of]) => ({ runId, ...of })) };
});
