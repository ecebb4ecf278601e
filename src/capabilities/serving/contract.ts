import * as z from "zod";
import { JobId, pageInput, pageOf } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";
import {
  Batch,
  DatasetId,
  Deployment,
  DeploymentDetail,
  DeploymentId,
  Environment,
  LoggedPrediction,
  LogMode,
  maxPredictRows,
  ModelId,
  Prediction,
  PredictWarning,
  ProjectId,
  Revision,
  Row,
  Signature,
  Source,
  UnknownCategories,
} from "./contract/shapes.ts";

const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
  .meta({ description: "Letters, digits, dot, dash and underscore, at most 63; it is the name in /v2/models/{name}" });
const Reason = z.string().trim().max(500);

const onDeployment = (i: { deploymentId: string }) => ({ deployment: i.deploymentId });
const changed = z.object({ deployment: Deployment });

export const createDeployment = operation({
  name: "deployments.create",
  kind: "call",
  summary: "Deploy a model version to staging, or follow a model's production stage",
  http: { method: "POST", path: "/deployments" },
  effect: "write",
  idempotent: false,
  permission: { action: "deployment:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({
    projectId: ProjectId,
    name: Name.optional().meta({ description: "Default: the model's name and the environment" }),
    modelId: ModelId,
    version: z
      .int()
      .positive()
      .optional()
      .meta({ description: "Staging: default the staging version, else the newest. Production: always the production version" }),
    environment: Environment.default("staging"),
    log: LogMode.default("durable"),
    unknownCategories: UnknownCategories.default("accept"),
    reason: Reason.optional(),
  }),
  output: changed,
  undoable: true,
  positional: ["modelId"],
  tool: {
    say: "Deploy a registered model to staging, or to production following its production stage.",
    confirm: (i) => `Deploy ${i.version === undefined ? "the model" : `version ${i.version}`} to ${i.environment}`,
  },
});

