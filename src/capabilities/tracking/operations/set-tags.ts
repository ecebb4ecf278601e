import { implement } from "../../../kernel/implement.ts";
import { setTags } from "../contract/runs.ts";
import { mergeTags } from "../store/runs.ts";

export default implement(setTags, async (ctx, input) => {
  await mergeTags(ctx.tx, ctx.workspaceId, input.runId, input.tags);
  ctx.emit("runs", input.runId);
  return { set: Object.keys(input.tags).length };
});
