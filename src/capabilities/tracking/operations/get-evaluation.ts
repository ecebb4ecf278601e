import { implement } from "../../../kernel/implement.ts";
import { getEvaluation } from "../contract/evaluation.ts";
import { needEvaluation } from "../known-evaluation.ts";

export default implement(getEvaluation, (ctx, { evaluationId }) => needEvaluation(ctx, evaluationId));
