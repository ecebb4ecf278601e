import {
  getArtifactVersion,
  listArtifactVersions,
  listVersionFiles,
  downloadVersionFile,
  manifestFolder,
  type ArtifactVersion,
} from "../../../capabilities/tracking/contract/artifact-versions.ts";
import { getExperiment } from "../../../capabilities/tracking/contract/experiments.ts";
import type { Asked } from "./asked.ts";
import type { Args, Data } from "./graphql.ts";
import { artifactId, versionUuid } from "./ids.ts";
import { text } from "./input.ts";
import { orNull, WandbError } from "./problems.ts";

export const manifestPath = `${manifestFolder}wandb_manifest.json`;

type Fields = Record<string, Data>;

/** @throws WandbError where the id is none of ours */
export function versionId(id: string | null): string {
  const uuid = versionUuid(id ?? "");
  if (uuid === null) throw new WandbError(`${id} is not the id of an artifact here.`, 404);
  return uuid;
}

export async function projectShape(asked: Asked, name: string, experimentId: string): Promise<Fields> {
  return {
    __typename: "Project",
    id: experimentId,
    internalId: experimentId,
    name,
    readOnly: false,
    entity: { id: asked.actor.workspaceId, name: await asked.entity() },
  };
}

async function collectionShape(asked: Asked, v: ArtifactVersion, project: Fields): Promise<Fields> {
  const { items } = await asked.call(listArtifactVersions, { collectionId: v.collectionId, limit: 1 });
  const [latest] = items;
  return {
    __typename: "ArtifactSequence",
    id: v.collectionId,
    name: v.name,
    project,
    latestArtifact: latest ? { id: artifactId(latest.id) } : null,
  };
}

const states = { pending: "PENDING", committed: "COMMITTED", deleted: "DELETED" } as const;

/** A version as the SDK's messages have it; what costs a call of its own only where it is asked for. */
export async function artifactShape(asked: Asked, v: ArtifactVersion, wanted: Args): Promise<Fields> {
  const experiment = await asked.call(getExperiment, { experimentId: v.experimentId });
  const project = await projectShape(asked, experiment.name, v.experimentId);
  const collection = await collectionShape(asked, v, project);
  const out: Fields = {
    __typename: "Artifact",
    id: artifactId(v.id),
    artifactSequence: collection,
    versionIndex: v.version,
    artifactType: { name: v.type },
    description: v.description === "" ? null : v.description,
    metadata: v.metadata,
    ttlDurationSeconds: -1,
    ttlIsInherited: true,
    tags: v.tags.map((name) => ({ __typename: "Tag", id: name, name })),
    historyStep: v.step,
    state: states[v.state],
    size: v.sizeBytes,
    digest: v.digest,
    commitHash: v.id.replaceAll("-", ""),
    fileCount: v.fileCount,
    createdAt: v.createdAt,
    updatedAt: v.updatedAt,
    aliases: v.aliases.map((alias) => ({ __typename: "ArtifactAlias", id: `${v.id}:${alias}`, alias, artifactCollection: collection })),
  };
  if (".currentManifest" in wanted)
    out["currentManifest"] = { id: artifactId(v.id), file: { directUrl: await asked.address(downloadVersionFile, { versionId: v.id, path: manifestPath }) } };
  if (".files" in wanted) out["files"] = await filesShape(asked, v.id, wanted[".files"] as Args);
  return out;
}

const filesPerPage = 1000;

/** Files with addresses to fetch them from, page by page. */
export async function filesShape(asked: Asked, id: string, args: Args): Promise<Data> {
  const first = args["first"];
  const limit = Math.min(typeof first === "number" && first > 0 ? first : filesPerPage, filesPerPage);
  const cursor = text(args, "after");
  const { items, nextCursor } = await asked.call(listVersionFiles, { versionId: id, limit, ...(cursor !== null && cursor !== "" && { cursor }) });
  const edges: Data[] = [];
  for (const file of items) {
    const directUrl = file.uri ?? (await asked.address(downloadVersionFile, { versionId: id, path: file.path }));
    edges.push({ node: { __typename: "File", id: `${id}/${file.path}`, name: file.path, directUrl, sizeBytes: file.sizeBytes } });
  }
  return { pageInfo: { __typename: "PageInfo", hasNextPage: nextCursor !== null, endCursor: nextCursor }, edges };
}

/** A version in its collection, under the alias it was found by. */
export async function membershipShape(asked: Asked, v: ArtifactVersion, wanted: Args): Promise<Fields> {
  const artifact = await artifactShape(asked, v, (wanted[".artifact"] ?? {}) as Args);
  const out: Fields = {
    __typename: "ArtifactCollectionMembership",
    id: artifactId(v.id),
    versionIndex: v.version,
    createdAt: v.createdAt,
    aliases: artifact["aliases"] ?? [],
    artifactCollection: artifact["artifactSequence"] ?? null,
    artifact,
  };
  if (".files" in wanted) out["files"] = await filesShape(asked, v.id, wanted[".files"] as Args);
  return out;
}

export const version = (asked: Asked, id: string | null): Promise<ArtifactVersion | null> =>
  orNull(asked.call(getArtifactVersion, { versionId: versionId(id) }));
