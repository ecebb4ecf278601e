import type { JsonValue } from "../../../kernel/contract/common.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteVersion } from "../contract/versions.ts";
import { isLive, type Move } from "../domain/stages.ts";
import { aliasTarget, dropAliasesOf, pointAlias } from "../store/aliases.ts";
import { touchModel } from "../store/models.ts";
import { servedBy, setVersionDeleted } from "../store/versions.ts";
import { aVersion, lockThere } from "./found.ts";
import { carryOut } from "./move.ts";
import { tell } from "./tell.ts";

export default implement(
  deleteVersion,
  async (ctx, { modelId, version, reason }) => {
    const model = await lockThere(ctx, modelId);
    const { stage } = await aVersion(ctx, modelId, version);
    const serving = await servedBy(ctx.tx, ctx.workspaceId, modelId, version);
    if (serving)
      throw refuse(
        "checks_failed",
        `Deployment ${serving.name} serves version ${version} of ${model.name}.`,
        "Let it serve another version, or remove it first.",
      );
    const aliases = await dropAliasesOf(ctx.tx, ctx.workspaceId, modelId, version);
    for (const alias of aliases) await tell(ctx, model, { what: "alias", alias, version: null });
    if (isLive(stage)) await carryOut(ctx, modelId, [{ version, from: stage, to: "none", cause: "deleted" } satisfies Move], reason ?? "");
    await setVersionDeleted(ctx.tx, ctx.workspaceId, modelId, version, true);
    await touchModel(ctx.tx, ctx.workspaceId, modelId);
    ctx.emit("models", modelId);
    ctx.recordUndo({ aliases });
    ctx.audit({ before: { version, stage, aliases }, ...(reason && { note: reason }) });
    return { modelId, version };
  },
  {
    // The stage is not given back: what deployments follow is decided by a promotion.
    undo: async (ctx, state: JsonValue, { modelId, version }) => {
      await lockThere(ctx, modelId);
      await setVersionDeleted(ctx.tx, ctx.workspaceId, modelId, version, false);
      const { aliases } = state as { aliases: string[] };
      for (const alias of aliases)
        if ((await aliasTarget(ctx.tx, ctx.workspaceId, modelId, alias)) === null) await pointAlias(ctx.tx, ctx.workspaceId, modelId, alias, version);
      ctx.emit("models", modelId);
    },
  },
);
