import { implement } from "../../../kernel/implement.ts";
import { deleteVersionTags } from "../contract/versions.ts";
import { dropVersionTags } from "../store/versions.ts";
import { checkKeys } from "./change-tags.ts";
import { aVersion, lockThere } from "./found.ts";
import { tell } from "./tell.ts";

export default implement(deleteVersionTags, async (ctx, { modelId, version, keys }) => {
  const model = await lockThere(ctx, modelId);
  const { tags } = await aVersion(ctx, modelId, version);
  const there = keys.filter((key) => key in tags);
  checkKeys(there);
  for (const key of there) await tell(ctx, model, { what: "versionTag", version, key, value: null });
  if (there.length === 0) ctx.unchanged();
  else {
    await dropVersionTags(ctx.tx, ctx.workspaceId, modelId, version, there);
    ctx.emit("models", modelId);
    ctx.audit({ before: { version, tags: Object.fromEntries(there.map((key) => [key, tags[key] ?? null])) } });
  }
  return await aVersion(ctx, modelId, version);
});
