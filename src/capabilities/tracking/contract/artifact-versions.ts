import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { CollectionName } from "./artifact-collections.ts";
import { Artifact, ArtifactPath } from "./artifacts.ts";
import { ExperimentId } from "./experiments.ts";
import { RunId } from "./runs.ts";

export const ArtifactVersionId = idOf("artifactVersion");

/** `latest` follows the newest version; `v<number>` always names that version. */
export const ArtifactAlias = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!v\d+$)[^/:\p{Cc}]+$/u, "no /, : or control characters, and not v<number>");
/** Files below it come along with a version (the client's own manifest) and are not listed as its content. */
export const manifestFolder = ".luminaops-manifest/";
const Label = z.string().min(1).max(128);

export const ArtifactVersion = z.object({
  id: ArtifactVersionId,
  collectionId: idOf("artifactCollection"),
  projectId: idOf("project"),
  experimentId: ExperimentId,
  name: z.string(),
  type: z.string(),
  version: z.int().nullable().meta({ description: "From 0; null until it is committed" }),
  state: z.enum(["pending", "committed", "deleted"]),
  digest: z.string(),
  description: z.string(),
  metadata: z.string().meta({ description: "JSON as it was sent" }),
  aliases: z.array(z.string()),
  tags: z.array(z.string()),
  runId: RunId.nullable().meta({ description: "The run that made it" }),
  step: z.int().nullable(),
  sizeBytes: z.int(),
  fileCount: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type ArtifactVersion = z.output<typeof ArtifactVersion>;

const onVersion = (i: { versionId: string }) => ({ artifactVersion: i.versionId });
const Metadata = z.string().max(4_000_000);

export const createArtifactVersion = operation({
  name: "artifactVersions.create",
  kind: "call",
  summary: "Open a new version of a named artifact; a version of the same digest is answered instead",
  http: { method: "POST", path: "/artifact-versions" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ experiment: i.experimentId }) },
  audit: { redact: ["metadata"] },
  errors: ["not_found", "conflict"],
  input: z.object({
    experimentId: ExperimentId,
    name: CollectionName,
    type: z.string().min(1).max(128),
    digest: z.string().min(1).max(200).meta({ description: "Says what the files are: equal digests are equal content" }),
    description: z.string().max(20_000).default(""),
    metadata: Metadata.default("{}"),
    aliases: z.array(ArtifactAlias).max(100).default([]),
    tags: z.array(Label).max(100).default([]),
    runId: RunId.optional().meta({ description: "The run that makes it" }),
    step: z.int().optional(),
    clientId: z.string().max(200).optional().meta({ description: "The client's own id; the same once more answers the same version" }),
  }),
  output: ArtifactVersion,
});

export const uploadVersionFile = operation({
  name: "artifactVersions.upload",
  kind: "transfer",
  direction: "upload",
  summary: "Upload a file of a version that is not committed yet",
  http: { method: "POST", path: "/artifact-versions/{versionId}/upload" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onVersion },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "too_large"],
  input: z.object({
    versionId: ArtifactVersionId,
    path: ArtifactPath,
    mediaType: z.string().max(100).default("application/octet-stream"),
    md5: z.base64().length(24).optional().meta({ description: "Base64 of the content's MD5; other bytes are refused" }),
  }),
  output: Artifact,
});

export const VersionEntry = z.object({
  path: ArtifactPath,
  sizeBytes: z.int().nonnegative(),
  uri: z.string().max(5000).optional().meta({ description: "Where the bytes are, when not here" }),
  fromVersionId: ArtifactVersionId.optional().meta({ description: "An earlier version that holds the same file" }),
});