export const listDeployments = operation({
  name: "deployments.list",
  kind: "call",
  summary: "List deployments",
  http: { method: "GET", path: "/deployments" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: (i) => ({ project: i.projectId, model: i.modelId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    ...pageInput,
    projectId: ProjectId.optional(),
    modelId: ModelId.optional(),
    environment: Environment.optional(),
    q: z.string().max(200).optional().meta({ description: "Part of the deployment's or model's name" }),
    sort: z.enum(["name", "createdAt", "updatedAt"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  output: pageOf(Deployment),
  tool: { say: "List deployments with the model version each one serves." },
});

export const getDeployment = operation({
  name: "deployments.get",
  kind: "call",
  summary: "A deployment with the signature its form is made from",
  http: { method: "GET", path: "/deployments/{deploymentId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ deploymentId: DeploymentId }),
  output: z.object({ deployment: DeploymentDetail }),
  tool: { say: "Show one deployment: version, status and the inputs it accepts." },
});

export const resolveDeployment = operation({
  name: "deployments.resolve",
  kind: "call",
  summary: "Find a deployment by its name or id, with what a caller needs to predict",
  http: { method: "GET", path: "/deployments/resolve/{name}" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:predict" },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ name: z.string().min(1).max(100) }),
  output: z.object({ deploymentId: DeploymentId, name: z.string(), modelName: z.string(), modelVersion: z.int(), signature: Signature }),
});

export const updateDeployment = operation({
  name: "deployments.update",
  kind: "call",
  summary: "Change the version or the settings a deployment serves with",
  http: { method: "PATCH", path: "/deployments/{deploymentId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "deployment:write", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({
    deploymentId: DeploymentId,
    version: z.int().positive().optional().meta({ description: "Staging only; production follows the model's stage" }),
    log: LogMode.optional(),
    unknownCategories: UnknownCategories.optional(),
    reason: Reason.optional(),
  }),
  output: changed,
  undoable: true,
  tool: { say: "Change which version a staging deployment serves, or its log and category settings." },
});

export const removeDeployment = operation({
  name: "deployments.remove",
  kind: "call",
  summary: "Undeploy; its prediction log stays",
  http: { method: "DELETE", path: "/deployments/{deploymentId}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "deployment:write", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ deploymentId: DeploymentId, reason: Reason.optional() }),
  output: changed,
  undoable: true,
  tool: { say: "Undeploy a model.", confirm: (i) => `Remove deployment ${i.deploymentId}: its address stops answering` },
});

export const listRevisions = operation({
  name: "deployments.revisions",
  kind: "call",
  summary: "Every revision a deployment served, newest first",
  http: { method: "GET", path: "/deployments/{deploymentId}/revisions" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    deploymentId: DeploymentId,
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the reason or the name of who made it" }),
    sort: z.enum(["revision"]).default("revision"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  output: pageOf(Revision),
  tool: { say: "List the revisions of a deployment with their reasons." },
});

export const rollbackDeployment = operation({
  name: "deployments.rollback",
  kind: "call",
  summary: "Serve the previous version again",
  http: { method: "POST", path: "/deployments/{deploymentId}/rollback" },
  effect: "write",
  idempotent: false,
  permission: { action: "deployment:write", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({
    deploymentId: DeploymentId,
    revision: z.int().positive().optional().meta({ description: "Default: the last revision that served another version" }),
    reason: Reason.optional(),
  }),
  output: changed,
  undoable: true,
  tool: {
    say: "Serve a deployment's previous revision again. Production keeps it until the model's stage moves next.",
    confirm: (i) => `Roll back deployment ${i.deploymentId}${i.revision === undefined ? "" : ` to revision ${i.revision}`}`,
  },
});

export const syncDeployment = operation({
  name: "deployments.sync",
  kind: "call",
  summary: "Bring a production deployment to its model's production version now",
  http: { method: "POST", path: "/deployments/{deploymentId}/sync" },
  effect: "write",
  idempotent: true,
  permission: { action: "deployment:write", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({ deploymentId: DeploymentId }),
  output: changed,
});

export const predict = operation({
  name: "deployments.predict",
  kind: "ingest",
  summary: "Predict one or more rows",
  http: { method: "POST", path: "/deployments/{deploymentId}/predict" },
  effect: "write",
  idempotent: false,
  permission: { action: "deployment:predict", on: onDeployment },
  audit: { redact: ["rows"] },
  errors: ["not_found", "unavailable"],
  input: z.object({
    deploymentId: DeploymentId,
    rows: z.array(Row).min(1).max(maxPredictRows),
    source: Source.default("real").meta({ description: "simulated keeps the rows apart from real traffic everywhere" }),
    simulationId: z.uuid().optional().meta({ description: "Groups simulated rows; ids in time order, so that drift can look at the newest alone" }),
  }),
  output: z.object({
    predictionId: z.uuid(),
    deploymentId: DeploymentId,
    revision: z.int(),
    modelVersion: z.int(),
    source: Source,
    predictions: z.array(Prediction),
    warnings: z.array(PredictWarning).meta({ description: "Accepted, but unlike the training data: unseen category, out of range" }),
  }),
  tool: { say: "Predict rows with a deployment." },
});

export const predictionLog = operation({
  name: "deployments.log",
  kind: "call",
  summary: "The prediction log, newest first",
  http: { method: "GET", path: "/deployments/{deploymentId}/log" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    deploymentId: DeploymentId,
    ...pageInput,
    source: Source.optional(),
    revision: z.int().positive().optional(),
    q: z.string().max(200).optional().meta({ description: "Text in the inputs or the output" }),
    sort: z.enum(["at"]).default("at"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  output: pageOf(LoggedPrediction),
});

export const watchDeployment = operation({
  name: "deployments.watch",
  kind: "watch",
  summary: "Follow a deployment's revisions and status",
  http: { method: "GET", path: "/deployments/{deploymentId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ deploymentId: DeploymentId }),
  output: z.object({ deployment: Deployment }),
});

export const predictBatch = operation({
  name: "deployments.predictBatch",
  kind: "job",
  summary: "Predict every row of a dataset version",
  http: { method: "POST", path: "/deployments/{deploymentId}/batches" },
  effect: "write",
  idempotent: false,
  permission: { action: "deployment:predict", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ deploymentId: DeploymentId, datasetId: DatasetId, version: z.int().positive().optional() }),
  output: z.object({ jobId: JobId, batchId: z.uuid() }),
  tool: { say: "Predict all rows of a dataset; the result is a CSV to download." },
});

export const listBatches = operation({
  name: "deployments.batches",
  kind: "call",
  summary: "Batch predictions of a deployment, newest first",
  http: { method: "GET", path: "/deployments/{deploymentId}/batches" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    deploymentId: DeploymentId,
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the id" }),
    sort: z.enum(["createdAt"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  output: pageOf(Batch),
});

export const downloadBatch = operation({
  name: "deployments.downloadBatch",
  kind: "transfer",
  direction: "download",
  summary: "Download a batch prediction as CSV",
  http: { method: "GET", path: "/deployments/{deploymentId}/batches/{batchId}/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "deployment:read", on: onDeployment },
  audit: { redact: [], sensitive: true },
  errors: ["not_found", "checks_failed"],
  input: z.object({ deploymentId: DeploymentId, batchId: z.uuid() }),
  output: z.object({ filename: z.string(), sizeBytes: z.int().nullable() }),
});
