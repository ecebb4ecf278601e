import { implement } from "../../../kernel/implement.ts";
import { evaluationExperiments } from "../contract/evaluation.ts";
import { experimentsOfEvaluation } from "../store/evaluations.ts";

export default implement(evaluationExperiments, async (ctx, { evaluationId }) => ({
  experiments: await experimentsOfEvaluation(ctx.tx, ctx.workspaceId, evaluationId),
}));
