import { implement } from "../../../kernel/implement.ts";
import { searchLoggedModels } from "../contract/models.ts";
import { selectModels } from "../store/model-search.ts";

export default implement(searchLoggedModels, (ctx, input) => selectModels(ctx.tx, ctx.workspaceId, input));
