import { implement } from "../../../kernel/implement.ts";
import { deleteTraceTags } from "../contract/traces.ts";
import { nameKey } from "../domain/trace-facts.ts";
import { removeTraceTags } from "../store/traces.ts";

export default implement(deleteTraceTags, async (ctx, { traceId, keys }) => {
  const removed = await removeTraceTags(ctx.tx, ctx.workspaceId, traceId, keys, keys.includes(nameKey));
  if (removed === 0) ctx.unchanged();
  else ctx.emit("traces", traceId);
  return { removed };
});
