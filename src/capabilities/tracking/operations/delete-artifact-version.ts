import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { deleteArtifactVersion } from "../contract/artifact-versions.ts";
import { markDeleted, removeAliases } from "../store/artifact-versions.ts";
import { foundVersion, shown } from "./found-version.ts";

export default implement(deleteArtifactVersion, async (ctx, { versionId, aliasesToo }) => {
  const version = await foundVersion(ctx, versionId);
  if (version.aliases.length > 0 && !aliasesToo)
    throw refuse("conflict", `${shown(version)} has the aliases ${version.aliases.join(", ")}.`, "Give them to another version first, or delete them too.");
  await removeAliases(ctx.tx, ctx.workspaceId, versionId, null);
  await markDeleted(ctx.tx, ctx.workspaceId, versionId);
  ctx.emit("artifactCollections", version.collectionId);
  ctx.audit({ before: { version: shown(version), aliases: version.aliases, state: version.state }, after: { state: "deleted" } });
  return { ...version, state: "deleted" as const, aliases: [] };
});
