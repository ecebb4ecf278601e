import { implement } from "../../../kernel/implement.ts";
import { deleteLoggedModelTags } from "../contract/models.ts";
import { lockModel } from "../live-model.ts";
import { dropModelTags } from "../store/models.ts";

export default implement(deleteLoggedModelTags, async (ctx, { loggedModelId, keys }) => {
  const { tags } = await lockModel(ctx, loggedModelId);
  const deleted = keys.filter((key) => Object.hasOwn(tags, key));
  if (deleted.length === 0) ctx.unchanged();
  else {
    await dropModelTags(ctx.tx, ctx.workspaceId, loggedModelId, deleted);
    ctx.emit("loggedModels", loggedModelId);
  }
  return { deleted };
});
