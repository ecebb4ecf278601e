import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Model, ModelVersion } from "../contract/shapes.ts";
import { lockModel, modelById, type LockedModel } from "../store/models.ts";
import { versionOf } from "../store/versions.ts";

function noModel(modelId: string): Error {
  return refuse("not_found", `There is no model ${modelId} here.`, "List them with `models list`.");
}

/** The model as its readers see it. @throws Refusal `not_found`. */
export async function aModel(ctx: Ctx, modelId: string): Promise<Model> {
  const found = await modelById(ctx.tx, ctx.workspaceId, modelId);
  if (!found) throw noModel(modelId);
  return found;
}

/** @throws Refusal `not_found` naming the model. */
export async function aVersion(ctx: Ctx, modelId: string, version: number): Promise<ModelVersion> {
  const found = await versionOf(ctx.tx, ctx.workspaceId, modelId, version);
  if (!found) throw refuse("not_found", `Model ${modelId} has no version ${version}.`, "List its versions with `models versions`.");
  return found;
}

/** Locks a model that was not deleted. @throws Refusal `not_found`. */
export async function lockThere(ctx: Ctx, modelId: string): Promise<LockedModel> {
  const model = await lockModel(ctx.tx, ctx.workspaceId, modelId);
  if (!model || model.deleted) throw noModel(modelId);
  return model;
}

/** Locks the model for a change of stages or versions. @throws Refusal when it is gone or archived. */
export async function lockLiving(ctx: Ctx, modelId: string): Promise<LockedModel> {
  const model = await lockThere(ctx, modelId);
  if (model.archived) throw refuse("conflict", `Model ${model.name} is archived.`, "Undo the archiving in the audit log first.");
  return model;
}
