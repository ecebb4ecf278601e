import { implement } from "../../../kernel/implement.ts";
import { deleteEvaluationTags } from "../contract/evaluation.ts";
import { lockKnownEvaluation } from "../known-evaluation.ts";
import { setEvaluationLabels } from "../store/evaluations.ts";

export default implement(deleteEvaluationTags, async (ctx, { evaluationId, keys }) => {
  const { tags } = await lockKnownEvaluation(ctx, evaluationId);
  const deleted = keys.filter((key) => Object.hasOwn(tags, key));
  if (deleted.length === 0) ctx.unchanged();
  else {
    const left = Object.fromEntries(Object.entries(tags).filter(([key]) => !deleted.includes(key)));
    await setEvaluationLabels(ctx.tx, ctx.workspaceId, evaluationId, left);
    ctx.emit("evaluations", evaluationId);
  }
  return { deleted };
});
