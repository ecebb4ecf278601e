import * as z from "zod";
import { Json, pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId } from "./experiments.ts";
import { RunId } from "./runs.ts";
import { Labels, onTrace, SpanId, TraceId } from "./trace-shapes.ts";

/** Nanoseconds since 1970 as digits: a number of JSON would round them. */
const Nanoseconds = z.string().regex(/^(\d{1,18}|[0-8]\d{18})$/, "nanoseconds since 1970, as digits");
const Attributes = z.record(z.string(), Json);

/** Attributes that carry a span's facts, best first: MLflow's client, OpenTelemetry GenAI, OpenInference, OpenLLMetry. */
export const spanKeys = {
  inputs: ["mlflow.spanInputs", "gen_ai.input.messages", "input.value", "gen_ai.tool.call.arguments", "traceloop.entity.input"],
  outputs: ["mlflow.spanOutputs", "gen_ai.output.messages", "output.value", "gen_ai.tool.call.result", "traceloop.entity.output"],
  type: ["mlflow.spanType", "openinference.span.kind", "gen_ai.operation.name", "traceloop.span.kind"],
  model: ["mlflow.llm.model", "gen_ai.response.model", "gen_ai.request.model", "llm.model_name"],
  provider: ["mlflow.llm.provider", "gen_ai.provider.name", "gen_ai.system", "llm.provider"],
  session: ["session.id", "gen_ai.conversation.id"],
  user: ["user.id"],
} as const;

export const SpanEvent = z.object({ name: z.string().max(10_000), atNs: Nanoseconds, attributes: Attributes.default({}) });
export const SpanLink = z.object({ traceId: z.string().max(250), spanId: SpanId, attributes: Attributes.default({}) });

const head = {
  id: SpanId,
  parentId: SpanId.nullable().default(null),
  name: z.string().max(10_000),
  type: z.string().max(500).default("UNKNOWN").meta({ description: "LLM, CHAIN, TOOL, RETRIEVER …" }),
  status: z.enum(["UNSET", "OK", "ERROR"]).default("UNSET"),
  startNs: Nanoseconds,
  endNs: Nanoseconds.nullable().default(null),
};

/** A span without its content: what a tree and a waterfall need. */
export const SpanHead = z.object({ ...head, totalTokens: z.int().nullable(), model: z.string().nullable(), events: z.int(), sizeBytes: z.int() });
export type SpanHead = z.output<typeof SpanHead>;

export const Span = z.object({
  ...head,
  statusMessage: z.string().max(100_000).nullable().default(null),
  attributes: Attributes.default({}),
  events: z.array(SpanEvent).max(10_000).default([]),
  links: z.array(SpanLink).max(1000).default([]),
  exact: z
    .record(z.string(), Json)
    .default({})
    .meta({ description: "OTLP any-values of attributes that plain JSON cannot carry (NaN, bytes, whole doubles, 64-bit integers), by `attributes.<key>`" }),
});
export type Span = z.output<typeof Span>;

export const TracedSpan = Span.extend({ traceId: TraceId });
export type TracedSpan = z.output<typeof TracedSpan>;

export const logSpans = operation({
  name: "traces.logSpans",
  kind: "ingest",
  summary: "Record spans; traces are made as their first span comes",
  http: { method: "POST", path: "/traces/spans" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ experiment: i.experimentId, run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "rate_limited", "unavailable"],
  input: z.object({
    experimentId: ExperimentId,
    runId: RunId.optional().meta({ description: "Links the traces whose root span is among these" }),
    spans: z.array(TracedSpan).min(1).max(20_000),
    tags: z.record(TraceId, Labels).default({}).meta({ description: "Tags per trace, set with its spans" }),
  }),
  output: z.object({ logged: z.int(), traces: z.int() }),
});

export const traceTree = operation({
  name: "traces.tree",
  kind: "call",
  summary: "List a trace's spans without their content, in order of start",
  http: { method: "GET", path: "/traces/{traceId}/tree" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId, ...pageInput }),
  output: pageOf(SpanHead),
});

export const listSpans = operation({
  name: "traces.spans",
  kind: "call",
  summary: "List a trace's spans in full; a page ends early at 4 MB",
  http: { method: "GET", path: "/traces/{traceId}/spans" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    traceId: TraceId,
    roots: z.boolean().optional().meta({ description: "Only spans without a parent, or only those with one" }),
    ...pageInput,
  }),
  output: pageOf(Span),
});

export const getSpan = operation({
  name: "traces.span",
  kind: "call",
  summary: "Show one span in full",
  http: { method: "GET", path: "/traces/{traceId}/spans/{spanId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId, spanId: SpanId }),
  output: Span,
});
