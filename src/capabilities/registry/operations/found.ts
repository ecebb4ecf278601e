import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import type { Model, ModelVersion } from "../contract.ts";
import { lockModel, modelById } from "../store/models.ts";
import { versionOf } from "../store/versions.ts";

/** The model as its readers see it. @throws Refusal `not_found`. */
export async function aModel(ctx: Ctx, modelId: string): Promise<Model> {
  const stored = await modelById(ctx.tx, ctx.workspaceId, modelId);
  if (!stored) throw refuse("not_found", `There is no model ${modelId} here.`, "List them with `models list`.");
  const { revision: _revision, ...model } = stored;
  return model;
}

/** @throws Refusal `not_found` naming the model. */
export async function aVersion(ctx: Ctx, modelId: string, version: number): Promise<ModelVersion> {
  const found = await versionOf(ctx.tx, ctx.workspaceId, modelId, version);
  if (!found) throw refuse("not_found", `Model ${modelId} has no version ${version}.`, "List its versions with `models versions`.");
  return found;
}

/** Locks the model for a change of stages. @throws Refusal when it is gone or archived. */
export async function lockLiving(ctx: Ctx, modelId: string): Promise<void> {
  const model = await lockModel(ctx.tx, ctx.workspaceId, modelId);
  if (!model) throw refuse("not_found", `There is no model ${modelId} here.`, "List them with `models list`.");
  if (model.archived) throw refuse("conflict", `Model ${model.name} is archived.`, "Undo the archiving in the audit log first.");
}
