import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createAssessment } from "../contract/assessments.ts";
import { assessmentId, assessmentOf, figureOf } from "../domain/assessments.ts";
import { findAssessment, setValid, upsertAssessments } from "../store/assessments.ts";
import { noAssessment, noValue } from "./assessment-refusals.ts";

export default implement(createAssessment, async (ctx, { traceId, assessment: given }) => {
  const assessment = assessmentOf(given, traceId, assessmentId(ctx.newId()), ctx.now().toISOString());
  if (assessment.kind === "expectation" && assessment.value === null) throw noValue();
  if (given.id !== undefined && (await findAssessment(ctx.tx, ctx.workspaceId, traceId, given.id)))
    throw refuse("conflict", `Trace ${traceId} has an assessment ${given.id} already.`, "Leave the id out, or update that one.");
  if (assessment.overrides !== null && !(await setValid(ctx.tx, ctx.workspaceId, traceId, assessment.overrides, false)))
    throw noAssessment(traceId, assessment.overrides);
  await upsertAssessments(ctx.tx, ctx.workspaceId, [{ assessment, ...figureOf(assessment.value) }]);
  ctx.emit("traces", traceId);
  ctx.audit({ after: { id: assessment.id, name: assessment.name, kind: assessment.kind } });
  return assessment;
});
