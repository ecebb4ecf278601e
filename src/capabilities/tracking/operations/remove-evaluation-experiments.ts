import { implement } from "../../../kernel/implement.ts";
import { removeEvaluationExperiments } from "../contract/evaluation.ts";
import { needEvaluation } from "../known-evaluation.ts";
import { takeOutOfExperiments } from "../store/evaluations.ts";

export default implement(removeEvaluationExperiments, async (ctx, { evaluationId, experimentIds }) => {
  const gone = await takeOutOfExperiments(ctx.tx, ctx.workspaceId, evaluationId, experimentIds);
  if (gone === 0) ctx.unchanged();
  else ctx.emit("evaluations", evaluationId);
  return await needEvaluation(ctx, evaluationId);
});
