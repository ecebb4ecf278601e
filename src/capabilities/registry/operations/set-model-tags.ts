import { implement } from "../../../kernel/implement.ts";
import { setModelTags } from "../contract/models.ts";
import { setModelTags as write } from "../store/models.ts";
import { changed, checkKeys } from "./change-tags.ts";
import { aModel, lockThere } from "./found.ts";
import { tell } from "./tell.ts";

export default implement(setModelTags, async (ctx, { modelId, tags }) => {
  const model = await lockThere(ctx, modelId);
  const { tags: before } = await aModel(ctx, modelId);
  const news = changed(before, tags);
  checkKeys(news.map(([key]) => key));
  for (const [key, value] of Object.entries(tags)) await tell(ctx, model, { what: "tag", key, value });
  if (news.length === 0) ctx.unchanged();
  else {
    await write(ctx.tx, ctx.workspaceId, modelId, tags);
    ctx.emit("models", modelId);
    ctx.audit({ before: { tags: Object.fromEntries(news.map(([key]) => [key, before[key] ?? null])) }, after: { tags: Object.fromEntries(news) } });
  }
  return await aModel(ctx, modelId);
});
