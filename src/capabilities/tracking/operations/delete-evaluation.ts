import { implement } from "../../../kernel/implement.ts";
import { deleteEvaluation } from "../contract/evaluation.ts";
import { needEvaluation } from "../known-evaluation.ts";
import { removeEvaluation } from "../store/evaluations.ts";

export default implement(deleteEvaluation, async (ctx, { evaluationId }) => {
  const { name, recordCount } = await needEvaluation(ctx, evaluationId);
  const deleted = await removeEvaluation(ctx.tx, ctx.workspaceId, evaluationId);
  ctx.emit("evaluations", evaluationId);
  ctx.audit({ before: { name, recordCount } });
  return { deleted };
});
