import { createHash } from "node:crypto";
import type { InputFactories, World } from "../../../tests/world.ts";
import { commitArtifactVersion, createArtifactVersion, uploadVersionFile } from "./contract/artifact-versions.ts";
import { createExperiment } from "./contract/experiments.ts";
import { createRun } from "./contract/runs.ts";

const text = "id,label\n1,cat\n";
export const md5 = (bytes: string): string => createHash("md5").update(bytes).digest("base64");

async function opened(w: World): Promise<{ versionId: string; experimentId: string; name: string }> {
  const experimentId = (await w.call(createExperiment, { projectId: w.projectId, name: w.unique() })).id;
  const name = `pets-${w.unique()}`;
  const { id } = await w.call(createArtifactVersion, { experimentId, name, type: "dataset", digest: md5(text), aliases: ["best"] });
  return { versionId: id, experimentId, name };
}

/** A committed version `v0` with the file `labels.csv` and the aliases `best` and `latest`. */
export async function anArtifactVersion(w: World): Promise<{ versionId: string; experimentId: string; name: string }> {
  const made = await opened(w);
  await w.upload(uploadVersionFile, { versionId: made.versionId, path: "labels.csv", mediaType: "text/csv", md5: md5(text) }, text);
  await w.call(commitArtifactVersion, { versionId: made.versionId, entries: [{ path: "labels.csv", sizeBytes: text.length }] });
  return made;
}

const versionId = async (w: World): Promise<{ versionId: string }> => ({ versionId: (await anArtifactVersion(w)).versionId });

export const artifactInputs: InputFactories = {
  "artifactCollections.list": async (w) => ({ projectId: w.projectId }),
  "artifactVersions.create": async (w) => ({
    experimentId: (await w.call(createExperiment, { projectId: w.projectId, name: w.unique() })).id,
    name: "pets",
    type: "dataset",
    digest: md5(text),
  }),
  "artifactVersions.upload": async (w) => ({ versionId: (await opened(w)).versionId, path: "labels.csv" }),
  "artifactVersions.commit": async (w) => ({ versionId: (await opened(w)).versionId, entries: [] }),
  "artifactVersions.get": versionId,
  "artifactVersions.find": async (w) => {
    const { experimentId, name } = await anArtifactVersion(w);
    return { experimentId, name, alias: "latest" };
  },
  "artifactVersions.list": async (w) => ({ experimentId: (await anArtifactVersion(w)).experimentId }),
  "artifactVersions.files": versionId,
  "artifactVersions.download": async (w) => ({ ...(await versionId(w)), path: "labels.csv" }),
  "artifactVersions.update": async (w) => ({ ...(await versionId(w)), addAliases: ["production"] }),
  "artifactVersions.use": async (w) => ({ ...(await versionId(w)), runId: (await w.call(createRun, { projectId: w.projectId })).id }),
  "artifactVersions.delete": async (w) => ({ ...(await versionId(w)), aliasesToo: true }),
};
