import * as z from "zod";
import { pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import {
  Description,
  Filter,
  ModelId,
  ModelVersion,
  Name,
  onModel,
  OrderBy,
  ProjectId,
  Reason,
  RunId,
  Stage,
  TagKey,
  Tags,
  Version,
  VersionSummary,
} from "./shapes.ts";

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

export const createVersion = operation({
  name: "models.createVersion",
  kind: "call",
  summary: "Add a version of files made elsewhere, or of a prompt's text",
  http: { method: "POST", path: "/models/{modelId}/versions" },
  effect: "write",
  idempotent: false,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({
    modelId: ModelId,
    source: z.string().min(1).max(4000).meta({
      description: "runs:/<run>/<path>, models:/m-<id>, models:/<name>/<version>, mlflow-artifacts:/… or another URI; for a prompt a placeholder",
    }),
    run: z.string().max(256).optional().meta({ description: "Run that holds the source; needed where the source does not name one of this server" }),
    loggedModel: z.string().max(256).optional().meta({ description: "Logged model that holds the source, as m-<id>" }),
    runLink: z.string().max(2000).optional(),
    description: Description.optional(),
    tags: Tags.optional(),
  }),
  output: ModelVersion,
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

export const searchVersions = operation({
  name: "models.searchVersions",
  kind: "call",
  summary: "Find versions by a filter over name, number, run, source and tags",
  http: { method: "POST", path: "/models/versions/search" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: ProjectId.optional(),
    filter: Filter.optional().meta({ description: "Versions of prompts are found only when a clause asks for their tag" }),
    orderBy: OrderBy.optional().meta({
      description: "name, version_number, creation_timestamp, last_updated_timestamp; default the newest change first",
    }),
    ...pageInput,
  }),
  output: pageOf(VersionSummary),
});

export const latestVersions = operation({
  name: "models.latestVersions",
  kind: "call",
  summary: "Read the highest version of each stage of models",
  http: { method: "POST", path: "/models/versions/latest" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({ modelIds: z.array(ModelId).min(1).max(1000), stages: z.array(Stage).max(4).optional().meta({ description: "Default all" }) }),
  output: z.object({ items: z.array(VersionSummary) }),
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

export const updateVersion = operation({
  name: "models.updateVersion",
  kind: "call",
  summary: "Change description or all tags of a model version",
  http: { method: "PATCH", path: "/models/{modelId}/versions/{version}" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, version: Version, description: Description.optional(), tags: Tags.optional() }),
  output: ModelVersion,
  undoable: true,
});

export const setVersionTags = operation({
  name: "models.setVersionTags",
  kind: "call",
  summary: "Set tags of a version, the others stay",
  http: { method: "POST", path: "/models/{modelId}/versions/{version}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, version: Version, tags: Tags }),
  output: ModelVersion,
});

export const deleteVersionTags = operation({
  name: "models.deleteVersionTags",
  kind: "call",
  summary: "Take tags off a version",
  http: { method: "POST", path: "/models/{modelId}/versions/{version}/tags/delete" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, version: Version, keys: z.array(TagKey).min(1).max(1000) }),
  output: ModelVersion,
});

export const deleteVersion = operation({
  name: "models.deleteVersion",
  kind: "call",
  summary: "Delete a version with its aliases; its number is not used again",
  http: { method: "DELETE", path: "/models/{modelId}/versions/{version}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({ modelId: ModelId, version: Version, reason: Reason.optional() }),
  output: z.object({ modelId: ModelId, version: Version }),
  undoable: true,
  tool: { say: "Delete one model version; refused while a deployment serves it.", confirm: (i) => `Delete version ${i.version} with its aliases.` },
});
