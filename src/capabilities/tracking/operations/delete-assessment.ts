import { implement } from "../../../kernel/implement.ts";
import { deleteAssessment } from "../contract/assessments.ts";
import { findAssessment, removeAssessment, setValid } from "../store/assessments.ts";

export default implement(deleteAssessment, async (ctx, { traceId, assessmentId }) => {
  const before = await findAssessment(ctx.tx, ctx.workspaceId, traceId, assessmentId);
  if (!before) {
    ctx.unchanged();
    return { deleted: false };
  }
  if (before.overrides !== null) await setValid(ctx.tx, ctx.workspaceId, traceId, before.overrides, true);
  await removeAssessment(ctx.tx, ctx.workspaceId, traceId, assessmentId);
  ctx.emit("traces", traceId);
  ctx.audit({ before: { name: before.name, value: before.value } });
  return { deleted: true };
});
