import { implement } from "../../../kernel/implement.ts";
import { getConfig } from "../contract/config.ts";
import { selectConfig } from "../store/config.ts";

export default implement(getConfig, async (ctx, { runId }) => ({ document: await selectConfig(ctx.tx, ctx.workspaceId, runId) }));
