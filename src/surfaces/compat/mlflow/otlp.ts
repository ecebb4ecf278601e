import type { Readable } from "node:stream";
import { createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { logSpans, type TracedSpan } from "../../../capabilities/tracking/contract/spans.ts";
import { refuse, Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { runUuid } from "./ids.ts";
import { OtlpError, readExport, type Exported } from "./otlp-read.ts";
import { said } from "./problems.ts";

const bodyAtMost = 64 * 1024 * 1024;
const heldAtMost = 256 * 1024 * 1024;
const spansPerCall = 5000;

type Hold = (bytes: number) => void;

/** OpenTelemetry's export of spans, as protobuf or JSON; MLflow's clients send every span here. */
export function registerOtlp(d: Dialect): void {
  // Bodies in work, so that many large ones at once do not fill the memory.
  let held = 0;

  d.raw.post("/v1/traces", { bodyLimit: bodyAtMost }, async (request, reply) => {
    const kind = request.headers["content-type"]?.split(";")[0]?.trim();
    const json = kind === "application/json";
    let size = 0;
    // Counted while they arrive: a body that is still on its way takes its place too.
    const hold = (bytes: number): void => {
      held += bytes;
      size += bytes;
      if (held > heldAtMost) throw refuse("rate_limited", "Too many spans are being written at once.", "Send them again in a moment.", { retryAfterS: 1 });
    };
    try {
      const asked = await d.asked(request, reply);
      if (!json && kind !== "application/x-protobuf")
        throw new OtlpError(400, `Invalid Content-Type: ${kind ?? ""}. Expected: application/x-protobuf or application/json`);
      const experiment = request.headers["x-mlflow-experiment-id"];
      if (typeof experiment !== "string" || experiment === "")
        throw new OtlpError(422, "The header x-mlflow-experiment-id is missing: it names the experiment");
      const body = await readBody(request, hold);
      const { spans, tags } = readExport(body, json);
      if (spans.length > 0) await log(asked, experiment, spans, tags);
      return await reply.type(json ? "application/json" : "application/x-protobuf").send(json ? "{}" : Buffer.alloc(0));
    } catch (error) {
      return sendProblem(d, error, request, reply, json);
    } finally {
      held -= size;
    }
  });
}

async function log(asked: Asked, experiment: string, spans: readonly TracedSpan[], tags: Exported["tags"]): Promise<void> {
  const { id: experimentId } = await asked.experiments.byNumber(asked, experiment);
  const run = asked.request.headers["x-mlflow-run-id"];
  const runId = typeof run === "string" && run !== "" ? runUuid(run) : undefined;
  for (let at = 0; at < spans.length; at += spansPerCall)
    await asked.call(logSpans, { experimentId, spans: spans.slice(at, at + spansPerCall), tags, ...(runId !== undefined && { runId }) });
}

/** The whole body, unpacked. @throws OtlpError, Refusal `too_large` */
async function readBody(request: FastifyRequest, hold: Hold): Promise<Buffer> {
  const encoding = String(request.headers["content-encoding"] ?? "identity").toLowerCase();
  const raw = await collect(request.raw, hold);
  switch (encoding) {
    case "identity":
      return raw;
    case "gzip":
      return await unpack(raw, () => createGunzip(), encoding, hold);
    case "deflate":
      // Some clients leave the zlib frame out.
      return await unpack(raw, () => createInflate(), encoding, hold).catch(async (error: unknown) => {
        if (error instanceof Refusal) throw error;
        return await unpack(raw, () => createInflateRaw(), encoding, hold);
      });
    default:
      throw new OtlpError(400, `Unsupported Content-Encoding: ${encoding}`);
  }
}

async function unpack(raw: Buffer, make: () => ReturnType<typeof createGunzip>, encoding: string, hold: Hold): Promise<Buffer> {
  const stream = make();
  stream.end(raw);
  try {
    return await collect(stream, hold);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new OtlpError(400, `Failed to decompress ${encoding} payload`);
  }
}

async function collect(stream: Readable, hold: Hold): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    hold(chunk.length);
    if (bytes > bodyAtMost) throw refuse("too_large", `The export is larger than ${bodyAtMost / 1024 / 1024} MB.`, "Export fewer spans at once.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** OTLP asks for a google.rpc.Status in the request's own encoding. */
function sendProblem(d: Dialect, error: unknown, request: FastifyRequest, reply: FastifyReply, json: boolean): FastifyReply {
  const { status, message, retryAfterS } =
    error instanceof OtlpError ? { status: error.status, message: error.message, retryAfterS: undefined } : problem(d, error, request);
  if (retryAfterS !== undefined) void reply.header("retry-after", retryAfterS);
  if (status === 401) void reply.header("www-authenticate", 'Basic realm="mlflow"');
  void reply.code(status);
  if (json) return reply.type("application/json").send(JSON.stringify({ code: 0, message }));
  const text = Buffer.from(message, "utf8");
  return reply.type("application/x-protobuf").send(Buffer.concat([Buffer.from([0x12, ...varint(text.length)]), text]));
}

function problem(d: Dialect, error: unknown, request: FastifyRequest): { status: number; message: string; retryAfterS?: number | undefined } {
  const { status, body, retryAfterS } = said(error, request.id);
  if (status === 500)
    d.host.kernel.ports.services.log.error(
      { requestId: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      "request failed",
    );
  return { status, message: `${body.error_code}: ${body.message}`, retryAfterS };
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
