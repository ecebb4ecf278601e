import { implement } from "../../../kernel/implement.ts";
import { setEvaluationTags } from "../contract/evaluation.ts";
import { lockKnownEvaluation } from "../known-evaluation.ts";
import { setEvaluationLabels } from "../store/evaluations.ts";

export default implement(setEvaluationTags, async (ctx, { evaluationId, tags }) => {
  const before = await lockKnownEvaluation(ctx, evaluationId);
  const merged = { ...before.tags, ...tags };
  await setEvaluationLabels(ctx.tx, ctx.workspaceId, evaluationId, merged);
  ctx.emit("evaluations", evaluationId);
  return { ...before, tags: merged };
});
