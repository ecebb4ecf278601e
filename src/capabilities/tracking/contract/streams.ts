import * as z from "zod";
import { pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { RunId } from "./runs.ts";

export const StreamName = z
  .string()
  .max(100)
  .regex(/^\w[\w.-]*$/, "letters, digits, _ . and -");

const maxLines = 50_000;
const maxLineChars = 12_000_000;

const onRun = (i: { runId: string }) => ({ run: i.runId });

const linesInput = z.object({
  runId: RunId,
  stream: StreamName,
  offset: z.int().nonnegative().meta({ description: "Number of the first line sent; the first of a stream is 0" }),
  lines: z
    .array(
      z
        .string()
        .max(maxLineChars)
        .refine((line) => !line.includes("\0"), "NUL characters cannot be kept"),
    )
    .min(1)
    .max(maxLines),
});
const linesOutput = z.object({ next: z.int().meta({ description: "Number of the next line" }) });

export const appendLines = operation({
  name: "runs.appendLines",
  kind: "ingest",
  summary: "Append records to a stream of a run; the same line sent again stays one line",
  http: { method: "POST", path: "/runs/{runId}/streams/{stream}/append" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: ["lines"] },
  errors: ["not_found", "conflict", "rate_limited", "unavailable"],
  input: linesInput,
  output: linesOutput,
});

export const rewriteLines = operation({
  name: "runs.rewriteLines",
  kind: "ingest",
  summary: "Write lines of a stream of a run, over what stood there, as a terminal does",
  http: { method: "POST", path: "/runs/{runId}/streams/{stream}/rewrite" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: ["lines"] },
  errors: ["not_found", "rate_limited", "unavailable"],
  input: linesInput,
  output: linesOutput,
});

export const Stream = z.object({ stream: z.string(), next: z.int(), sizeBytes: z.int() });

export const listStreams = operation({
  name: "runs.streams",
  kind: "call",
  summary: "List the streams of a run",
  http: { method: "GET", path: "/runs/{runId}/streams" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: z.object({ streams: z.array(Stream) }),
});

export const readLines = operation({
  name: "runs.lines",
  kind: "call",
  summary: "Read lines of a stream of a run",
  http: { method: "GET", path: "/runs/{runId}/streams/{stream}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId, stream: StreamName, order: z.enum(["asc", "desc"]).default("asc"), ...pageInput }),
  output: pageOf(z.object({ number: z.int(), text: z.string() })),
});
