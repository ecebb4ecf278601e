import type { NewAssessment } from "../../../capabilities/tracking/contract/assessments.ts";
import type { TraceInput } from "../../../capabilities/tracking/contract/traces.ts";
import type { InputOf } from "../../../kernel/contract/operation.ts";
import type { putTrace } from "../../../capabilities/tracking/contract/traces.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import { invalid, invalidValue } from "./problems.ts";
import { bool, json, list, map, message, nested, oneOf, string, type ReadOf } from "./proto.ts";
import { cut } from "./validate.ts";

export const traceState = oneOf({ STATE_UNSPECIFIED: 0, OK: 1, ERROR: 2, IN_PROGRESS: 3 });

export const Location = message({ type: json, mlflow_experiment: nested(message({ experiment_id: string })) });

const AssessmentError = message({ error_code: string, error_message: string, stack_trace: string });
export const AssessmentMessage = message({
  assessment_id: string,
  assessment_name: string,
  trace_id: string,
  span_id: string,
  source: nested(message({ source_type: oneOf({ SOURCE_TYPE_UNSPECIFIED: 0, HUMAN: 1, LLM_JUDGE: 2, CODE: 3, AI_JUDGE: 4 }), source_id: string })),
  create_time: string,
  last_update_time: string,
  feedback: nested(message({ value: json, error: nested(AssessmentError) })),
  expectation: nested(message({ value: json, serialized_value: nested(message({ serialization_format: string, value: string })) })),
  issue: nested(message({ issue_name: string })),
  rationale: string,
  error: nested(AssessmentError),
  metadata: map(string),
  overrides: string,
  valid: bool,
});
type AssessmentMessage = ReadOf<typeof AssessmentMessage>;

export const TraceInfoMessage = message({
  trace_id: string,
  client_request_id: string,
  trace_location: nested(Location),
  request_preview: string,
  response_preview: string,
  request_time: string,
  execution_duration: string,
  state: traceState,
  trace_metadata: map(string),
  tags: map(string),
  assessments: list(nested(AssessmentMessage)),
});

type Put = InputOf<typeof putTrace>["trace"];

/** A Timestamp of proto's JSON as ours: whole milliseconds. @throws MlflowError */
export function timestamp(text: string | undefined, path: string): string | undefined {
  if (text === undefined || text === "") return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalidValue(path, text);
  return new Date(ms).toISOString();
}

/** A Duration of proto's JSON ("1.5s") in whole milliseconds. @throws MlflowError */
export function duration(text: string | undefined, path: string): number | null {
  if (text === undefined) return null;
  const [, seconds] = /^(-?\d+(?:\.\d{1,9})?)s$/.exec(text) ?? [];
  if (seconds === undefined || Number(seconds) < 0) throw invalidValue(path, text);
  return Math.floor(Number((Number(seconds) * 1000).toFixed(6)));
}

const sizes = { tag: 8000, metadata: 8000, preview: 10_000 } as const;

export function labels(given: Readonly<Record<string, string>> | undefined, longest: number): Record<string, string> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([key, value]) => [cut(key, 250), cut(value, longest)]));
}

export function traceInput(info: ReadOf<typeof TraceInfoMessage>, id: string): Put {
  return {
    id,
    state: info.state ?? "STATE_UNSPECIFIED",
    requestedAt: timestamp(info.request_time, "trace.trace_info.request_time") ?? new Date(0).toISOString(),
    durationMs: duration(info.execution_duration, "trace.trace_info.execution_duration"),
    clientRequestId: info.client_request_id ?? null,
    requestPreview: info.request_preview === undefined ? null : cut(info.request_preview, sizes.preview),
    responsePreview: info.response_preview === undefined ? null : cut(info.response_preview, sizes.preview),
    metadata: labels(info.trace_metadata, sizes.metadata),
    tags: labels(info.tags, sizes.tag),
    assessments: (info.assessments ?? []).map(assessmentInput),
  } satisfies Partial<Record<keyof TraceInput, unknown>>;
}

/** @throws MlflowError where it is of no kind, or its value cannot be read. */
export function assessmentInput(a: AssessmentMessage): NewAssessment {
  const createdAt = timestamp(a.create_time, "assessment.create_time");
  const type = a.source?.source_type;
  return {
    ...(a.assessment_id !== undefined && a.assessment_id !== "" && { id: a.assessment_id }),
    ...statedValue(a),
    name: a.assessment_name ?? "",
    source: { type: type === "AI_JUDGE" ? "LLM_JUDGE" : (type ?? "SOURCE_TYPE_UNSPECIFIED"), id: a.source?.source_id ?? null },
    spanId: a.span_id === undefined || a.span_id === "" ? null : a.span_id,
    rationale: a.rationale === undefined || a.rationale === "" ? null : a.rationale,
    metadata: a.metadata ?? {},
    overrides: a.overrides === undefined || a.overrides === "" ? null : a.overrides,
    ...(createdAt !== undefined && { createdAt }),
  };
}

export function statedValue(a: AssessmentMessage): Pick<NewAssessment, "kind" | "value" | "error"> {
  if (a.expectation) return { kind: "expectation", value: expected(a.expectation), error: null };
  if (a.issue) return { kind: "issue", value: a.issue.issue_name ?? "", error: null };
  if (!a.feedback) throw invalid("Unknown assessment type: None. Exactly one of `expectation`, `feedback`, or `issue` should be specified.");
  const error = a.feedback.error ?? a.error;
  return {
    kind: "feedback",
    value: (a.feedback.value ?? null) as JsonValue,
    error: error ? { code: error.error_code ?? "", message: error.error_message ?? null, stackTrace: error.stack_trace ?? null } : null,
  };
}

function expected(of: NonNullable<AssessmentMessage["expectation"]>): JsonValue {
  const text = of.serialized_value;
  if (text === undefined) return (of.value ?? null) as JsonValue;
  if (text.serialization_format !== undefined && text.serialization_format !== "JSON_FORMAT")
    throw invalid(`Unknown serialization format: ${text.serialization_format}. Only JSON_FORMAT is supported.`);
  try {
    return JSON.parse(text.value ?? "null") as JsonValue;
  } catch {
    throw invalidValue("assessment.expectation.serialized_value.value", text.value);
  }
}
