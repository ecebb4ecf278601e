import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateAssessment, type Assessment } from "../contract/assessments.ts";
import { figureOf } from "../domain/assessments.ts";
import { findAssessment, upsertAssessments } from "../store/assessments.ts";
import { noAssessment, noValue } from "./assessment-refusals.ts";

const titles = { feedback: "a Feedback", expectation: "an Expectation", issue: "an Issue" };

export default implement(updateAssessment, async (ctx, { traceId, assessmentId, kind, ...change }) => {
  const before = await findAssessment(ctx.tx, ctx.workspaceId, traceId, assessmentId);
  if (!before) throw noAssessment(traceId, assessmentId);
  if (kind !== undefined && kind !== before.kind)
    throw refuse("invalid_input", `Cannot update ${kind} value on ${titles[before.kind]} assessment.`, `Assessment ${assessmentId} stays ${before.kind}.`, {
      fields: [{ path: "kind", message: `it is ${before.kind}` }],
    });
  const after: Assessment = {
    ...before,
    ...(change.name !== undefined && { name: change.name }),
    ...(change.value !== undefined && { value: change.value }),
    ...(change.error !== undefined && { error: change.error }),
    ...(change.rationale !== undefined && { rationale: change.rationale }),
    ...(change.valid !== undefined && { valid: change.valid }),
    metadata: { ...before.metadata, ...change.metadata },
    updatedAt: ctx.now().toISOString(),
  };
  if (after.kind === "expectation" && after.value === null) throw noValue();
  await upsertAssessments(ctx.tx, ctx.workspaceId, [{ assessment: after, ...figureOf(after.value) }]);
  ctx.emit("traces", traceId);
  ctx.audit({ before: { name: before.name, value: before.value }, after: { name: after.name, value: after.value } });
  return after;
});
