import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId } from "./experiments.ts";

export const RunId = idOf("run");
export const RunStatus = z.enum(["queued", "running", "finished", "failed", "cancelled"]);
export type RunStatus = z.output<typeof RunStatus>;

export const Key = z.string().min(1).max(250);
export const Labels = z.record(Key, z.string().max(8000));

/** Aggregates kept with the points; `null` values stand for NaN and infinities in JSON. */
export const MetricSummary = z.object({
  first: z.number().nullable(),
  last: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  count: z.int(),
  lastStep: z.int(),
  minStep: z.int(),
  maxStep: z.int(),
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
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project"),
    experimentId: ExperimentId.optional().meta({ description: "Default: the project's experiment Default" }),
    name: z.string().min(1).max(250).optional(),
    kind: z.string().max(50).default("run"),
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
  summary: "Rename or end a run",
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
  errors: ["not_found"],
  input: z.object({ runId: RunId, tags: Labels }),
  output: z.object({ set: z.int() }),
});
