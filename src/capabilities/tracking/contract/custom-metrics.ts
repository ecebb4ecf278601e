import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";

export const CustomMetricId = idOf("customMetric");

const Name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, "a name of letters, digits and _");
const Expression = z
  .string()
  .min(1)
  .max(1000)
  .meta({ description: "For example: 2 * precision * recall / (precision + recall), or max(val_acc) - mean(`val/acc`)" });

/** A metric that every run of the project has which has the metrics it is made of; runs show it as `custom.<name>`. */
export const CustomMetric = z.object({
  id: CustomMetricId,
  projectId: idOf("project"),
  name: z.string(),
  key: z.string().meta({ description: "What runs have it as, in tables, filters, orders and charts" }),
  expression: z.string(),
  description: z.string(),
  keys: z.array(z.string()).meta({ description: "The metrics it is made of" }),
  filled: z.boolean().meta({ description: "Whether the runs that were there before have it yet" }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  createdBy: z.string(),
});
export type CustomMetric = z.output<typeof CustomMetric>;

const onMetric = (i: { customMetricId: string }) => ({ customMetric: i.customMetricId });

export const createCustomMetric = operation({
  name: "customMetrics.create",
  kind: "call",
  summary: "Define a metric by an expression over others",
  http: { method: "POST", path: "/custom-metrics" },
  effect: "write",
  idempotent: false,
  permission: { action: "experiment:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ projectId: idOf("project"), name: Name, expression: Expression, description: z.string().max(2000).default("") }),
  output: CustomMetric,
  positional: ["name"],
  tool: { say: "Define a metric by an expression over the metrics of runs, for example 2 * precision * recall / (precision + recall)." },
});

export const listCustomMetrics = operation({
  name: "customMetrics.list",
  kind: "call",
  summary: "List a project's custom metrics",
  http: { method: "GET", path: "/custom-metrics" },
  effect: "read",
  idempotent: true,
  permission: { action: "experiment:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project"),
    name: z.string().optional().meta({ description: "Exact name" }),
    q: z.string().max(200).optional().meta({ description: "Part of the name or the expression" }),
    order: z.enum(["asc", "desc"]).default("asc").meta({ description: "By name" }),
    ...pageInput,
  }),
  output: pageOf(CustomMetric),
  tool: { say: "List the metrics that were defined by expressions." },
});

export const updateCustomMetric = operation({
  name: "customMetrics.update",
  kind: "call",
  summary: "Rename a custom metric, or change its expression",
  http: { method: "PATCH", path: "/custom-metrics/{customMetricId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "experiment:write", on: onMetric },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ customMetricId: CustomMetricId, name: Name.optional(), expression: Expression.optional(), description: z.string().max(2000).optional() }),
  output: CustomMetric,
});

export const deleteCustomMetric = operation({
  name: "customMetrics.delete",
  kind: "call",
  summary: "Delete a custom metric; what it was made of stays",
  http: { method: "DELETE", path: "/custom-metrics/{customMetricId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "experiment:write", on: onMetric },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ customMetricId: CustomMetricId }),
  output: z.object({ deleted: z.boolean() }),
  tool: { say: "Delete a custom metric.", confirm: (i) => `Delete custom metric ${i.customMetricId} from every run of its project` },
});

export const checkExpression = operation({
  name: "customMetrics.check",
  kind: "call",
  summary: "Check an expression while it is typed, and try it on a run",
  http: { method: "POST", path: "/custom-metrics/check" },
  effect: "read",
  idempotent: true,
  permission: { action: "experiment:read", on: (i) => ({ project: i.projectId, run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ projectId: idOf("project"), expression: z.string().max(1000), runId: idOf("run").optional() }),
  output: z.object({
    error: z
      .object({ from: z.int(), to: z.int(), message: z.string(), fix: z.string() })
      .nullable()
      .meta({ description: "`from` and `to` are offsets into the expression" }),
    keys: z.array(z.string()),
    value: z
      .union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])
      .nullable()
      .meta({ description: "Of the run; null where it lacks a metric" }),
  }),
});
