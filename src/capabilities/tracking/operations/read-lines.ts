import { implement } from "../../../kernel/implement.ts";
import { readLines } from "../contract/streams.ts";
import { selectLines } from "../store/streams.ts";

export default implement(readLines, (ctx, input) => selectLines(ctx.tx, ctx.workspaceId, input));
