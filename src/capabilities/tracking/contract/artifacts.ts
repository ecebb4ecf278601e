import * as z from "zod";
import { pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { RunId } from "./runs.ts";

/** Relative, forward slashes, no `.` or `..` part, no control characters. */
export const ArtifactPath = z
  .string()
  .min(1)
  .max(500)
  .regex(
    /^(?!\/)(?!.*(^|\/)\.{1,2}(\/|$))(?!.*\/\/)[^\\\p{Cc}]+[^/\\\p{Cc}]$|^[^./\\\p{Cc}]$/u,
    "a relative path without . or .. parts, back-slashes or control characters",
  );

/** As it will stand in a header. */
const MediaType = z
  .string()
  .max(100)
  .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.+-]+)*$/, "a media type, for example text/csv")
  .default("application/octet-stream");

export const Artifact = z.object({
  path: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  mediaType: z.string(),
  key: z.string(),
  createdAt: Timestamp,
});
export type Artifact = z.output<typeof Artifact>;

const onRun = (i: { runId: string }) => ({ run: i.runId });

export const logArtifact = operation({
  name: "runs.logArtifact",
  kind: "call",
  summary: "Attach a stored object to a run",
  http: { method: "POST", path: "/runs/{runId}/artifacts" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    runId: RunId,
    path: ArtifactPath,
    key: z.string().max(300),
    sizeBytes: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    mediaType: MediaType,
  }),
  output: Artifact,
});

export const listArtifacts = operation({
  name: "runs.artifacts",
  kind: "call",
  summary: "List a run's artifacts",
  http: { method: "GET", path: "/runs/{runId}/artifacts" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId, prefix: z.string().max(500).default(""), ...pageInput }),
  output: pageOf(Artifact),
});

export const uploadArtifact = operation({
  name: "runs.uploadArtifact",
  kind: "transfer",
  direction: "upload",
  summary: "Upload a file as an artifact of a run",
  http: { method: "POST", path: "/runs/{runId}/artifacts/upload" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "too_large", "conflict"],
  input: z.object({ runId: RunId, path: ArtifactPath, mediaType: MediaType }),
  output: Artifact,
});

export const downloadArtifact = operation({
  name: "runs.downloadArtifact",
  kind: "transfer",
  direction: "download",
  summary: "Download an artifact of a run",
  http: { method: "POST", path: "/runs/{runId}/artifacts/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId, path: ArtifactPath }),
  output: z.object({ path: z.string(), sizeBytes: z.int() }),
});

/** A file or a folder directly inside a folder. */
export const FolderEntry = z.object({
  path: z.string(),
  folder: z.boolean(),
  sizeBytes: z.int().nullable().meta({ description: "Null for a folder" }),
  mediaType: z.string().nullable(),
});
export type FolderEntry = z.output<typeof FolderEntry>;

/** A folder's path; `""` is the run's root. */
export const FolderPath = z.union([z.literal(""), ArtifactPath]).default("");

export const listFolder = operation({
  name: "runs.folder",
  kind: "call",
  summary: "List one folder of a run's artifacts",
  http: { method: "GET", path: "/runs/{runId}/folder" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId, path: FolderPath, ...pageInput }),
  output: pageOf(FolderEntry),
});

export const deleteArtifacts = operation({
  name: "runs.deleteArtifacts",
  kind: "call",
  summary: "Delete a file or a folder of a run",
  http: { method: "DELETE", path: "/runs/{runId}/artifacts" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId, path: ArtifactPath }),
  output: z.object({ deleted: z.int() }),
  tool: { say: "Delete a file or folder of a run.", confirm: (i) => `Delete ${i.path} of run ${i.runId}` },
});
