import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Assessment, NewAssessment } from "./assessments.ts";
import { ExperimentId } from "./experiments.ts";
import { RunId } from "./runs.ts";
import { Labels, onTrace, TraceId, TraceState } from "./trace-shapes.ts";

const Count = z.int().nullable();

export const TraceTokens = z.object({ input: Count, output: Count, total: Count, cacheRead: Count, cacheCreation: Count });
export const TraceCost = z.object({ input: z.number().nullable(), output: z.number().nullable(), total: z.number().nullable() });

/** What is known of a trace without its spans. `durationMs` is null while it runs. */
export const Trace = z.object({
  id: TraceId,
  projectId: idOf("project"),
  experimentId: ExperimentId,
  experimentNumber: z.int(),
  name: z.string().nullable(),
  state: TraceState,
  requestedAt: Timestamp,
  durationMs: z.int().nullable(),
  clientRequestId: z.string().nullable(),
  requestPreview: z.string().nullable(),
  responsePreview: z.string().nullable(),
  sessionId: z.string().nullable(),
  tokens: TraceTokens.nullable(),
  costUsd: TraceCost.nullable(),
  metadata: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
  spanCount: z.int(),
  errorCount: z.int().meta({ description: "Spans that ended with an error" }),
  assessments: z.array(Assessment),
});
export type Trace = z.output<typeof Trace>;

export const TraceInput = z.object({
  id: TraceId,
  state: TraceState.default("STATE_UNSPECIFIED"),
  requestedAt: Timestamp,
  durationMs: z.int().nonnegative().nullable().default(null),
  clientRequestId: z.string().max(250).nullable().default(null),
  requestPreview: z.string().max(10_000).nullable().default(null),
  responsePreview: z.string().max(10_000).nullable().default(null),
  metadata: Labels.default({}),
  tags: Labels.default({}).meta({ description: "`mlflow.traceName` is the trace's name" }),
  assessments: z.array(NewAssessment).max(100).default([]),
});
export type TraceInput = z.output<typeof TraceInput>;

export const putTrace = operation({
  name: "traces.put",
  kind: "ingest",
  summary: "Record what is known of a trace; the same id again adds to it",
  http: { method: "POST", path: "/traces" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "rate_limited", "unavailable"],
  input: z.object({
    experimentId: ExperimentId,
    trace: TraceInput,
    final: z.boolean().default(true).meta({ description: "What is given wins over what spans tell; false while the trace still runs" }),
  }),
  output: z.object({ trace: Trace }),
});

export const getTrace = operation({
  name: "traces.get",
  kind: "call",
  summary: "Show a trace",
  http: { method: "GET", path: "/traces/{traceId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId }),
  output: Trace,
});

/** What a search and every statistic is limited to. */
export const traceScope = {
  projectId: idOf("project").optional(),
  experimentIds: z.array(ExperimentId).max(1000).optional(),
};

export const searchTraces = operation({
  name: "traces.search",
  kind: "call",
  summary: "Find traces",
  http: { method: "POST", path: "/traces/search" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...traceScope,
    experimentId: ExperimentId.optional(),
    ids: z.array(TraceId).max(1000).optional(),
    runId: RunId.optional().meta({ description: "Traces written in the run or linked to it" }),
    filter: z.string().max(20_000).optional().meta({ description: "MLflow's grammar: attributes, tag, metadata, span, feedback, expectation" }),
    orderBy: z.array(z.string().max(500)).max(20).optional().meta({ description: "MLflow's clauses, for example `execution_time DESC`" }),
    state: z.array(TraceState).optional(),
    q: z.string().max(200).optional().meta({ description: "Part of the name, the id or a preview" }),
    sort: z.enum(["requestedAt", "durationMs", "name", "state", "tokens", "spanCount"]).default("requestedAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Trace),
  tool: { say: "Find traces of calls by state, time, tags, span or feedback." },
});

export const setTraceTags = operation({
  name: "traces.setTags",
  kind: "call",
  summary: "Set tags of a trace",
  http: { method: "POST", path: "/traces/{traceId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId, tags: Labels }),
  output: z.object({ set: z.int() }),
});

export const deleteTraceTags = operation({
  name: "traces.deleteTags",
  kind: "call",
  summary: "Remove tags of a trace",
  http: { method: "POST", path: "/traces/{traceId}/tags/delete" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId, keys: z.array(z.string().min(1).max(250)).min(1).max(100) }),
  output: z.object({ removed: z.int() }),
});

export const deleteTraces = operation({
  name: "traces.delete",
  kind: "call",
  summary: "Delete traces of an experiment with their spans, assessments and files",
  http: { method: "POST", path: "/traces/delete" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    experimentId: ExperimentId,
    traceIds: z.array(TraceId).min(1).max(1000).optional(),
    until: Timestamp.optional().meta({ description: "Those requested at this time or earlier, oldest first; instead of ids" }),
    limit: z.int().min(1).max(10_000).default(1000).meta({ description: "Traces at most, with `until`" }),
  }),
  output: z.object({ deleted: z.int() }),
  tool: {
    say: "Delete traces of an experiment for good.",
    confirm: (i) =>
      i.traceIds
        ? `Delete ${i.traceIds.length} traces with their spans and assessments for good`
        : `Delete up to ${i.limit} traces requested until ${i.until ?? "?"} for good`,
  },
});

export const linkTraces = operation({
  name: "traces.link",
  kind: "call",
  summary: "Link traces to a run",
  http: { method: "POST", path: "/runs/{runId}/traces" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId, traceIds: z.array(TraceId).min(1).max(100) }),
  output: z.object({ linked: z.int() }),
});

export const linkTracePrompts = operation({
  name: "traces.linkPrompts",
  kind: "call",
  summary: "Say which prompt versions a trace used",
  http: { method: "POST", path: "/traces/{traceId}/prompts" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    traceId: TraceId,
    prompts: z
      .array(z.object({ name: z.string().min(1).max(250), version: z.string().min(1).max(50) }))
      .min(1)
      .max(100),
  }),
  output: z.object({ linked: z.int() }),
});

export const traceLinks = operation({
  name: "traces.links",
  kind: "call",
  summary: "List the runs and prompt versions a trace is linked to",
  http: { method: "GET", path: "/traces/{traceId}/links" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId }),
  output: z.object({ runs: z.array(z.object({ id: RunId, name: z.string() })), prompts: z.array(z.object({ name: z.string(), version: z.string() })) }),
});
