import * as z from "zod";
import { Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Artifact, ArtifactPath, uploadArtifact } from "./artifacts.ts";
import { LoggedModelId } from "./models.ts";
import { RunId } from "./runs.ts";

const mostParts = 10_000;
const UploadId = z.uuid().meta({ description: "As uploads.open answered it" });
const Part = z.int().min(1).max(mostParts);

/** Whose file it is: one of the two. */
const owner = { runId: RunId.optional(), loggedModelId: LoggedModelId.optional() };
const onOwner = (i: { runId?: string | undefined; loggedModelId?: string | undefined }) => ({ run: i.runId, loggedModel: i.loggedModelId });
const ofUpload = { ...owner, uploadId: UploadId };

export const UploadPart = z.object({ part: z.int(), sizeBytes: z.int(), sha256: z.string() });

export const openUpload = operation({
  name: "uploads.open",
  kind: "call",
  summary: "Begin an artifact that arrives in parts",
  http: { method: "POST", path: "/uploads" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: onOwner },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ ...owner, path: ArtifactPath, mediaType: uploadArtifact.input.shape.mediaType }),
  output: z.object({ uploadId: UploadId, expiresAt: Timestamp.meta({ description: "What is not complete by then is removed" }) }),
});

export const uploadPart = operation({
  name: "uploads.part",
  kind: "transfer",
  direction: "upload",
  summary: "Send one part; the same number again replaces it",
  http: { method: "POST", path: "/uploads/{uploadId}/parts/{part}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onOwner },
  audit: { redact: [] },
  errors: ["not_found", "too_large"],
  input: z.object({ ...ofUpload, part: Part }),
  output: UploadPart,
});

export const getUpload = operation({
  name: "uploads.get",
  kind: "call",
  summary: "Show which parts of an upload are here",
  http: { method: "GET", path: "/uploads/{uploadId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onOwner },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(ofUpload),
  output: z.object({ path: z.string(), mediaType: z.string(), parts: z.array(UploadPart) }),
});

/** The body is empty: the bytes came before. */
export const completeUpload = operation({
  name: "uploads.complete",
  kind: "transfer",
  direction: "upload",
  summary: "Join the parts into the artifact",
  http: { method: "POST", path: "/uploads/{uploadId}/complete" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onOwner },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    ...ofUpload,
    parts: z
      .array(z.object({ part: Part, sha256: z.string().optional() }))
      .min(1)
      .max(mostParts),
  }),
  output: Artifact,
});

export const abortUpload = operation({
  name: "uploads.abort",
  kind: "call",
  summary: "Drop an upload with its parts",
  http: { method: "DELETE", path: "/uploads/{uploadId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onOwner },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(ofUpload),
  output: z.object({ uploadId: UploadId }),
});
