import { implement } from "../../../kernel/implement.ts";
import { searchRuns } from "../contract/search.ts";
import { searchRuns as select } from "../store/search.ts";

export default implement(searchRuns, (ctx, input) => select(ctx.tx, ctx.workspaceId, input));
