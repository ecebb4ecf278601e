import { implement } from "../../../kernel/implement.ts";
import { searchLatest } from "../contract/search.ts";
import { searchLatest as select } from "../store/search.ts";

export default implement(searchLatest, (ctx, input) => select(ctx.tx, ctx.workspaceId, input));
