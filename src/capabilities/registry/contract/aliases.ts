import * as z from "zod";
import { operation } from "../../../kernel/contract/operation.ts";
import { Alias, Model, ModelId, ModelVersion, onModel, Version } from "./shapes.ts";

export const setAlias = operation({
  name: "models.setAlias",
  kind: "call",
  summary: "Point an alias at a version; it moves when it is set again",
  http: { method: "PUT", path: "/models/{modelId}/aliases/{alias}" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, alias: Alias, version: Version }),
  output: Model,
  undoable: true,
  tool: { say: "Point an alias such as champion at a version of a model.", confirm: (i) => `Point ${i.alias} at version ${i.version}.` },
});

export const deleteAlias = operation({
  name: "models.deleteAlias",
  kind: "call",
  summary: "Take an alias away",
  http: { method: "DELETE", path: "/models/{modelId}/aliases/{alias}" },
  effect: "write",
  idempotent: true,
  permission: { action: "model:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ modelId: ModelId, alias: Alias }),
  output: Model,
  undoable: true,
});

export const getVersionByAlias = operation({
  name: "models.byAlias",
  kind: "call",
  summary: "Read the version an alias points at",
  http: { method: "GET", path: "/models/{modelId}/aliases/{alias}" },
  effect: "read",
  idempotent: true,
  permission: { action: "model:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ modelId: ModelId, alias: Alias }),
  output: ModelVersion,
});
