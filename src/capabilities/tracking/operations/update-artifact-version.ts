import { implement } from "../../../kernel/implement.ts";
import { updateArtifactVersion } from "../contract/artifact-versions.ts";
import { changeVersion, moveAliases, removeAliases } from "../store/artifact-versions.ts";
import { foundVersion } from "./found-version.ts";

export default implement(updateArtifactVersion, async (ctx, input) => {
  const before = await foundVersion(ctx, input.versionId);
  const { description, metadata } = input;
  const tags = [...new Set([...before.tags.filter((t) => !input.removeTags.includes(t)), ...input.addTags])];
  await changeVersion(ctx.tx, ctx.workspaceId, before.id, { description, metadata, tags });
  await removeAliases(ctx.tx, ctx.workspaceId, before.id, input.removeAliases);
  await moveAliases(ctx.tx, ctx.workspaceId, before, input.addAliases);
  const after = await foundVersion(ctx, before.id);
  ctx.emit("artifactCollections", before.collectionId);
  ctx.audit({
    before: { description: before.description, tags: before.tags, aliases: before.aliases },
    after: { description: after.description, tags: after.tags, aliases: after.aliases },
  });
  return after;
});
