import { createAssessment, deleteAssessment, getAssessment, updateAssessment } from "../../../capabilities/tracking/contract/assessments.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { InputOf } from "../../../kernel/contract/operation.ts";
import type { Dialect } from "./dialect.ts";
import { invalidValue, MlflowError } from "./problems.ts";
import { json, message, nested, required } from "./proto.ts";
import { AssessmentMessage, assessmentInput, statedValue } from "./traces-message.ts";
import { assessmentShape } from "./traces-shape.ts";

const v3 = { version: "3.0" } as const;
const Create = message({ assessment: required(nested(AssessmentMessage)) });
const Update = message({ assessment: required(nested(AssessmentMessage)), update_mask: required(json) });

/** Feedback and expectations on traces. */
export function registerAssessments(d: Dialect): void {
  d.route("POST", "traces/:trace_id/assessments", { ...v3, message: Create }, async (a) => {
    const traceId = a.params["trace_id"] ?? "";
    const assessment = assessmentInput(a.message.assessment);
    const made = await onTrace(traceId, () => a.call(createAssessment, { traceId, assessment }));
    return { assessment: assessmentShape(made) };
  });

  d.route("GET", "traces/:trace_id/assessments/:assessment_id", { ...v3, message: message({}) }, async (a) => {
    const at = named(a.params);
    return { assessment: assessmentShape(await onTrace(at.traceId, () => a.call(getAssessment, at))) };
  });

  d.route("PATCH", "traces/:trace_id/assessments/:assessment_id", { ...v3, message: Update }, async (a) => {
    const { assessment, update_mask: mask } = a.message;
    const change: Partial<InputOf<typeof updateAssessment>> = {};
    for (const path of paths(mask)) {
      if (path === "assessment_name") change.name = assessment.assessment_name ?? "";
      else if (path === "expectation" || path === "feedback") Object.assign(change, statedValue(assessment));
      else if (path === "rationale") change.rationale = assessment.rationale ?? null;
      else if (path === "metadata") change.metadata = assessment.metadata ?? {};
      else if (path === "valid") change.valid = assessment.valid ?? false;
    }
    const at = named(a.params);
    return { assessment: assessmentShape(await onTrace(at.traceId, () => a.call(updateAssessment, { ...at, ...change }))) };
  });

  d.route("DELETE", "traces/:trace_id/assessments/:assessment_id", { ...v3, message: message({}) }, async (a) => {
    const at = named(a.params);
    await onTrace(at.traceId, () => a.call(deleteAssessment, at));
    return {};
  });
}

/** A trace that is not there in the words that clients match; a missing assessment says its own. */
async function onTrace<T>(traceId: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found" && !error.message.startsWith("Assessment "))
      throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `Trace with ID '${traceId}' not found.`);
    throw error;
  }
}

function named(params: Readonly<Record<string, string>>): { traceId: string; assessmentId: string } {
  return { traceId: params["trace_id"] ?? "", assessmentId: params["assessment_id"] ?? "" };
}

/** A FieldMask: one text of names with commas, its camel case read too; older clients send `{paths: […]}`. */
function paths(mask: unknown): string[] {
  const names = typeof mask === "string" ? mask.split(",") : (mask as { paths?: unknown }).paths;
  if (!Array.isArray(names) || !names.every((n) => typeof n === "string")) throw invalidValue("update_mask", mask);
  return names.map((name) => name.trim().replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)).filter((name) => name !== "");
}
