import * as z from "zod";
import { idOf, Timestamp } from "../../../kernel/contract/common.ts";

export const ModelId = idOf("model");
export const ProjectId = idOf("project");
export const RunId = idOf("run");

export const Version = z.int().positive().meta({ description: "Number of the version, 1 is the first" });
export const Stage = z.enum(["none", "staging", "production", "archived"]);
export type Stage = z.infer<typeof Stage>;
/** Stages that a deployment follows: the version moved there last is the one. */
export const LiveStage = z.enum(["staging", "production"]);
export type LiveStage = z.infer<typeof LiveStage>;

/** A prompt is a registered name too; its versions hold a text instead of files. */
export const Kind = z.enum(["model", "prompt"]);
export type Kind = z.infer<typeof Kind>;

export const Name = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .regex(/^[^/:]+$/, "no / or :");
export const Description = z.string().max(10_000);
export const TagKey = z.string().min(1).max(250);
export const Tags = z.record(TagKey, z.string().max(100_000));
export const Alias = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\p{L}\p{N}_-]+$/u, "only letters, digits, _ and -")
  .meta({ description: "Word that points at one version; not `latest`, not `v` with a number" });
export const Reason = z.string().trim().max(2000).meta({ description: "Why; kept in the history" });
export const Person = z.object({ id: z.string(), name: z.string() });
export const Filter = z.string().max(10_000).meta({ description: "Clauses joined by AND, as in MLflow: name LIKE 'churn%' AND tags.team = 'risk'" });
export const OrderBy = z.array(z.string().max(200)).max(10).meta({ description: "Fields with ASC or DESC, the first decides first" });

/** Tags by which MLflow's clients know a prompt and its text. */
export const promptTag = "mlflow.prompt.is_prompt";
export const promptTextTag = "mlflow.prompt.text";

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

export const Format = z.enum(["onnx", "native", "mlflow", "prompt"]);
export type Format = z.infer<typeof Format>;

export const ModelVersion = z.object({
  modelId: ModelId,
  name: z.string(),
  version: Version,
  kind: Kind,
  stage: Stage,
  aliases: z.array(z.string()),
  projectId: ProjectId,
  runId: RunId.nullable().meta({ description: "Run of this server that made it" }),
  runRef: z.string().nullable().meta({ description: "Run the client named that is not one of this server" }),
  loggedModelId: z.uuid().nullable(),
  runLink: z.string(),
  source: z.string().meta({ description: "Where the files are, as registered: runs:/<run>/<path>, models:/m-<id>, mlflow-artifacts:/… or another URI" }),
  location: z.string().meta({ description: "Where the files are; differs from the source for a copy of another version" }),
  format: Format.meta({ description: "Only `onnx` can be deployed" }),
  formatReason: z.string().nullable().meta({ description: "Why the version is native; null otherwise" }),
  task: Signature.shape.task.nullable(),
  target: z.string().nullable(),
  algorithm: z.string().nullable(),
  signature: Signature.nullable().meta({ description: "What it takes and gives; null where the trainer did not make it" }),
  gate: Gate.nullable(),
  metrics: z.record(z.string(), z.number()),
  graphKey: z.string().nullable().meta({ description: "Object of the ONNX graph; null for other formats" }),
  graphSha256: z.string().nullable(),
  nativeKey: z.string().nullable(),
  referenceKey: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  datasetId: idOf("dataset").nullable(),
  datasetVersion: z.int().nullable(),
  description: z.string(),
  tags: Tags,
  createdAt: Timestamp,
  updatedAt: Timestamp,
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
  kind: Kind,
  description: z.string(),
  tags: Tags,
  aliases: z.record(z.string(), Version),
  archived: z.boolean(),
  latestVersion: Version.nullable().meta({ description: "Highest version; null while there is none" }),
  versionCount: z.int(),
  stagingVersion: Version.nullable(),
  productionVersion: Version.nullable().meta({ description: "What deployments to production follow: the version moved there last" }),
  task: Signature.shape.task.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  createdBy: Person,
});
export type Model = z.infer<typeof Model>;

export const StageChange = z.object({
  version: Version,
  from: Stage,
  to: Stage,
  cause: z.enum(["promoted", "replaced", "rolled_back", "undone", "deleted"]),
  reason: z.string(),
  by: Person,
  at: Timestamp,
});
export type StageChange = z.infer<typeof StageChange>;

export const onModel = (i: { modelId: string }) => ({ model: i.modelId });
