import * as z from "zod";
import { pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Description, Filter, Kind, LiveStage, Model, ModelId, Name, onModel, OrderBy, ProjectId, Reason, Signature, TagKey, Tags } from "./shapes.ts";

export const createModel = operation({
  name: "models.create",
  kind: "call",
  summary: "Make a registered model without versions, or a prompt",
  http: { method: "POST", path: "/models/create" },
  effect: "write",
  idempotent: false,
  permission: { action: "model:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ projectId: ProjectId, name: Name, kind: Kind.default("model"), description: Description.optional(), tags: Tags.optional() }),
  output: Model,
  positional: ["name"],
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
    kind: Kind.default("model").meta({ description: "Models, or prompts" }),
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

export const searchModels = operation({
  name: "models.search",
  kind: "call",
  summary: "Find models by a filter over name and tags",
  http: { method: "POST", path: "/models/search" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: ProjectId.optional(),
    filter: Filter.optional().meta({ description: "Prompts are found only when a clause asks for their tag" }),
    orderBy: OrderBy.optional().meta({ description: "name, creation_timestamp, last_updated_timestamp; default name" }),
    ...pageInput,
  }),
  output: pageOf(Model),
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

export const getModelByName = operation({
  name: "models.getByName",
  kind: "call",
  summary: "Read a model or prompt by its name in a project",
  http: { method: "GET", path: "/models/by-name" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ projectId: ProjectId, name: z.string().min(1).max(300) }),
  output: Model,
});

export const updateModel = operation({
  name: "models.update",
  kind: "call",
  summary: "Change name, description or all tags of a model",
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

export const setModelTags = operation({
  name: "models.setTags",
  kind: "call",
  summary: "Set tags of a model, the others stay",
  http: { method: "POST", path: "/models/{modelId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, tags: Tags }),
  output: Model,
});

export const deleteModelTags = operation({
  name: "models.deleteTags",
  kind: "call",
  summary: "Take tags off a model",
  http: { method: "POST", path: "/models/{modelId}/tags/delete" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, keys: z.array(TagKey).min(1).max(1000) }),
  output: Model,
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

export const deleteModel = operation({
  name: "models.delete",
  kind: "call",
  summary: "Delete a model or prompt with its versions and aliases",
  http: { method: "DELETE", path: "/models/{modelId}" },
  effect: "destructive",
  idempotent: false,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({ modelId: ModelId, reason: Reason.optional() }),
  output: z.object({ modelId: ModelId, name: z.string() }),
  undoable: true,
  tool: {
    say: "Delete a model with all versions; refused while a deployment serves one.",
    confirm: () => "Delete the model with all its versions and aliases.",
  },
});
