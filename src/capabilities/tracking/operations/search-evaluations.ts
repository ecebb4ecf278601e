import { implement } from "../../../kernel/implement.ts";
import { searchEvaluations } from "../contract/evaluation.ts";
import { selectEvaluations } from "../store/evaluation-search.ts";

export default implement(searchEvaluations, (ctx, input) => selectEvaluations(ctx.tx, ctx.workspaceId, input));
