import * as z from "zod";
import { idOf, JobId, Json, Timestamp } from "../../../kernel/contract/common.ts";

export const DeploymentId = idOf("deployment");
export const ProjectId = idOf("project");
export const ModelId = idOf("model");
export const DatasetId = idOf("dataset");

export const Environment = z.enum(["staging", "production"]);
export const LogMode = z.enum(["durable", "relaxed"]).meta({
  description: "durable: a prediction is answered after its log committed; relaxed: before, with a bounded buffer",
});
export const UnknownCategories = z.enum(["accept", "refuse"]).meta({
  description: "A category never seen in training: accept as unseen with a warning, or refuse",
});
/** Where predictions come from; drift keeps simulated traffic apart from real. */
export const Source = z.enum(["real", "simulated"]);
export type Source = z.output<typeof Source>;

/** One column the model reads. */
export const SignatureInput = z.looseObject({
  name: z.string(),
  type: z.string().meta({ description: "number, integer, boolean, string, date or timestamp" }),
  required: z.boolean().default(false),
  categories: z.array(z.string()).optional(),
  enum: z.boolean().optional().meta({ description: "True when only the listed categories are accepted" }),
  min: z.number().nullable().optional(),
  max: z.number().nullable().optional(),
  example: Json.optional(),
});
export type SignatureInput = z.output<typeof SignatureInput>;

/** What a version accepts and answers. */
export const Signature = z.looseObject({
  inputs: z.array(SignatureInput),
  outputs: z.array(z.looseObject({ name: z.string() })),
  task: z.string(),
  target: z.string(),
  classes: z.array(z.string()).optional(),
});
export type Signature = z.output<typeof Signature>;

export const Deployment = z.object({
  id: DeploymentId,
  projectId: ProjectId,
  name: z.string(),
  environment: Environment,
  modelId: ModelId,
  modelName: z.string(),
  modelVersion: z.int(),
  revision: z.int().meta({ description: "Counts every change of what serves" }),
  followsProduction: z.boolean().meta({ description: "Switches when the model's production stage does" }),
  log: LogMode,
  unknownCategories: UnknownCategories,
  status: z.enum(["ready", "problem", "removed"]),
  problem: z.string().nullable().meta({ description: "Why the newest wish could not be served; the revision named here keeps serving" }),
  task: z.string(),
  createdAt: Timestamp,
  createdBy: z.string(),
  updatedAt: Timestamp,
});
export type Deployment = z.output<typeof Deployment>;

export const DeploymentDetail = Deployment.extend({
  signature: Signature,
  runId: idOf("run"),
  referenceRows: z.int().meta({ description: "Training rows that drift is measured against" }),
  addresses: z.object({ predict: z.string(), v2: z.string(), invocations: z.string() }),
});

export const Revision = z.object({
  revision: z.int(),
  modelVersion: z.int(),
  runId: idOf("run"),
  log: LogMode,
  unknownCategories: UnknownCategories,
  reason: z.string(),
  by: z.string(),
  at: Timestamp,
  current: z.boolean(),
});
export type Revision = z.output<typeof Revision>;

export const Prediction = z.object({
  label: z.string().optional(),
  probability: z.number().optional().meta({ description: "Of the label" }),
  probabilities: z.record(z.string(), z.number()).optional(),
  value: z.number().optional(),
});
export type Prediction = z.output<typeof Prediction>;

export const PredictWarning = z.object({ row: z.int(), field: z.string(), message: z.string() });
export type PredictWarning = z.output<typeof PredictWarning>;

export const maxPredictRows = 1000;

/**
 * A record of anything, told to zod as one check: its own record visits and copies every field, and the signature's
 * compiled check visits them again.
 */
export const Row = z
  .unknown()
  .check((payload) => {
    const { value } = payload;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
    payload.issues.push({ code: "invalid_type", expected: "record", input: value });
  })
  .meta({ type: "object", propertyNames: { type: "string" }, additionalProperties: {} }) as z.ZodType<Record<string, unknown>>;

export const LoggedPrediction = z.object({
  predictionId: z.uuid(),
  row: z.int(),
  at: Timestamp,
  revision: z.int(),
  modelVersion: z.int(),
  source: Source,
  latencyMs: z.number(),
  inputs: z.record(z.string(), Json),
  output: Prediction,
});
export type LoggedPrediction = z.output<typeof LoggedPrediction>;

export const Batch = z.object({
  id: z.uuid(),
  deploymentId: DeploymentId,
  revision: z.int(),
  modelVersion: z.int(),
  datasetId: DatasetId,
  datasetVersion: z.int(),
  jobId: JobId,
  rows: z.int().nullable().meta({ description: "Rows predicted; null until done" }),
  refused: z.int().nullable().meta({ description: "Rows without a prediction; the reason stands in their error column" }),
  sizeBytes: z.int().nullable(),
  ready: z.boolean(),
  createdAt: Timestamp,
});
export type Batch = z.output<typeof Batch>;
