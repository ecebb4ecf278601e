import { implement } from "../../../kernel/implement.ts";
import { setTraceTags } from "../contract/traces.ts";
import { nameKey } from "../domain/trace-facts.ts";
import { mergeTraceTags } from "../store/traces.ts";

export default implement(setTraceTags, async (ctx, { traceId, tags }) => {
  const { [nameKey]: name, ...others } = tags;
  await mergeTraceTags(ctx.tx, ctx.workspaceId, traceId, others, name ?? null);
  ctx.emit("traces", traceId);
  return { set: Object.keys(tags).length };
});
