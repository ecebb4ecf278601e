import { implement } from "../../../kernel/implement.ts";
import { runKeys } from "../contract/search.ts";
import { selectKeys } from "../store/keys.ts";

export default implement(runKeys, (ctx, input) => selectKeys(ctx.tx, ctx.workspaceId, input));
