import type { JsonValue } from "../../../kernel/contract/common.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateModel } from "../contract/models.ts";
import { tagged } from "../domain/prompts.ts";
import { changeModel, idByName, lockName, type ModelChange } from "../store/models.ts";
import { touchVersions } from "../store/versions.ts";
import { aModel, lockThere } from "./found.ts";

async function change(ctx: Ctx, modelId: string, to: ModelChange): Promise<void> {
  const { projectId, kind, name } = await lockThere(ctx, modelId);
  if (to.name !== undefined && to.name !== name) {
    await lockName(ctx.tx, ctx.workspaceId, projectId, to.name);
    const holder = await idByName(ctx.tx, ctx.workspaceId, projectId, to.name);
    if (holder !== null && holder !== modelId) throw refuse("conflict", `The project has another model ${to.name}.`, "Choose another name.");
    await touchVersions(ctx.tx, ctx.workspaceId, modelId);
  }
  await changeModel(ctx.tx, ctx.workspaceId, modelId, { ...to, ...(to.tags && { tags: tagged(kind, to.tags) }) });
  ctx.emit("models", modelId);
}

export default implement(
  updateModel,
  async (ctx, { modelId, ...wish }) => {
    const { name, description, tags } = await aModel(ctx, modelId);
    await change(ctx, modelId, wish);
    const after = await aModel(ctx, modelId);
    const moved = { name: after.name, description: after.description, tags: after.tags };
    if (JSON.stringify(moved) === JSON.stringify({ name, description, tags })) ctx.unchanged();
    ctx.recordUndo({ name, description, tags });
    ctx.audit({ before: { name, description, tags }, after: moved });
    return after;
  },
  { undo: async (ctx, state: JsonValue, input) => await change(ctx, input.modelId, state as unknown as ModelChange) },
);
