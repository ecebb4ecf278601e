import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { setAlias } from "../contract/aliases.ts";
import { isReservedAlias } from "../domain/prompts.ts";
import { aliasTarget, dropAlias, pointAlias } from "../store/aliases.ts";
import { touchModel } from "../store/models.ts";
import { versionOf } from "../store/versions.ts";
import { aModel, aVersion, lockThere } from "./found.ts";
import { tell } from "./tell.ts";

/** Brings an alias to where it was; a version that is gone meanwhile leaves it as it is. */
export async function putBack(ctx: Ctx, modelId: string, alias: string, version: number | null): Promise<void> {
  const model = await lockThere(ctx, modelId);
  if (version === null) await dropAlias(ctx.tx, ctx.workspaceId, modelId, alias);
  else if (!(await versionOf(ctx.tx, ctx.workspaceId, modelId, version)))
    throw refuse("conflict", `Version ${version}, which ${alias} pointed at, was deleted.`, "Set the alias to a version that is there.");
  else await pointAlias(ctx.tx, ctx.workspaceId, modelId, alias, version);
  ctx.emit("models", modelId);
  await tell(ctx, model, { what: "alias", alias, version });
}

export default implement(
  setAlias,
  async (ctx, { modelId, alias, version }) => {
    if (isReservedAlias(alias))
      throw refuse("invalid_input", `The alias ${alias} is reserved: it means a version by itself.`, "Choose another word, such as champion.", {
        fields: [{ path: "alias", message: "reserved" }],
      });
    const model = await lockThere(ctx, modelId);
    await aVersion(ctx, modelId, version);
    const before = await aliasTarget(ctx.tx, ctx.workspaceId, modelId, alias);
    await tell(ctx, model, { what: "alias", alias, version });
    if (before === version) ctx.unchanged();
    else {
      await pointAlias(ctx.tx, ctx.workspaceId, modelId, alias, version);
      await touchModel(ctx.tx, ctx.workspaceId, modelId);
      ctx.emit("models", modelId);
      ctx.recordUndo({ version: before });
      ctx.audit({ before: { alias, version: before }, after: { alias, version } });
    }
    return await aModel(ctx, modelId);
  },
  { undo: async (ctx, state, { modelId, alias }) => await putBack(ctx, modelId, alias, (state as { version: number | null }).version) },
);
