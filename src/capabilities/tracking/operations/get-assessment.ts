import { implement } from "../../../kernel/implement.ts";
import { getAssessment } from "../contract/assessments.ts";
import { findAssessment } from "../store/assessments.ts";
import { noAssessment } from "./assessment-refusals.ts";

export default implement(getAssessment, async (ctx, { traceId, assessmentId }) => {
  const assessment = await findAssessment(ctx.tx, ctx.workspaceId, traceId, assessmentId);
  if (!assessment) throw noAssessment(traceId, assessmentId);
  return assessment;
});
