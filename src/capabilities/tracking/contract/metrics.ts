import * as z from "zod";
import { Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Key, Run, RunId } from "./runs.ts";

export const MetricPoint = z.object({
  key: Key,
  /** NaN and infinities travel as these words; JSON has no number for them. */
  value: z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]),
  step: z.int().default(0),
  timestamp: Timestamp.optional().meta({ description: "Default: now" }),
});

export const logMetrics = operation({
  name: "runs.logMetrics",
  kind: "ingest",
  summary: "Record metric points of a run",
  http: { method: "POST", path: "/runs/{runId}/metrics" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "rate_limited", "unavailable"],
  input: z.object({ runId: RunId, metrics: z.array(MetricPoint).min(1).max(1000) }),
  output: z.object({ logged: z.int() }),
});

export const metricHistory = operation({
  name: "runs.metricHistory",
  kind: "call",
  summary: "Read the points of one metric",
  http: { method: "GET", path: "/runs/{runId}/metrics/{key}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    runId: RunId,
    key: Key,
    points: z.int().min(10).max(5000).default(1500).meta({ description: "Points at most; extremes are kept when more exist" }),
  }),
  output: z.object({
    key: z.string(),
    total: z.int(),
    exact: z.boolean(),
    points: z.array(z.object({ step: z.int(), value: z.number().nullable(), timestamp: Timestamp })),
  }),
});

export const watchRun = operation({
  name: "runs.watch",
  kind: "watch",
  summary: "Follow a run while it moves",
  http: { method: "GET", path: "/runs/{runId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: z.object({ run: Run }),
});
