import { implement } from "../../../kernel/implement.ts";
import { setVersionTags } from "../contract/versions.ts";
import { setVersionTags as write } from "../store/versions.ts";
import { changed, checkKeys } from "./change-tags.ts";
import { aVersion, lockThere } from "./found.ts";
import { tell } from "./tell.ts";

export default implement(setVersionTags, async (ctx, { modelId, version, tags }) => {
  const model = await lockThere(ctx, modelId);
  const { tags: before } = await aVersion(ctx, modelId, version);
  const news = changed(before, tags);
  checkKeys(news.map(([key]) => key));
  for (const [key, value] of Object.entries(tags)) await tell(ctx, model, { what: "versionTag", version, key, value });
  if (news.length === 0) ctx.unchanged();
  else {
    await write(ctx.tx, ctx.workspaceId, modelId, version, tags);
    ctx.emit("models", modelId);
    ctx.audit({
      before: { version, tags: Object.fromEntries(news.map(([key]) => [key, before[key] ?? null])) },
      after: { version, tags: Object.fromEntries(news) },
    });
  }
  return await aVersion(ctx, modelId, version);
});
