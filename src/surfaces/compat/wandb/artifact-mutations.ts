import {
  commitArtifactVersion,
  createArtifactVersion,
  deleteArtifactVersion,
  getArtifactVersion,
  updateArtifactVersion,
  uploadVersionFile,
  useArtifactVersion,
} from "../../../capabilities/tracking/contract/artifact-versions.ts";
import { artifactShape, manifestPath, versionId } from "./artifact-shapes.ts";
import type { Asked } from "./asked.ts";
import { announced, checkedPath, mediaTypeOf } from "./files.ts";
import type { Args, Data, Resolver } from "./graphql.ts";
import { artifactId } from "./ids.ts";
import { list, record, required, text } from "./input.ts";
import { manifestEntries } from "./manifest.ts";
import { WandbError } from "./problems.ts";

const below = (args: Args, ...fields: string[]): Args => fields.reduce((at, field) => (at[`.${field}`] as Args | undefined) ?? {}, args);

function names(input: Args, field: string, key: string): string[] {
  return (list(input, field) ?? []).map((item) => required(item as Args, key));
}

// The SDK names the newest version so by itself, and every version has its number.
const ownAlias = (alias: string): boolean => !/^v\d+$/.test(alias);

function refuseTtl(input: Args): void {
  const ttl = input["ttlDurationSeconds"];
  if (typeof ttl === "number" && ttl > 0) throw new WandbError("ttl cannot be kept: artifacts are not deleted by age here. Log the artifact without it.");
}

async function create(input: Args, wanted: Args, asked: Asked): Promise<Data> {
  refuseTtl(input);
  if (text(input, "distributedID"))
    throw new WandbError("Distributed artifacts (upsert_artifact, finish_artifact) cannot be stored. Log the artifact from one run.");
  const project = required(input, "projectName");
  const experiment = await asked.openExperiment(text(input, "entityName"), project);
  const run = text(input, "runName");
  const step = input["historyStep"];
  const clientId = text(input, "clientID");
  const name = text(input, "artifactCollectionName") ?? names({ of: (list(input, "artifactCollectionNames") ?? []).map((n) => ({ n })) }, "of", "n")[0];
  if (name === undefined) throw new WandbError("artifactCollectionName is missing.", 422);
  const made = await asked.call(createArtifactVersion, {
    experimentId: experiment.id,
    name,
    type: required(input, "artifactTypeName"),
    digest: required(input, "digest"),
    description: text(input, "description") ?? "",
    metadata: text(input, "metadata") ?? "{}",
    aliases: names(input, "aliases", "alias").filter(ownAlias),
    tags: names(input, "tags", "tagName"),
    ...(run !== null && run !== "" && { runId: await asked.runId(project, run) }),
    ...(typeof step === "number" && { step }),
    ...(clientId !== null && clientId !== "" && { clientId }),
  });
  return { artifact: await artifactShape(asked, made, below(wanted, "artifact")) };
}

async function createFiles(input: Args, asked: Asked): Promise<Data> {
  const edges: Data[] = [];
  for (const item of announced(input, "artifactFiles")) {
    const file = item as Args;
    const id = required(file, "artifactID");
    const path = checkedPath(file["name"]);
    const md5 = text(file, "md5");
    const uploadUrl = await asked.address(uploadVersionFile, { versionId: versionId(id), path, mediaType: mediaTypeOf(path), ...(md5 !== null && { md5 }) });
    edges.push({
      node: {
        id: `${id}/${path}`,
        name: path,
        displayName: path,
        storagePath: path,
        uploadUrl,
        uploadHeaders: [],
        uploadMultipartUrls: null,
        artifact: { id },
      },
    });
  }
  return { files: { edges } };
}

/** The manifest is a file that comes along with the version; the addresses of it only where they are asked for. */
async function manifest(input: Args, wanted: Args, asked: Asked): Promise<Data> {
  const type = text(input, "type");
  if (type !== null && type !== "FULL") throw new WandbError(`A manifest of type ${type} cannot be stored: log the whole artifact.`);
  const id = required(input, "artifactID");
  const { state } = await asked.call(getArtifactVersion, { versionId: versionId(id) });
  if (state !== "pending") throw new WandbError("The artifact is committed; its manifest does not change.");
  const file = below(wanted, "artifactManifest", "file");
  const uploadUrl =
    ".uploadUrl" in file ? await asked.address(uploadVersionFile, { versionId: versionId(id), path: manifestPath, mediaType: "application/json" }) : null;
  return { artifactManifest: { id, file: { id: `${id}/${manifestPath}`, uploadUrl, uploadHeaders: [] } } };
}

async function commit(input: Args, wanted: Args, asked: Asked): Promise<Data> {
  const id = versionId(required(input, "artifactID"));
  const before = await asked.call(getArtifactVersion, { versionId: id });
  const done =
    before.state === "committed" ? before : await asked.call(commitArtifactVersion, { versionId: id, entries: await manifestEntries(asked, id, manifestPath) });
  return { artifact: await artifactShape(asked, done, below(wanted, "artifact")) };
}

async function update(input: Args, wanted: Args, asked: Asked): Promise<Data> {
  refuseTtl(input);
  const description = text(input, "description");
  const metadata = text(input, "metadata");
  const changed = await asked.call(updateArtifactVersion, {
    versionId: versionId(required(input, "artifactID")),
    ...(description !== null && { description }),
    ...(metadata !== null && { metadata }),
    addTags: names(input, "tagsToAdd", "tagName"),
    removeTags: names(input, "tagsToDelete", "tagName"),
  });
  return { artifact: await artifactShape(asked, changed, below(wanted, "artifact")) };
}

async function aliases(input: Args, field: "addAliases" | "removeAliases", asked: Asked): Promise<Data> {
  await asked.call(updateArtifactVersion, { versionId: versionId(required(input, "artifactID")), [field]: names(input, "aliases", "alias") });
  return { success: true };
}

export const artifactMutations: Readonly<Record<string, Resolver<Asked>>> = {
  "mutation.createArtifact": (args, asked) => create(record(args, "input"), args, asked),
  "mutation.createArtifactFiles": (args, asked) => createFiles(record(args, "input"), asked),
  "mutation.createArtifactManifest": (args, asked) => manifest(record(args, "input"), args, asked),
  "mutation.commitArtifact": (args, asked) => commit(record(args, "input"), args, asked),
  "mutation.updateArtifact": (args, asked) => update(record(args, "input"), args, asked),
  "mutation.addAliases": (args, asked) => aliases(record(args, "input"), "addAliases", asked),
  "mutation.deleteAliases": (args, asked) => aliases(record(args, "input"), "removeAliases", asked),
  "mutation.useArtifact": async (args, asked) => {
    const input = record(args, "input");
    await asked.experiment(text(input, "entityName"), required(input, "projectName"));
    const runId = await asked.runId(required(input, "projectName"), required(input, "runName"));
    const used = await asked.call(useArtifactVersion, { versionId: versionId(required(input, "artifactID")), runId });
    return { artifact: await artifactShape(asked, used, below(args, "artifact")) };
  },
  "mutation.deleteArtifact": async (args, asked) => {
    const input = record(args, "input");
    const id = required(input, "artifactID");
    await asked.call(deleteArtifactVersion, { versionId: versionId(id), aliasesToo: input["deleteAliases"] === true });
    return { artifact: { id: artifactId(versionId(id)) } };
  },
};
