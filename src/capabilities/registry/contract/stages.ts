import * as z from "zod";
import { pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { LiveStage, ModelId, ModelVersion, onModel, Reason, Stage, StageChange, Version } from "./shapes.ts";

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
  input: z.object({
    modelId: ModelId,
    version: Version,
    stage: Stage,
    keepExisting: z.boolean().optional().meta({ description: "Leave what stands in the stage there; deployments follow the version moved last" }),
    reason: Reason.optional(),
  }),
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
