import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Assessment } from "../../../capabilities/tracking/contract/assessments.ts";
import { spanKeys, type Span } from "../../../capabilities/tracking/contract/spans.ts";
import type { Trace } from "../../../capabilities/tracking/contract/traces.ts";
import { anyOf, pythonText, snakeCased, type AnyValue } from "./any-value.ts";
import { experimentRoot, pairs, type Place } from "./shapes.ts";

const traceNameTag = "mlflow.traceName";
const locationTag = "mlflow.artifactLocation";
/** Tells clients that spans are read from this server, not from a file. */
const spansTag = "mlflow.trace.spansLocation";

/** Tags that this server keeps itself; they are shown, never set. */
export const serverTags: ReadonlySet<string> = new Set([spansTag, "mlflow.trace.archiveLocation", "mlflow.trace.archivalFailure"]);

export function tagsOf(trace: Trace, at: Place): Record<string, string> {
  return {
    ...trace.tags,
    ...(trace.name !== null && { [traceNameTag]: trace.name }),
    [locationTag]: `${experimentRoot(at.number, at.location).replace(/\/$/, "")}/traces/${trace.id}/artifacts`,
    ...(trace.spanCount > 0 && { [spansTag]: "TRACKING_STORE" }),
  };
}

/** TraceInfoV3. */
export function infoShape(trace: Trace, at: Place): object {
  return {
    trace_id: trace.id,
    ...(trace.clientRequestId !== null && { client_request_id: trace.clientRequestId }),
    trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: at.number } },
    ...(trace.requestPreview !== null && { request_preview: trace.requestPreview }),
    ...(trace.responsePreview !== null && { response_preview: trace.responsePreview }),
    request_time: trace.requestedAt,
    ...(trace.durationMs !== null && { execution_duration: `${(trace.durationMs / 1000).toFixed(3)}s` }),
    state: trace.state,
    ...(Object.keys(trace.metadata).length > 0 && { trace_metadata: trace.metadata }),
    ...(trace.assessments.length > 0 && { assessments: trace.assessments.map(assessmentShape) }),
    tags: tagsOf(trace, at),
  };
}

/** TraceInfo as clients before MLflow 3 read it. */
export function infoShapeV2(trace: Trace, at: Place): object {
  return {
    request_id: trace.id,
    experiment_id: at.number,
    timestamp_ms: Date.parse(trace.requestedAt),
    ...(trace.durationMs !== null && { execution_time_ms: trace.durationMs }),
    status: trace.state === "STATE_UNSPECIFIED" ? "TRACE_STATUS_UNSPECIFIED" : trace.state,
    request_metadata: pairs(trace.metadata),
    tags: pairs(tagsOf(trace, at)),
  };
}

export function assessmentShape(a: Assessment): object {
  return {
    assessment_id: a.id,
    assessment_name: a.name,
    trace_id: a.traceId,
    ...(a.spanId !== null && { span_id: a.spanId }),
    source: { source_type: a.source.type, ...(a.source.id !== null && { source_id: a.source.id }) },
    create_time: a.createdAt,
    last_update_time: a.updatedAt,
    ...valueShape(a),
    ...(a.rationale !== null && { rationale: a.rationale }),
    ...(Object.keys(a.metadata).length > 0 && { metadata: a.metadata }),
    ...(a.overrides !== null && { overrides: a.overrides }),
    valid: a.valid,
  };
}

function valueShape(a: Assessment): object {
  if (a.kind === "issue") return { issue: { issue_name: typeof a.value === "string" ? a.value : "" } };
  if (a.kind === "expectation")
    // Lists and objects travel as JSON text.
    return {
      expectation:
        typeof a.value === "object" && a.value !== null
          ? { serialized_value: { serialization_format: "JSON_FORMAT", value: JSON.stringify(a.value) } }
          : { value: a.value },
    };
  const { error } = a;
  return {
    feedback: {
      value: a.value,
      ...(error && {
        error: {
          error_code: error.code,
          ...(error.message !== null && { error_message: error.message }),
          ...(error.stackTrace !== null && { stack_trace: error.stackTrace }),
        },
      }),
    },
  };
}

