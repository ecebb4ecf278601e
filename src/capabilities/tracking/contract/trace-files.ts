import * as z from "zod";
import { pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Artifact, ArtifactPath, uploadArtifact } from "./artifacts.ts";
import { onTrace, TraceId } from "./trace-shapes.ts";

export const uploadTraceFile = operation({
  name: "traces.uploadArtifact",
  kind: "transfer",
  direction: "upload",
  summary: "Upload a file of a trace",
  http: { method: "POST", path: "/traces/{traceId}/artifacts/upload" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found", "too_large"],
  input: z.object({ traceId: TraceId, path: ArtifactPath, mediaType: uploadArtifact.input.shape.mediaType }),
  output: Artifact,
});

export const listTraceFiles = operation({
  name: "traces.artifacts",
  kind: "call",
  summary: "List a trace's files",
  http: { method: "GET", path: "/traces/{traceId}/artifacts" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId, prefix: z.string().max(500).default(""), ...pageInput }),
  output: pageOf(Artifact),
});

export const downloadTraceFile = operation({
  name: "traces.downloadArtifact",
  kind: "transfer",
  direction: "download",
  summary: "Download a file of a trace",
  http: { method: "POST", path: "/traces/{traceId}/artifacts/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onTrace },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ traceId: TraceId, path: ArtifactPath }),
  output: z.object({ path: z.string(), sizeBytes: z.int() }),
});
