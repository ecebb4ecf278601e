import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { commitArtifactVersion, manifestFolder } from "../contract/artifact-versions.ts";
import { moveAliases, numberVersion } from "../store/artifact-versions.ts";
import { copyFiles, insertReferences, missingFile } from "../store/version-files.ts";
import { foundVersion, shown } from "./found-version.ts";

export default implement(commitArtifactVersion, async (ctx, { versionId, entries }) => {
  const { tx, workspaceId: ws } = ctx;
  const version = await foundVersion(ctx, versionId);
  if (version.state === "committed") {
    ctx.unchanged();
    return version;
  }
  const reserved = entries.find((e) => e.path.startsWith(manifestFolder));
  if (reserved) throw refuse("invalid_input", `${reserved.path} lies in ${manifestFolder}, which is not for content.`, "Name the file otherwise.");
  await copyFiles(
    tx,
    ws,
    { versionId, projectId: version.projectId },
    entries.flatMap((e) => (e.fromVersionId === undefined || e.fromVersionId === versionId ? [] : [{ path: e.path, fromVersionId: e.fromVersionId }])),
  );
  await insertReferences(
    tx,
    ws,
    versionId,
    entries.flatMap(({ path, uri, sizeBytes }) => (uri === undefined ? [] : [{ path, uri, sizeBytes }])),
  );
  const missing = await missingFile(
    tx,
    ws,
    versionId,
    entries.flatMap((e) => (e.uri === undefined ? [e.path] : [])),
  );
  if (missing !== null)
    throw refuse("checks_failed", `The bytes of ${missing} in ${version.name} have not come; nothing was committed.`, "Upload the file, then commit again.");
  const sizeBytes = entries.reduce((sum, e) => sum + e.sizeBytes, 0);
  const aliases = await numberVersion(tx, ws, version, { sizeBytes, fileCount: entries.length });
  await moveAliases(tx, ws, version, [...aliases, "latest"]);
  const committed = await foundVersion(ctx, versionId);
  ctx.emit("artifactCollections", version.collectionId);
  ctx.audit({ after: { version: shown(committed), files: entries.length, sizeBytes, aliases: committed.aliases } });
  return committed;
});
