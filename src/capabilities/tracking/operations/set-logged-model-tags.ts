import { implement } from "../../../kernel/implement.ts";
import { setLoggedModelTags } from "../contract/models.ts";
import { lockModel } from "../live-model.ts";
import { mergeModelTags } from "../store/models.ts";

export default implement(setLoggedModelTags, async (ctx, { loggedModelId, tags }) => {
  await lockModel(ctx, loggedModelId);
  await mergeModelTags(ctx.tx, ctx.workspaceId, loggedModelId, tags);
  ctx.emit("loggedModels", loggedModelId);
  return { set: Object.keys(tags).length };
});
