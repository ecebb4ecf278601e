import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId } from "./experiments.ts";
import { Key, SpecialNumber } from "./runs.ts";

export const LoggedModelId = idOf("loggedModel");
export const LoggedModelStatus = z.enum(["pending", "ready", "failed"]);
export type LoggedModelStatus = z.output<typeof LoggedModelStatus>;

/** What a name may not hold: such a name could not stand in a URI. */
const ModelName = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^/:.%"']+$/, "a name without / : . % or quotes");

const ModelKey = z.string().min(1).max(255);
const ModelParams = z.record(ModelKey, z.string().max(65_535));
const ModelTags = z.record(ModelKey, z.string().max(65_535));

/** A point that a run recorded about this model, on a dataset if it named one. */
export const ModelMetric = z.object({
  key: z.string(),
  /** NaN and infinities travel as these words; JSON has no number for them. */
  value: z.union([z.number(), SpecialNumber]),
  step: z.int(),
  timestamp: Timestamp,
  runId: idOf("run"),
  datasetName: z.string().nullable(),
  datasetDigest: z.string().nullable(),
});
export type ModelMetric = z.output<typeof ModelMetric>;

export const LoggedModel = z.object({
  id: LoggedModelId,
  projectId: idOf("project"),
  experimentId: ExperimentId,
  name: z.string(),
  type: z.string().nullable(),
  status: LoggedModelStatus,
  statusMessage: z.string().nullable(),
  sourceRunId: z.string().nullable().meta({ description: "The run that made it, as its client named it" }),
  params: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
  metrics: z.array(ModelMetric).meta({ description: "The newest points, 1,000 at most; metricCount says how many there are" }),
  metricCount: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  deletedAt: Timestamp.nullable(),
  createdBy: z.string(),
});
export type LoggedModel = z.output<typeof LoggedModel>;

const onModel = (i: { loggedModelId: string }) => ({ loggedModel: i.loggedModelId });

export const createLoggedModel = operation({
  name: "loggedModels.create",
  kind: "call",
  summary: "Begin a logged model",
  http: { method: "POST", path: "/logged-models" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: (i) => ({ experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    experimentId: ExperimentId,
    name: ModelName.optional().meta({ description: "Default: a name made up" }),
    type: z.string().max(500).optional(),
    sourceRunId: z.string().max(100).optional(),
    params: ModelParams.default({}),
    tags: ModelTags.default({}),
  }),
  output: LoggedModel,
});

export const getLoggedModel = operation({
  name: "loggedModels.get",
  kind: "call",
  summary: "Show a logged model",
  http: { method: "GET", path: "/logged-models/{loggedModelId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, deleted: z.boolean().default(false).meta({ description: "Also when it was deleted" }) }),
  output: LoggedModel,
  tool: { say: "Show one logged model with its metrics per dataset." },
});

export const finalizeLoggedModel = operation({
  name: "loggedModels.finalize",
  kind: "call",
  summary: "Say that a logged model is complete or failed",
  http: { method: "PATCH", path: "/logged-models/{loggedModelId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, status: LoggedModelStatus, message: z.string().max(1000).optional() }),
  output: LoggedModel,
});

export const deleteLoggedModel = operation({
  name: "loggedModels.delete",
  kind: "call",
  summary: "Delete a logged model",
  http: { method: "DELETE", path: "/logged-models/{loggedModelId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId }),
  output: z.object({ deleted: z.boolean() }),
  undoable: true,
  tool: { say: "Delete a logged model; its files stay until retention removes them.", confirm: (i) => `Delete logged model ${i.loggedModelId}` },
});

/** Metrics are those on one of these datasets; a digest narrows it to one version. */
export const DatasetFilter = z.object({ name: z.string().min(1).max(500), digest: z.string().max(36).optional() });

export const LoggedModelOrder = z.object({
  field: z.string().min(1).max(300).meta({ description: "name, created_at, … or metrics.<key>" }),
  ascending: z.boolean().default(true),
  datasetName: z.string().max(500).optional(),
  datasetDigest: z.string().max(36).optional(),
});

export const searchLoggedModels = operation({
  name: "loggedModels.search",
  kind: "call",
  summary: "Search logged models",
  http: { method: "POST", path: "/logged-models/search" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentIds?.[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    experimentIds: z.array(ExperimentId).max(1000).optional(),
    sourceRunId: z.string().max(100).optional(),
    filter: z.string().max(20_000).default("").meta({ description: "For example: metrics.accuracy > 0.9 and params.depth = '3'" }),
    datasets: z.array(DatasetFilter).max(100).default([]),
    orderBy: z.array(LoggedModelOrder).max(20).default([]),
    ...pageInput,
  }),
  output: pageOf(LoggedModel),
  tool: { say: "Search logged models by metric, parameter, tag, name or status." },
});

export const setLoggedModelTags = operation({
  name: "loggedModels.setTags",
  kind: "call",
  summary: "Set tags of a logged model",
  http: { method: "POST", path: "/logged-models/{loggedModelId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, tags: ModelTags }),
  output: z.object({ set: z.int() }),
});

export const deleteLoggedModelTags = operation({
  name: "loggedModels.deleteTags",
  kind: "call",
  summary: "Remove tags of a logged model",
  http: { method: "DELETE", path: "/logged-models/{loggedModelId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, keys: z.array(Key).min(1).max(1000) }),
  output: z.object({ deleted: z.array(z.string()).meta({ description: "Keys that were there" }) }),
});

export const logLoggedModelParams = operation({
  name: "loggedModels.logParams",
  kind: "call",
  summary: "Record parameters of a logged model",
  http: { method: "POST", path: "/logged-models/{loggedModelId}/params" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ loggedModelId: LoggedModelId, params: ModelParams }),
  output: z.object({ logged: z.int() }),
});
