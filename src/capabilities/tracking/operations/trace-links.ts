import { implement } from "../../../kernel/implement.ts";
import { traceLinks } from "../contract/traces.ts";
import { selectPromptLinks, selectRunLinks } from "../store/trace-links.ts";

export default implement(traceLinks, async (ctx, { traceId }) => ({
  runs: await selectRunLinks(ctx.tx, ctx.workspaceId, traceId),
  prompts: await selectPromptLinks(ctx.tx, ctx.workspaceId, traceId),
}));