export const commitArtifactVersion = operation({
  name: "artifactVersions.commit",
  kind: "call",
  summary: "Close a version: its files are complete, it gets its number, and latest moves to it",
  http: { method: "POST", path: "/artifact-versions/{versionId}/commit" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onVersion },
  audit: { redact: ["entries"] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({ versionId: ArtifactVersionId, entries: z.array(VersionEntry).max(100_000) }),
  output: ArtifactVersion,
});

export const getArtifactVersion = operation({
  name: "artifactVersions.get",
  kind: "call",
  summary: "Show a version of an artifact",
  http: { method: "GET", path: "/artifact-versions/{versionId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onVersion },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ versionId: ArtifactVersionId }),
  output: ArtifactVersion,
});

export const findArtifactVersion = operation({
  name: "artifactVersions.find",
  kind: "call",
  summary: "Find a version by its artifact's name and an alias or number",
  http: { method: "GET", path: "/experiments/{experimentId}/artifact-versions/{name}/{alias}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    experimentId: ExperimentId,
    name: CollectionName,
    alias: z.string().min(1).max(128).meta({ description: "An alias, or v and the number" }),
  }),
  output: ArtifactVersion,
});

export const listArtifactVersions = operation({
  name: "artifactVersions.list",
  kind: "call",
  summary: "List versions of an artifact, or those a run made or used",
  http: { method: "GET", path: "/artifact-versions" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ artifactCollection: i.collectionId, experiment: i.experimentId, run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    collectionId: idOf("artifactCollection").optional(),
    experimentId: ExperimentId.optional(),
    runId: RunId.optional(),
    relation: z.enum(["made", "used"]).default("made").meta({ description: "What the run did with them" }),
    clientId: z.string().max(200).optional(),
    q: z.string().max(200).optional().meta({ description: "Part of the artifact's name" }),
    sort: z.enum(["createdAt", "name"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(ArtifactVersion),
});

export const listVersionFiles = operation({
  name: "artifactVersions.files",
  kind: "call",
  summary: "List the files of a version",
  http: { method: "GET", path: "/artifact-versions/{versionId}/files" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onVersion },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ versionId: ArtifactVersionId, prefix: z.string().max(500).default(""), ...pageInput }),
  output: pageOf(
    z.object({ path: z.string(), sizeBytes: z.int(), mediaType: z.string().nullable(), sha256: z.string().nullable(), uri: z.string().nullable() }),
  ),
});

export const downloadVersionFile = operation({
  name: "artifactVersions.download",
  kind: "transfer",
  direction: "download",
  summary: "Download a file of a version",
  http: { method: "POST", path: "/artifact-versions/{versionId}/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onVersion },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ versionId: ArtifactVersionId, path: ArtifactPath }),
  output: z.object({ path: z.string(), sizeBytes: z.int() }),
});

export const updateArtifactVersion = operation({
  name: "artifactVersions.update",
  kind: "call",
  summary: "Change what is said about a version: description, metadata, tags, aliases",
  http: { method: "PATCH", path: "/artifact-versions/{versionId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onVersion },
  audit: { redact: ["metadata"] },
  errors: ["not_found", "conflict"],
  input: z.object({
    versionId: ArtifactVersionId,
    description: z.string().max(20_000).optional(),
    metadata: Metadata.optional(),
    addTags: z.array(Label).max(100).default([]),
    removeTags: z.array(Label).max(100).default([]),
    addAliases: z.array(ArtifactAlias).max(100).default([]),
    removeAliases: z.array(ArtifactAlias).max(100).default([]),
  }),
  output: ArtifactVersion,
});

export const useArtifactVersion = operation({
  name: "artifactVersions.use",
  kind: "call",
  summary: "Record that a run uses a version",
  http: { method: "POST", path: "/artifact-versions/{versionId}/uses" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ run: i.runId, artifactVersion: i.versionId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ versionId: ArtifactVersionId, runId: RunId }),
  output: ArtifactVersion,
});

export const deleteArtifactVersion = operation({
  name: "artifactVersions.delete",
  kind: "call",
  summary: "Delete a version; one with aliases is kept unless they are given up too",
  http: { method: "DELETE", path: "/artifact-versions/{versionId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onVersion },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ versionId: ArtifactVersionId, aliasesToo: z.boolean().default(false) }),
  output: ArtifactVersion,
  tool: { say: "Delete a version of a named artifact.", confirm: (i) => `Delete artifact version ${i.versionId}, its number is not used again.` },
});
