import { implement } from "../../../kernel/implement.ts";
import { addEvaluationExperiments } from "../contract/evaluation.ts";
import { needEvaluation, needExperiments } from "../known-evaluation.ts";
import { putIntoExperiments } from "../store/evaluations.ts";

export default implement(addEvaluationExperiments, async (ctx, { evaluationId, experimentIds }) => {
  await needExperiments(ctx, experimentIds);
  const added = await putIntoExperiments(ctx.tx, ctx.workspaceId, evaluationId, experimentIds);
  if (added === 0) ctx.unchanged();
  else ctx.emit("evaluations", evaluationId);
  return await needEvaluation(ctx, evaluationId);
});
