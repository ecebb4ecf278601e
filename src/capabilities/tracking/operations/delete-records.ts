import { implement } from "../../../kernel/implement.ts";
import { deleteRecords } from "../contract/evaluation.ts";
import { evaluationDigest } from "../domain/evaluation.ts";
import { lockKnownEvaluation } from "../known-evaluation.ts";
import { removeRecords } from "../store/evaluation-records.ts";
import { touchEvaluation } from "../store/evaluations.ts";

export default implement(deleteRecords, async (ctx, { evaluationId, recordIds }) => {
  const set = await lockKnownEvaluation(ctx, evaluationId);
  const deleted = await removeRecords(ctx.tx, ctx.workspaceId, evaluationId, recordIds);
  if (deleted === 0) {
    ctx.unchanged();
    return { deleted };
  }
  const now = ctx.now();
  const change = { schema: set.schema, digest: evaluationDigest(set.name, now), at: now, updatedBy: ctx.actor.name };
  await touchEvaluation(ctx.tx, ctx.workspaceId, evaluationId, change);
  ctx.emit("evaluations", evaluationId);
  ctx.audit({ after: { deleted } });
  return { deleted };
});
