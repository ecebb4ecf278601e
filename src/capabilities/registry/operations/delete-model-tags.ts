import { implement } from "../../../kernel/implement.ts";
import { deleteModelTags } from "../contract/models.ts";
import { dropModelTags } from "../store/models.ts";
import { checkKeys } from "./change-tags.ts";
import { aModel, lockThere } from "./found.ts";
import { tell } from "./tell.ts";

export default implement(deleteModelTags, async (ctx, { modelId, keys }) => {
  const model = await lockThere(ctx, modelId);
  const { tags } = await aModel(ctx, modelId);
  const there = keys.filter((key) => key in tags);
  checkKeys(there);
  for (const key of there) await tell(ctx, model, { what: "tag", key, value: null });
  if (there.length === 0) ctx.unchanged();
  else {
    await dropModelTags(ctx.tx, ctx.workspaceId, modelId, there);
    ctx.emit("models", modelId);
    ctx.audit({ before: { tags: Object.fromEntries(there.map((key) => [key, tags[key] ?? null])) } });
  }
  return await aModel(ctx, modelId);
});