/** Integers above 2^53 as numbers: MLflow writes fixed64 so, and its clients read them exactly. */
function wide(digits: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
}

function bytes(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

/** The OpenTelemetry trace id in a trace's id; another id has none, and is padded to its length. */
function otelTraceId(traceId: string): string {
  const [, hex] = /^tr-([0-9a-f]{32})$/.exec(traceId) ?? [];
  return hex ?? Buffer.from(traceId, "utf8").toString("hex").padStart(32, "0").slice(-32);
}

/** Facts that other instrumentations write under other names, under the names MLflow's clients read. */
function known(span: Span): Record<string, JsonValue> {
  const out: Record<string, JsonValue> = {};
  for (const [name, keys] of [
    ["mlflow.spanInputs", spanKeys.inputs],
    ["mlflow.spanOutputs", spanKeys.outputs],
  ] as const) {
    const key = span.attributes[name] === undefined ? keys.find((k) => span.attributes[k] !== undefined) : undefined;
    const value = key === undefined ? undefined : span.attributes[key];
    if (value !== undefined) out[name] = value;
  }
  if (span.attributes["mlflow.spanType"] === undefined && span.type !== "UNKNOWN") out["mlflow.spanType"] = span.type;
  return out;
}

function keyValues(attributes: Span["attributes"], at: string, exact: Span["exact"]): object[] {
  return Object.entries(attributes).map(([key, value]) => {
    const any = exact[`${at}.${key}`] as AnyValue | undefined;
    return { key, value: snakeCased(any ?? anyOf(value)) };
  });
}

/** Attributes as MLflow's files hold them. */
function texts(attributes: Span["attributes"], exact: Span["exact"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, pythonText((exact[`attributes.${key}`] as AnyValue | undefined) ?? anyOf(value))]),
  );
}

/** opentelemetry.proto.trace.v1.Span in proto's JSON. */
export function spanShape(traceId: string, span: Span): object {
  return {
    trace_id: bytes(otelTraceId(traceId)),
    span_id: bytes(span.id),
    ...(span.parentId !== null && { parent_span_id: bytes(span.parentId) }),
    name: span.name,
    start_time_unix_nano: wide(span.startNs),
    ...(span.endNs !== null && { end_time_unix_nano: wide(span.endNs) }),
    attributes: keyValues({ ...span.attributes, ...known(span), "mlflow.traceRequestId": traceId }, "attributes", span.exact),
    ...(span.events.length > 0 && {
      events: span.events.map((e, i) => ({
        time_unix_nano: wide(e.atNs),
        name: e.name,
        ...(Object.keys(e.attributes).length > 0 && { attributes: keyValues(e.attributes, `events.${i}`, span.exact) }),
      })),
    }),
    ...(span.links.length > 0 && {
      links: span.links.map((l, i) => ({
        trace_id: bytes(otelTraceId(l.traceId)),
        span_id: bytes(l.spanId),
        ...(Object.keys(l.attributes).length > 0 && { attributes: keyValues(l.attributes, `links.${i}`, span.exact) }),
      })),
    }),
    status: { ...(span.statusMessage !== null && { message: span.statusMessage }), code: `STATUS_CODE_${span.status}` },
  };
}

/** A span as MLflow's trace files hold it: every attribute as JSON text. */
export function spanFile(traceId: string, span: Span): object {
  const attributes = { ...span.attributes, ...known(span), "mlflow.traceRequestId": traceId };
  return {
    trace_id: bytes(otelTraceId(traceId)),
    span_id: bytes(span.id),
    parent_span_id: span.parentId === null ? null : bytes(span.parentId),
    name: span.name,
    start_time_unix_nano: wide(span.startNs),
    end_time_unix_nano: span.endNs === null ? null : wide(span.endNs),
    events: span.events.map((e) => ({ name: e.name, time_unix_nano: wide(e.atNs), attributes: e.attributes })),
    status: { code: `STATUS_CODE_${span.status}`, message: span.statusMessage ?? "" },
    attributes: texts(attributes, span.exact),
    links: span.links.map((l) => ({ trace_id: l.traceId, span_id: l.spanId, attributes: l.attributes })),
  };
}
