import { implement } from "../../../kernel/implement.ts";
import { deleteAlias } from "../contract/aliases.ts";
import { aliasTarget, dropAlias } from "../store/aliases.ts";
import { touchModel } from "../store/models.ts";
import { aModel, lockThere } from "./found.ts";
import { putBack } from "./set-alias.ts";
import { tell } from "./tell.ts";

export default implement(
  deleteAlias,
  async (ctx, { modelId, alias }) => {
    const model = await lockThere(ctx, modelId);
    const before = await aliasTarget(ctx.tx, ctx.workspaceId, modelId, alias);
    if (before === null) ctx.unchanged();
    else {
      await dropAlias(ctx.tx, ctx.workspaceId, modelId, alias);
      await touchModel(ctx.tx, ctx.workspaceId, modelId);
      await tell(ctx, model, { what: "alias", alias, version: null });
      ctx.emit("models", modelId);
      ctx.recordUndo({ version: before });
      ctx.audit({ before: { alias, version: before } });
    }
    return await aModel(ctx, modelId);
  },
  { undo: async (ctx, state, { modelId, alias }) => await putBack(ctx, modelId, alias, (state as { version: number | null }).version) },
);
