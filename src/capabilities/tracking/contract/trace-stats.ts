import * as z from "zod";
import { operation } from "../../../kernel/contract/operation.ts";
import { traceScope } from "./traces.ts";

const inScope = (i: { projectId?: string | undefined }): { project: string | undefined } => ({ project: i.projectId });

export const traceMetrics = operation({
  name: "traces.metrics",
  kind: "call",
  summary: "Count and aggregate traces, spans or assessments",
  http: { method: "POST", path: "/traces/metrics" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: inScope },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...traceScope,
    view: z.enum(["traces", "spans", "assessments"]),
    metric: z.string().max(100).meta({ description: "trace_count, latency, total_tokens, span_count, total_cost, assessment_value …" }),
    aggregations: z
      .array(z.object({ type: z.enum(["COUNT", "SUM", "AVG", "MIN", "MAX", "PERCENTILE"]), percentile: z.number().min(0).max(100).optional() }))
      .min(1)
      .max(20),
    dimensions: z.array(z.string().max(100)).max(5).default([]).meta({ description: "trace_name, trace_status, span_name, span_type, assessment_name …" }),
    filters: z.array(z.string().max(5000)).max(20).default([]).meta({ description: "One clause each, for example `trace.status = 'ERROR'`" }),
    intervalS: z.int().positive().optional().meta({ description: "Groups by time; needs fromMs and toMs" }),
    fromMs: z.int().nonnegative().optional(),
    toMs: z.int().nonnegative().optional(),
    limit: z.int().min(1).max(1000).default(1000),
  }),
  output: z.object({
    points: z.array(z.object({ dimensions: z.record(z.string(), z.string()), values: z.record(z.string(), z.number()) })),
  }),
});

export const traceCorrelation = operation({
  name: "traces.correlation",
  kind: "call",
  summary: "Tell how often two filters match the same traces (normalised pointwise mutual information)",
  http: { method: "POST", path: "/traces/correlation" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: inScope },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ ...traceScope, filter1: z.string().min(1).max(20_000), filter2: z.string().min(1).max(20_000), base: z.string().max(20_000).optional() }),
  output: z.object({
    npmi: z.number().nullable().meta({ description: "−1 never together, 0 independent, 1 always; null where it is not defined" }),
    npmiSmoothed: z.number().nullable(),
    filter1Count: z.int(),
    filter2Count: z.int(),
    jointCount: z.int(),
    totalCount: z.int(),
  }),
});
