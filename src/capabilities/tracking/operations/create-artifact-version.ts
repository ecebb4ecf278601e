import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { createArtifactVersion } from "../contract/artifact-versions.ts";
import { openCollection } from "../store/artifact-collections.ts";
import { addClientId, findSame, findVersion, insertVersion, moveAliases } from "../store/artifact-versions.ts";

export default implement(createArtifactVersion, async (ctx, input) => {
  const { tx, workspaceId: ws, projectId } = ctx;
  if (projectId === null) throw new Error("an experiment has a project");
  if (input.runId !== undefined && (await ctx.find("run", input.runId))?.projectId !== projectId)
    throw refuse("not_found", `Project ${projectId} has no run ${input.runId}.`, "A run makes artifacts of its own project.");
  const { experimentId, type, name } = input;
  const collection = await openCollection(tx, ws, { id: ctx.newId(), projectId, experimentId, type, name });
  if (collection.type !== type) throw refuse("conflict", `Artifact ${name} is of type ${collection.type}, not ${type}.`, "Use that type, or another name.");
  const clientId = input.clientId ?? null;
  const same = await findSame(tx, ws, collection.id, input.digest, clientId);
  if (same) {
    if (clientId !== null) await addClientId(tx, ws, same.id, clientId);
    if (same.state === "committed") await moveAliases(tx, ws, same, input.aliases);
    ctx.emit("artifactCollections", collection.id);
    return (await findVersion(tx, ws, same.id)) ?? same;
  }
  const id = ctx.newId();
  await insertVersion(tx, ws, {
    id,
    collectionId: collection.id,
    digest: input.digest,
    description: input.description,
    metadata: input.metadata,
    aliases: input.aliases,
    tags: input.tags,
    runId: input.runId ?? null,
    step: input.step ?? null,
    clientId,
  });
  const made = await findVersion(tx, ws, id);
  if (!made) throw new Error("a version just made is there");
  ctx.emit("artifactCollections", collection.id);
  ctx.audit({ after: { id, name, type, digest: input.digest } });
  return made;
});
