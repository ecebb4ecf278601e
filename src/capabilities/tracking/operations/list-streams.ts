import { implement } from "../../../kernel/implement.ts";
import { listStreams } from "../contract/streams.ts";
import { selectStreams } from "../store/streams.ts";

export default implement(listStreams, async (ctx, { runId }) => ({ streams: await selectStreams(ctx.tx, ctx.workspaceId, runId) }));
