import * as z from "zod";
import { Json, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { onTrace, TraceId } from "./trace-shapes.ts";

export const AssessmentId = z
  .string()
  .max(50)
  .regex(/^[A-Za-z0-9][\w-]*$/, "letters, digits, - and _ only");

export const AssessmentSource = z.object({
  type: z.enum(["SOURCE_TYPE_UNSPECIFIED", "HUMAN", "LLM_JUDGE", "CODE"]),
  id: z.string().max(250).nullable().default(null),
});

export const AssessmentError = z.object({
  code: z.string().max(250),
  message: z.string().max(20_000).nullable().default(null),
  stackTrace: z.string().max(100_000).nullable().default(null),
});

const Metadata = z.record(z.string().min(1).max(250), z.string().max(20_000));

const stated = {
  name: z.string().min(1).max(250),
  value: Json.default(null).meta({ description: "Any JSON value; an expectation's is not null" }),
  error: AssessmentError.nullable().default(null).meta({ description: "Why there is no value (feedback only)" }),
  rationale: z.string().max(100_000).nullable().default(null),
  metadata: Metadata.default({}),
};

/** An assessment as it is given: of a trace, or of one of its spans. */
export const NewAssessment = z.object({
  ...stated,
  id: AssessmentId.optional(),
  kind: z.enum(["feedback", "expectation", "issue"]),
  source: AssessmentSource.default({ type: "HUMAN", id: null }),
  spanId: z.string().max(250).nullable().default(null).meta({ description: "As the client calls its span; OpenTelemetry's ids are 16 hex digits" }),
  overrides: AssessmentId.nullable().default(null).meta({ description: "The assessment that this one replaces; it becomes invalid" }),
  createdAt: Timestamp.optional(),
});
export type NewAssessment = z.output<typeof NewAssessment>;

export const Assessment = NewAssessment.extend({
  id: AssessmentId,
  traceId: TraceId,
  valid: z.boolean().meta({ description: "False once another one overrides it" }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Assessment = z.output<typeof Assessment>;

const named = { traceId: TraceId, assessmentId: AssessmentId };

export const createAssessment = operation({
  name: "assessments.create",
  kind: "call",
  summary: "Give feedback or an expectation on a trace",
  http: { method: "POST", path: "/traces/{traceId}/assessments" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ traceId: TraceId, assessment: NewAssessment }),
  output: Assessment,
});

export const getAssessment = operation({
  name: "assessments.get",
  kind: "call",
  summary: "Show an assessment",
  http: { method: "GET", path: "/traces/{traceId}/assessments/{assessmentId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(named),
  output: Assessment,
});

export const updateAssessment = operation({
  name: "assessments.update",
  kind: "call",
  summary: "Change an assessment; source and span stay",
  http: { method: "PATCH", path: "/traces/{traceId}/assessments/{assessmentId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...named,
    kind: z.enum(["feedback", "expectation", "issue"]).optional().meta({ description: "Refused unless it is the assessment's kind" }),
    name: stated.name.optional(),
    value: Json.optional(),
    error: AssessmentError.nullable().optional(),
    rationale: z.string().max(100_000).nullable().optional(),
    metadata: Metadata.optional().meta({ description: "Merged into what is there" }),
    valid: z.boolean().optional(),
  }),
  output: Assessment,
});

export const deleteAssessment = operation({
  name: "assessments.delete",
  kind: "call",
  summary: "Delete an assessment; the one it overrode is valid again",
  http: { method: "DELETE", path: "/traces/{traceId}/assessments/{assessmentId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(named),
  output: z.object({ deleted: z.boolean() }),
  tool: { say: "Delete an assessment of a trace.", confirm: (i) => `Delete assessment ${i.assessmentId} of trace ${i.traceId}` },
});
