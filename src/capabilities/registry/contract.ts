import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";

export const ModelId = idOf("model");
const ProjectId = idOf("project");
const RunId = idOf("run");

export const Version = z.int().positive().meta({ description: "Number of the version, 1 is the first" });
export const Stage = z.enum(["none", "staging", "production", "archived"]);
export type Stage = z.infer<typeof Stage>;
/** Stages that hold one version at a time. */
export const LiveStage = z.enum(["staging", "production"]);
export type LiveStage = z.infer<typeof LiveStage>;

const Name = z.string().trim().min(1).max(120);
const Description = z.string().max(10_000);
const Tags = z.record(z.string().min(1).max(100), z.string().max(1000));
const Reason = z.string().trim().max(2000).meta({ description: "Why; kept in the history" });
export const Person = z.object({ id: z.string(), name: z.string() });

/** One feature a model takes, as the trainer wrote it into `signature.json`. */
export const SignatureInput = z.looseObject({
  name: z.string().min(1),
  type: z.enum(["number", "integer", "boolean", "string", "date", "timestamp"]),
  required: z.boolean(),
  categories: z.array(z.string()).optional(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  example: z.json().optional(),
});
export type SignatureInput = z.infer<typeof SignatureInput>;

/** What a model takes and gives. Fields of later trainers travel along. */
export const Signature = z.looseObject({
  inputs: z.array(SignatureInput).min(1),
  outputs: z.array(z.looseObject({ name: z.string().min(1) })).min(1),
  task: z.enum(["classification", "regression"]),
  target: z.string(),
  classes: z.array(z.string()).optional(),
});
export type Signature = z.infer<typeof Signature>;

/** What the export gate found when it compared ONNX with the native model. */
export const Gate = z.looseObject({
  passed: z.boolean(),
  rowsCompared: z.number().nullish(),
  maxAbsDiff: z.number().nullish(),
  toleranceAbs: z.number().nullish(),
  perturbedDiffering: z.number().nullish(),
  nearSplit: z.number().nullish(),
  reason: z.string().nullish(),
});
export type Gate = z.infer<typeof Gate>;

/** What registration asks of `reference.json`; its bins are read by who measures drift. */
export const Reference = z.looseObject({ rows: z.number().positive(), features: z.record(z.string(), z.looseObject({ kind: z.string() })) });

export const ModelVersion = z.object({
  modelId: ModelId,
  name: z.string(),
  version: Version,
  stage: Stage,
  projectId: ProjectId,
  runId: RunId,
  format: z.enum(["onnx", "native"]),
  formatReason: z.string().nullable().meta({ description: "Why the version is native; null for ONNX" }),
  task: Signature.shape.task,
  target: z.string(),
  algorithm: z.string().nullable(),
  signature: Signature,
  gate: Gate,
  metrics: z.record(z.string(), z.number()),
  graphKey: z.string().nullable().meta({ description: "Object of the ONNX graph; null for native" }),
  graphSha256: z.string().nullable(),
  nativeKey: z.string().nullable(),
  referenceKey: z.string(),
  sizeBytes: z.int(),
  datasetId: idOf("dataset").nullable(),
  datasetVersion: z.int().nullable(),
  description: z.string(),
  tags: Tags,
  createdAt: Timestamp,
  createdBy: Person,
});
export type ModelVersion = z.infer<typeof ModelVersion>;

/** A version in a list; a signature may have thousands of inputs, so `getVersion` gives it. */
export const VersionSummary = ModelVersion.omit({ signature: true });
export type VersionSummary = z.infer<typeof VersionSummary>;

export const Model = z.object({
  id: ModelId,
  projectId: ProjectId,
  name: z.string(),
  description: z.string(),
  tags: Tags,
  archived: z.boolean(),
  latestVersion: Version,
  stagingVersion: Version.nullable(),
  productionVersion: Version.nullable(),
  task: Signature.shape.task,
  createdAt: Timestamp,
  updatedAt: Timestamp,
  createdBy: Person,
});
export type Model = z.infer<typeof Model>;

export const StageChange = z.object({
  version: Version,
  from: Stage,
  to: Stage,
  cause: z.enum(["promoted", "replaced", "rolled_back", "undone"]),
  reason: z.string(),
  by: Person,
  at: Timestamp,
});
export type StageChange = z.infer<typeof StageChange>;

const onModel = (i: { modelId: string }) => ({ model: i.modelId });

export const registerModel = operation({
  name: "models.register",
  kind: "call",
  summary: "Register the model a run made, as a new version",
  http: { method: "POST", path: "/models" },
  effect: "write",
  idempotent: false,
  permission: { action: "model:write", on: (i) => ({ project: i.projectId, run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({
    projectId: ProjectId,
    name: Name.meta({ description: "A new name makes a model, a known one adds a version" }),
    runId: RunId,
    description: Description.optional(),
    tags: Tags.optional(),
  }),
  output: ModelVersion,
  positional: ["name"],
  tool: { say: "Register the model artifacts of a finished run under a name; a known name gets a new version." },
});

export const listModels = operation({
  name: "models.list",
  kind: "call",
  summary: "List models",
  http: { method: "GET", path: "/models" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: ProjectId.optional(),
    q: z.string().max(200).optional().meta({ description: "Part of the name or description" }),
    stage: LiveStage.optional().meta({ description: "Only models with a version in this stage" }),
    task: Signature.shape.task.optional(),
    archived: z.boolean().default(false).meta({ description: "Archived models instead of the living" }),
    sort: z.enum(["name", "createdAt", "updatedAt"]).default("updatedAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Model),
  tool: { say: "List registered models with their newest, staging and production versions." },
});

export const getModel = operation({
  name: "models.get",
  kind: "call",
  summary: "Read a model",
  http: { method: "GET", path: "/models/{modelId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ modelId: ModelId }),
  output: Model,
  tool: { say: "Read one registered model." },
});

export const listVersions = operation({
  name: "models.versions",
  kind: "call",
  summary: "List the versions of a model",
  http: { method: "GET", path: "/models/{modelId}/versions" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    modelId: ModelId,
    q: z.string().max(200).optional().meta({ description: "Part of the description or algorithm" }),
    stage: Stage.optional(),
    sort: z.enum(["version", "createdAt"]).default("version"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(VersionSummary),
  tool: {
    say: "List the versions of a model with stage and metrics, to compare them.",
    pick: (o) => o.items.map(({ version, stage, format, metrics, algorithm }) => ({ version, stage, format, metrics, algorithm })),
  },
});

export const getVersion = operation({
  name: "models.getVersion",
  kind: "call",
  summary: "Read one version of a model",
  http: { method: "GET", path: "/models/{modelId}/versions/{version}" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ modelId: ModelId, version: Version }),
  output: ModelVersion,
  tool: { say: "Read one model version: signature, gate, metrics, stage." },
});

export const updateModel = operation({
  name: "models.update",
  kind: "call",
  summary: "Change name, description or tags of a model",
  http: { method: "PATCH", path: "/models/{modelId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, name: Name.optional(), description: Description.optional(), tags: Tags.optional() }),
  output: Model,
  undoable: true,
});

export const updateVersion = operation({
  name: "models.updateVersion",
  kind: "call",
  summary: "Change description or tags of a model version",
  http: { method: "PATCH", path: "/models/{modelId}/versions/{version}" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ modelId: ModelId, version: Version, description: Description.optional(), tags: Tags.optional() }),
  output: ModelVersion,
  undoable: true,
});

export const promoteModel = operation({
  name: "models.promote",
  kind: "call",
  summary: "Move a model version to a stage",
  http: { method: "POST", path: "/models/{modelId}/promote" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:promote", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({ modelId: ModelId, version: Version, stage: Stage, reason: Reason.optional() }),
  output: ModelVersion,
  undoable: true,
  tool: {
    say: "Move a model version to none, staging, production or archived.",
    confirm: (i) => `Move version ${i.version} to ${i.stage}.`,
  },
});

export const rollbackModel = operation({
  name: "models.rollback",
  kind: "call",
  summary: "Put the previous version of a stage back",
  http: { method: "POST", path: "/models/{modelId}/rollback" },
  effect: "write",
  idempotent: false,
  permission: { action: "model:promote", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({ modelId: ModelId, stage: LiveStage, reason: Reason.min(1) }),
  output: ModelVersion,
  undoable: true,
  tool: {
    say: "Roll a stage back to the version that was in it before.",
    confirm: (i) => `Put the previous ${i.stage} version back.`,
  },
});

export const modelHistory = operation({
  name: "models.history",
  kind: "call",
  summary: "List the stage changes of a model: who, when, why",
  http: { method: "GET", path: "/models/{modelId}/history" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    modelId: ModelId,
    asOf: Timestamp.optional().meta({ description: "Also says what was in staging and production at this time; default now" }),
    q: z.string().max(200).optional().meta({ description: "Part of the reason or of the person's name" }),
    version: Version.optional(),
    stage: Stage.optional().meta({ description: "Only changes into or out of this stage" }),
    sort: z.enum(["at"]).default("at"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(StageChange).extend({
    asOf: z.object({ at: Timestamp, staging: Version.nullable(), production: Version.nullable() }),
  }),
  tool: { say: "Tell who moved which model version when and why, and what was in production at a given time." },
});

export const archiveModel = operation({
  name: "models.archive",
  kind: "call",
  summary: "Archive a model that nothing serves",
  http: { method: "POST", path: "/models/{modelId}/archive" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({ modelId: ModelId, reason: Reason.optional() }),
  output: Model,
  undoable: true,
  tool: { say: "Archive a model; refused while a version is in staging or production.", confirm: () => "Archive the model." },
});
