import * as z from "zod";
import { pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Artifact, ArtifactPath, FolderEntry, FolderPath, uploadArtifact } from "./artifacts.ts";
import { LoggedModelId } from "./models.ts";

const onModel = (i: { loggedModelId: string }) => ({ loggedModel: i.loggedModelId });

export const listModelArtifacts = operation({
  name: "loggedModels.artifacts",
  kind: "call",
  summary: "List the files of a logged model",
  http: { method: "GET", path: "/logged-models/{loggedModelId}/artifacts" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, prefix: z.string().max(500).default(""), ...pageInput }),
  output: pageOf(Artifact),
});

export const listModelFolder = operation({
  name: "loggedModels.folder",
  kind: "call",
  summary: "List one folder of a logged model",
  http: { method: "GET", path: "/logged-models/{loggedModelId}/folder" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, path: FolderPath, ...pageInput }),
  output: pageOf(FolderEntry),
});

export const uploadModelArtifact = operation({
  name: "loggedModels.uploadArtifact",
  kind: "transfer",
  direction: "upload",
  summary: "Upload a file of a logged model",
  http: { method: "POST", path: "/logged-models/{loggedModelId}/artifacts/upload" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found", "too_large"],
  input: z.object({ loggedModelId: LoggedModelId, path: ArtifactPath, mediaType: uploadArtifact.input.shape.mediaType }),
  output: Artifact,
});

export const downloadModelArtifact = operation({
  name: "loggedModels.downloadArtifact",
  kind: "transfer",
  direction: "download",
  summary: "Download a file of a logged model",
  http: { method: "POST", path: "/logged-models/{loggedModelId}/artifacts/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, path: ArtifactPath }),
  output: z.object({ path: z.string(), sizeBytes: z.int() }),
});

export const deleteModelArtifacts = operation({
  name: "loggedModels.deleteArtifacts",
  kind: "call",
  summary: "Delete a file or a folder of a logged model",
  http: { method: "DELETE", path: "/logged-models/{loggedModelId}/artifacts" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onModel },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ loggedModelId: LoggedModelId, path: ArtifactPath }),
  output: z.object({ deleted: z.int() }),
  tool: { say: "Delete a file or folder of a logged model.", confirm: (i) => `Delete ${i.path} of logged model ${i.loggedModelId}` },
});
