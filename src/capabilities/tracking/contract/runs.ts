import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId, View } from "./experiments.ts";

export const RunId = idOf("run");
export const RunStatus = z.enum(["queued", "running", "finished", "failed", "cancelled"]);
export type RunStatus = z.output<typeof RunStatus>;

/** Names of parameters, tags and metrics. No JSON object of ours can carry this one. */
export const Key = z
  .string()
  .min(1)
  .max(250)
  .refine((key) => key !== "__proto__", "__proto__ is no name here: choose another");
export const LabelValue = z.string().max(8000);
export const Labels = z.record(Key, LabelValue);

/** Numbers JSON has no form for. */
export const SpecialNumber = z.enum(["NaN", "Infinity", "-Infinity"]);
export type SpecialNumber = z.output<typeof SpecialNumber>;

/**
 * Aggregates kept with the points. `first` and `last` are the values of the least and the greatest (step, timestamp, value);
 * min, max and mean leave NaN out. `null` stands for NaN and infinities; `special` then says which.
 */
export const MetricSummary = z.object({
  first: z.number().nullable(),
  last: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  count: z.int(),
  lastStep: z.int(),
  /** No pattern is checked: a page holds twenty thousand of them, and the store made them. */
  lastAt: z.string().meta({ format: "date-time" }),
  minStep: z.int(),
  maxStep: z.int(),
  special: z.object({ first: SpecialNumber, last: SpecialNumber, min: SpecialNumber, max: SpecialNumber, mean: SpecialNumber }).partial().exactOptional(),
});
export type MetricSummary = z.output<typeof MetricSummary>;

export const Run = z.object({
  id: RunId,
  projectId: idOf("project"),
  experimentId: ExperimentId,
  name: z.string(),
  status: RunStatus,
  kind: z.string(),
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  params: Labels,
  tags: Labels,
  metrics: z.record(z.string(), MetricSummary),
  parentRunId: RunId.nullable(),
  datasetId: idOf("dataset").nullable(),
  datasetVersion: z.int().nullable(),
  jobId: z.string().nullable(),
  createdBy: z.string(),
  error: z.string().nullable(),
  updatedAt: Timestamp.meta({ description: "Last change of name, state, parameters or tags" }),
  deletedAt: Timestamp.nullable(),
});
export type Run = z.output<typeof Run>;

const onRun = (i: { runId: string }) => ({ run: i.runId });

export const createRun = operation({
  name: "runs.create",
  kind: "call",
  summary: "Start a run",
  http: { method: "POST", path: "/runs" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    projectId: idOf("project"),
    id: RunId.optional().meta({ description: "Chosen by the client; the same id again in the project answers the same run" }),
    experimentId: ExperimentId.optional().meta({ description: "Default: the project's experiment Default" }),
    name: z.string().min(1).max(250).optional(),
    kind: z.string().max(50).default("run"),
    status: RunStatus.default("running"),
    startedAt: Timestamp.optional().meta({ description: "Default: now" }),
    params: Labels.default({}),
    tags: Labels.default({}),
    parentRunId: RunId.optional(),
    datasetId: idOf("dataset").optional(),
    datasetVersion: z.int().positive().optional(),
    jobId: z.string().optional(),
  }),
  output: Run,
  tool: { say: "Start a run to record parameters and metrics." },
});

export const getRun = operation({
  name: "runs.get",
  kind: "call",
  summary: "Show a run",
  http: { method: "GET", path: "/runs/{runId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: Run,
  tool: { say: "Show one run with its metrics and parameters." },
});

export const listRuns = operation({
  name: "runs.list",
  kind: "call",
  summary: "List runs",
  http: { method: "GET", path: "/runs" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentId, run: i.parentRunId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    experimentId: ExperimentId.optional(),
    parentRunId: RunId.optional(),
    kind: z.string().max(50).optional().meta({ description: "run, training, candidate …" }),
    roots: z.boolean().default(false).meta({ description: "Only runs without a parent" }),
    status: z.array(RunStatus).optional(),
    datasetId: idOf("dataset").optional(),
    view: View.default("active"),
    name: z.string().optional().meta({ description: "Exact name" }),
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    sort: z.string().max(260).default("startedAt").meta({ description: "startedAt, name, status or metrics.<key>" }),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Run),
  tool: { say: "List runs of a project, newest first or by a metric." },
});

export const updateRun = operation({
  name: "runs.update",
  kind: "call",
  summary: "Rename, end or reopen a run",
  http: { method: "PATCH", path: "/runs/{runId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    runId: RunId,
    name: z.string().min(1).max(250).optional(),
    status: RunStatus.optional(),
    startedAt: Timestamp.optional().meta({ description: "Where a client tells it later than the run itself" }),
    endedAt: Timestamp.optional().meta({ description: "Default: now when the status ends it" }),
    error: z.string().max(8000).optional(),
  }),
  output: Run,
});

export const logParams = operation({
  name: "runs.logParams",
  kind: "call",
  summary: "Record parameters of a run",
  http: { method: "POST", path: "/runs/{runId}/params" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId, params: Labels }),
  output: z.object({ logged: z.int() }),
});

export const setTags = operation({
  name: "runs.setTags",
  kind: "call",
  summary: "Set tags of a run",
  http: { method: "POST", path: "/runs/{runId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId, tags: Labels }),
  output: z.object({ set: z.int() }),
});

export const deleteTags = operation({
  name: "runs.deleteTags",
  kind: "call",
  summary: "Remove tags of a run",
  http: { method: "DELETE", path: "/runs/{runId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId, keys: z.array(Key).min(1).max(100) }),
  output: z.object({ deleted: z.array(z.string()).meta({ description: "Keys that were there" }) }),
});

export const deleteRun = operation({
  name: "runs.delete",
  kind: "call",
  summary: "Delete a run; it can be restored",
  http: { method: "DELETE", path: "/runs/{runId}" },
  effect: "destructive",
  idempotent: true,
  undoable: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: z.object({ runId: RunId, deletedAt: Timestamp }),
  tool: { say: "Delete a run; it can be restored.", confirm: (i) => `Delete run ${i.runId}` },
});

export const restoreRun = operation({
  name: "runs.restore",
  kind: "call",
  summary: "Restore a deleted run",
  http: { method: "POST", path: "/runs/{runId}/restore" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId }),
  output: Run,
});
