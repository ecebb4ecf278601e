import { implement } from "../../../kernel/implement.ts";
import { tagRuns } from "../contract/bulk.ts";
import { deleteTags, setTags } from "../contract/runs.ts";

export default implement(tagRuns, async (ctx, { runIds, set, remove }) => {
  for (const runId of runIds) {
    if (Object.keys(set).length > 0) await ctx.call(setTags, { runId, tags: set });
    if (remove.length > 0) await ctx.call(deleteTags, { runId, keys: remove });
  }
  return { tagged: runIds.length };
});
