import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateVersion } from "../contract/versions.ts";
import { changeVersion, type VersionChange } from "../store/versions.ts";
import { tagged } from "../domain/prompts.ts";
import { aVersion, lockThere } from "./found.ts";

async function change(ctx: Ctx, modelId: string, version: number, to: VersionChange): Promise<void> {
  const { kind } = await lockThere(ctx, modelId);
  await changeVersion(ctx.tx, ctx.workspaceId, modelId, version, { ...to, ...(to.tags && { tags: tagged(kind, to.tags) }) });
  ctx.emit("models", modelId);
}

export default implement(
  updateVersion,
  async (ctx, { modelId, version, ...wish }) => {
    const { description, tags } = await aVersion(ctx, modelId, version);
    await change(ctx, modelId, version, wish);
    const after = await aVersion(ctx, modelId, version);
    const moved = { description: after.description, tags: after.tags };
    if (JSON.stringify(moved) === JSON.stringify({ description, tags })) ctx.unchanged();
    ctx.recordUndo({ description, tags });
    ctx.audit({ before: { description, tags }, after: moved });
    return after;
  },
  { undo: async (ctx, state: JsonValue, input) => await change(ctx, input.modelId, input.version, state as unknown as VersionChange) },
);
