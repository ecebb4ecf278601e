import * as z from "zod";
import { idOf, JobId, pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";

export const TrainingId = idOf("training");
const DatasetId = idOf("dataset");
const ProjectId = idOf("project");
const RunId = idOf("run");
const ColumnName = z.string().min(1).max(500);

export const Task = z.enum(["classification", "regression"]);
export type Task = z.infer<typeof Task>;

/** Algorithms by their field names; `ridge` regresses, `logistic_regression` classifies, the others do both. */
export const Algorithm = z.enum(["logistic_regression", "ridge", "random_forest", "xgboost", "lightgbm", "mlp"]);
export type Algorithm = z.infer<typeof Algorithm>;

export const TrainingStatus = z.enum(["queued", "running", "finished", "failed", "cancelled"]);
export type TrainingStatus = z.infer<typeof TrainingStatus>;

const Setting = z.union([z.number(), z.string().max(200), z.boolean(), z.array(z.int()).max(8)]);
export const Settings = z.record(z.string(), Setting).meta({ description: "Hyperparameters by the library's own names" });
export type Settings = z.infer<typeof Settings>;

export const Warning = z.object({
  code: z.enum(["two_valued_regression", "missing_target_rows", "small_data", "dropped_column", "many_classes", "rare_class"]),
  message: z.string(),
  /** Another task offered by one click. */
  offer: z.object({ task: Task, label: z.string() }).optional(),
});
export type Warning = z.infer<typeof Warning>;

export const Candidate = z.object({
  algorithm: Algorithm,
  label: z.string(),
  runId: RunId,
  status: TrainingStatus,
  /** Place on the leaderboard by the primary metric, from 1. */
  rank: z.int().nullable(),
  /** Mean over the folds. */
  metrics: z.record(z.string(), z.number()),
  /** Standard deviation over the folds. */
  deviations: z.record(z.string(), z.number()),
  settings: Settings,
  foldsDone: z.int(),
  fitSeconds: z.number().nullable(),
  sizeBytes: z.int().nullable(),
  /** One-row latency of the exported graph, milliseconds. */
  latencyMs: z.number().nullable(),
  format: z.enum(["onnx", "native"]).nullable(),
  formatReason: z.string().nullable(),
  error: z.string().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

export const Training = z.object({
  id: TrainingId,
  projectId: ProjectId,
  name: z.string(),
  datasetId: DatasetId,
  version: z.int().positive(),
  target: ColumnName,
  task: Task,
  folds: z.int(),
  seed: z.int(),
  dropColumns: z.array(ColumnName),
  status: TrainingStatus,
  done: z.int(),
  total: z.int().nullable(),
  message: z.string(),
  jobId: JobId,
  /** Parent run; every candidate is a child run of it. */
  runId: RunId,
  primaryMetric: z.string(),
  higherIsBetter: z.boolean(),
  bestRunId: RunId.nullable(),
  warnings: z.array(Warning),
  /** What was done with each column, and why. */
  columns: z.array(z.object({ name: ColumnName, treatment: z.string(), reason: z.string() })),
  candidates: z.array(Candidate),
  error: z.object({ message: z.string(), fix: z.string() }).nullable(),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
});
export type Training = z.infer<typeof Training>;

export const TrainingSummary = Training.omit({ columns: true, warnings: true, candidates: true, dropColumns: true });

export const Recommendation = z.object({
  datasetId: DatasetId,
  version: z.int().positive(),
  rows: z.int(),
  /** Null where the data does not say; then one of `targetChoices` must be chosen. */
  target: ColumnName.nullable(),
  targetReason: z.string(),
  /** At most five. */
  targetChoices: z.array(z.object({ column: ColumnName, reason: z.string() })),
  task: Task.nullable(),
  taskReason: z.string(),
  primaryMetric: z.string().nullable(),
  validation: z.object({ strategy: z.enum(["stratified_k_fold", "k_fold"]), folds: z.int(), reason: z.string() }).nullable(),
  /** Best first. */
  algorithms: z.array(
    z.object({
      algorithm: Algorithm,
      label: z.string(),
      /** False: possible, but not worth its time here. */
      recommended: z.boolean(),
      reason: z.string(),
      settings: Settings,
      expectedSeconds: z.number(),
      expectedMemoryBytes: z.int(),
    }),
  ),
  expectedSeconds: z.number(),
  expectedMemoryBytes: z.int(),
  columns: z.array(z.object({ name: ColumnName, treatment: z.string(), reason: z.string() })),
  warnings: z.array(Warning),
});
export type Recommendation = z.infer<typeof Recommendation>;

export const recommendTraining = operation({
  name: "training.recommend",
  kind: "call",
  summary: "Recommend target, task, algorithms, settings and validation for a dataset, each with its reason",
  http: { method: "GET", path: "/training/recommendations/{datasetId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "training:read", on: (i) => ({ dataset: i.datasetId }) },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed", "unavailable"],
  input: z.object({
    datasetId: DatasetId,
    version: z.int().positive().optional(),
    target: ColumnName.optional(),
    task: Task.optional(),
  }),
  output: Recommendation,
  tool: { say: "Recommend target column, task, algorithms and settings for training on a dataset, with reasons." },
  since: "0.1.0",
});

export const startTraining = operation({
  name: "training.start",
  kind: "job",
  summary: "Train models on a dataset version and compare them by cross-validation",
  http: { method: "POST", path: "/training" },
  effect: "write",
  idempotent: false,
  permission: { action: "training:write", on: (i) => ({ project: i.projectId }) },
  audit: { target: (i) => ({ project: i.projectId, dataset: i.datasetId }), redact: [] },
  errors: ["not_found", "checks_failed", "unavailable"],
  input: z.object({
    projectId: ProjectId,
    name: z.string().trim().min(1).max(200).optional(),
    datasetId: DatasetId,
    version: z.int().positive().optional(),
    target: ColumnName,
    task: Task,
    algorithms: z.array(Algorithm).min(1).max(6).optional().meta({ description: "Default: the recommended ones" }),
    folds: z.int().min(2).max(20).default(5),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(0),
    dropColumns: z.array(ColumnName).max(5000).optional(),
    settings: z.record(z.string(), Settings).optional().meta({ description: "Settings by algorithm, over the recommended ones" }),
  }),
  output: z.object({ trainingId: TrainingId, jobId: JobId, runId: RunId, warnings: z.array(Warning) }),
  positional: ["datasetId"],
  tool: {
    say: "Train models for a target column of a dataset and compare them; each algorithm becomes a run.",
    confirm: (i) => `Train a ${i.task} model for ${i.target}`,
  },
  since: "0.1.0",
});

export const repeatTraining = operation({
  name: "training.repeat",
  kind: "job",
  summary: "Train again with the same data version, columns, settings and seed",
  http: { method: "POST", path: "/training/{trainingId}/repeat" },
  effect: "write",
  idempotent: false,
  permission: { action: "training:write", on: (i) => ({ training: i.trainingId }) },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed", "unavailable"],
  input: z.object({ trainingId: TrainingId, runId: RunId.optional().meta({ description: "Only the candidate of this run" }) }),
  output: startTraining.output,
  tool: { say: "Repeat a training with the same data, settings and seed.", confirm: () => "Train again with the same data and settings" },
  since: "0.1.0",
});

export const getTraining = operation({
  name: "training.get",
  kind: "call",
  summary: "Show a training with its leaderboard",
  http: { method: "GET", path: "/training/{trainingId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "training:read", on: (i) => ({ training: i.trainingId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ trainingId: TrainingId }),
  output: Training,
  tool: { say: "Show a training: its progress, its leaderboard and the best run." },
  since: "0.1.0",
});

export const listTrainings = operation({
  name: "training.list",
  kind: "call",
  summary: "List trainings, newest first",
  http: { method: "GET", path: "/training" },
  effect: "read",
  idempotent: true,
  permission: { action: "training:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: ProjectId.optional(),
    datasetId: DatasetId.optional(),
    status: TrainingStatus.optional(),
    q: z.string().max(200).optional(),
    sort: z.enum(["createdAt", "name"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(TrainingSummary),
  tool: { say: "List trainings, newest first." },
  since: "0.1.0",
});

export const cancelTraining = operation({
  name: "training.cancel",
  kind: "call",
  summary: "Cancel a training; finished candidates are kept",
  http: { method: "POST", path: "/training/{trainingId}/cancel" },
  effect: "write",
  idempotent: true,
  permission: { action: "training:write", on: (i) => ({ training: i.trainingId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ trainingId: TrainingId }),
  output: z.object({ trainingId: TrainingId, jobId: JobId, status: TrainingStatus }),
  tool: { say: "Cancel a running or queued training.", confirm: () => "Cancel the training" },
  since: "0.1.0",
});

export const watchTraining = operation({
  name: "training.watch",
  kind: "watch",
  summary: "Follow a training: progress, message and the leaderboard as it fills",
  http: { method: "GET", path: "/training/{trainingId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "training:read", on: (i) => ({ training: i.trainingId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ trainingId: TrainingId }),
  output: Training,
  since: "0.1.0",
});

export const downloadTraining = operation({
  name: "training.download",
  kind: "transfer",
  direction: "download",
  summary: "Download a zip with models, plots, metrics, logs, environment and a runnable example",
  http: { method: "GET", path: "/training/{trainingId}/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "training:read", on: (i) => ({ training: i.trainingId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ trainingId: TrainingId }),
  output: z.object({ filename: z.string() }),
  tool: { say: "Give a link to a zip with a training's models, plots, metrics, logs and a runnable example." },
  since: "0.1.0",
});
