import { implement } from "../../../kernel/implement.ts";
import { linkTracePrompts } from "../contract/traces.ts";
import { insertPromptLinks } from "../store/trace-links.ts";

export default implement(linkTracePrompts, async (ctx, { traceId, prompts }) => {
  const distinct = [...new Map(prompts.map((p) => [`${p.name}/${p.version}`, p])).values()];
  const linked = await insertPromptLinks(ctx.tx, ctx.workspaceId, traceId, distinct);
  if (linked === 0) ctx.unchanged();
  else ctx.emit("traces", traceId);
  return { linked };
});
