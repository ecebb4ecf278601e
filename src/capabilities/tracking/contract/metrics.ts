import * as z from "zod";
import { Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Key, LabelValue, Run, RunId, SpecialNumber } from "./runs.ts";

export const MetricPoint = z.object({
  key: Key,
  /** NaN and infinities travel as these words; JSON has no number for them. */
  value: z.union([z.number(), SpecialNumber]),
  step: z.int().default(0),
  timestamp: Timestamp.optional().meta({ description: "Default: now" }),
  modelId: z.uuid().optional().meta({ description: "Logged model the value was measured on" }),
  datasetName: z.string().max(500).optional(),
  datasetDigest: z.string().max(36).optional(),
});

const onRun = (i: { runId: string }) => ({ run: i.runId });

export const logMetrics = operation({
  name: "runs.logMetrics",
  kind: "ingest",
  summary: "Record metric points of a run",
  http: { method: "POST", path: "/runs/{runId}/metrics" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "rate_limited", "unavailable"],
  input: z.object({ runId: RunId, metrics: z.array(MetricPoint).min(1).max(1000) }),
  output: z.object({ logged: z.int() }),
});

/** All or nothing; parameters are written once, and no key stands twice in one batch. */
export const logBatch = operation({
  name: "runs.logBatch",
  kind: "ingest",
  summary: "Record metrics, parameters and tags of a run at once",
  http: { method: "POST", path: "/runs/{runId}/batch" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "rate_limited", "unavailable"],
  input: z.object({
    runId: RunId,
    metrics: z.array(MetricPoint).max(1000).default([]),
    params: z
      .array(z.object({ key: Key, value: LabelValue }))
      .max(100)
      .default([]),
    tags: z
      .array(z.object({ key: Key, value: LabelValue }))
      .max(100)
      .default([]),
  }),
  output: z.object({ logged: z.int() }),
});

/** One point as read back; `value` is null for NaN and infinities, `special` then says which. */
export const HistoryPoint = z.object({
  step: z.int(),
  value: z.number().nullable(),
  special: SpecialNumber.exactOptional(),
  timestamp: z.string().meta({ format: "date-time" }),
});

export const metricHistory = operation({
  name: "runs.metricHistory",
  kind: "call",
  summary: "Read the points of one metric",
  http: { method: "GET", path: "/runs/{runId}/metrics/{key}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    runId: RunId,
    key: Key,
    points: z.int().min(10).max(5000).default(1500).meta({ description: "Points at most; extremes are kept when more exist" }),
    exact: z.boolean().default(false).meta({ description: "Every point, in pages of `limit`" }),
    limit: z.int().min(1).max(25_000).default(25_000),
    cursor: z.string().max(2000).optional().meta({ description: "The previous exact page's nextCursor" }),
  }),
  output: z.object({
    key: z.string(),
    total: z.int(),
    exact: z.boolean(),
    points: z.array(HistoryPoint),
    nextCursor: z.string().nullable(),
  }),
});

/** Several lines at once, all of a key at the same steps, so that they can be compared. */
export const metricHistories = operation({
  name: "runs.metricHistories",
  kind: "call",
  summary: "Read lines of several runs and metrics",
  http: { method: "POST", path: "/runs/metric-histories" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read" },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    runIds: z.array(RunId).min(1).max(100),
    keys: z.array(Key).min(1).max(100),
    points: z
      .int()
      .min(1)
      .max(5000)
      .default(500)
      .meta({ description: "Steps of a key at most, the same for all runs; ends and extremes of each line are kept beside" }),
    fromStep: z.int().optional(),
    toStep: z.int().optional(),
  }),
  output: z.object({
    lines: z.array(
      z.object({
        runId: RunId,
        key: z.string(),
        total: z.int(),
        exact: z.boolean(),
        points: z.array(HistoryPoint),
      }),
    ),
  }),
});

/** Each of the three is base64 of `count` little-endian numbers, in the order (step, timestamp, value): int64, float64, float64. */
export const metricPoints = operation({
  name: "runs.points",
  kind: "call",
  summary: "Read every point of one metric, packed",
  http: { method: "GET", path: "/runs/{runId}/points" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    runId: RunId,
    key: Key,
    limit: z.int().min(1).max(200_000).default(200_000),
    cursor: z.string().max(2000).optional().meta({ description: "The previous page's nextCursor" }),
  }),
  output: z.object({
    count: z.int(),
    steps: z.string(),
    timestamps: z.string().meta({ description: "Milliseconds since 1970" }),
    values: z.string(),
    nextCursor: z.string().nullable(),
  }),
});

export const watchRun = operation({
  name: "runs.watch",
  kind: "watch",
  summary: "Follow a run while it moves",
  http: { method: "GET", path: "/runs/{runId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: z.object({ run: Run }),
});
