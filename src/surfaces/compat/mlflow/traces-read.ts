import { Readable } from "node:stream";
import { TraceId } from "../../../capabilities/tracking/contract/trace-shapes.ts";
import { listSpans, type Span } from "../../../capabilities/tracking/contract/spans.ts";
import { searchTraces, type Trace } from "../../../capabilities/tracking/contract/traces.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { safePath } from "./artifact-paths.ts";
import { send } from "./artifacts.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { MlflowError } from "./problems.ts";
import { bool, list, message, required, string, unset } from "./proto.ts";
import { found, placed } from "./traces.ts";
import { infoShape, spanFile, spanShape } from "./traces-shape.ts";

const v3 = { version: "3.0" } as const;
const Batch = message({ trace_ids: required(list(string)), experiment_ids: list(string) });
const waitsMs = [250, 500, 1000, 1250];

/** Traces with their spans. An answer is written as its spans are read, page by page. */
export function registerTraceReads(d: Dialect): void {
  d.route("GET", "traces/get", { ...v3, message: message({ trace_id: required(string), allow_partial: bool }) }, async (a) => {
    const { trace_id: id, allow_partial: partial = false } = a.message;
    let trace = await found(a, id);
    // Clients export spans behind the trace's back, and ask at once.
    for (const ms of waitsMs) {
      if (partial || whole(trace)) break;
      await new Promise((resolve) => setTimeout(resolve, ms));
      trace = await found(a, id);
    }
    if (!partial && !whole(trace)) throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `Trace with ID ${id} is not fully exported yet, please try again later.`);
    return sendJson(a, traceText(a, trace, '{"trace":', "}"));
  });

  d.route("GET", "traces/batchGet", { ...v3, message: Batch }, async (a) => {
    const traces = (await named(a)).filter((t) => t.spanCount > 0 && whole(t));
    return sendJson(a, batchText(a, traces));
  });

  d.route("POST", "traces/batchGetInfos", { ...v3, message: Batch }, async (a) => {
    const traces = await placed(a, await named(a));
    return unset({ trace_infos: traces.map(({ trace, at }) => infoShape(trace, at)) });
  });

  for (const version of ["2.0", "3.0"] as const)
    d.route("GET", "get-trace-artifact", { version, ajaxOnly: true, message: message({ request_id: string, path: string }) }, async (a) => {
      const { request_id: id, path } = a.message;
      if (id === undefined || id === "") throw new MlflowError("BAD_REQUEST", 'Request must include the "request_id" query parameter.');
      const trace = await found(a, id);
      if (path !== undefined && path !== "") return await send(d, a, { kind: "trace", id: trace.id }, `attachments/${safePath(path)}`);
      const kept = trace.spanCount === 0 ? await keptFile(d, a, trace.id) : null;
      if (kept) return kept;
      void a.reply.header("content-disposition", "attachment; filename=traces.json").header("x-content-type-options", "nosniff");
      return sendJson(a, fileText(a, trace), "application/octet-stream");
    });
}

/** Clients before MLflow 3.4 keep spans as a file of the trace. */
async function keptFile(d: Dialect, a: Asked, traceId: string): Promise<object | null> {
  try {
    return await send(d, a, { kind: "trace", id: traceId }, "traces.json");
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}

/** What the client counted is there. */
function whole(trace: Trace): boolean {
  try {
    const stats = JSON.parse(trace.metadata["mlflow.trace.sizeStats"] ?? "{}") as { num_spans?: unknown };
    return typeof stats.num_spans !== "number" || trace.spanCount >= stats.num_spans;
  } catch {
    return true;
  }
}

type Batched = Asked<{ trace_ids: string[]; experiment_ids?: string[] | undefined }>;

/** The traces there are among the asked ones, in the order asked. */
async function named(a: Batched): Promise<Trace[]> {
  const { trace_ids: asked, experiment_ids: numbers } = a.message;
  const ids = [...new Set(asked)].filter((id) => TraceId.safeParse(id).success);
  const scope = numbers && { experimentIds: await Promise.all(numbers.map(async (n) => (await a.experiments.byNumber(a, n)).id)) };
  const all = new Map<string, Trace>();
  for (let at = 0; at < ids.length; at += 500) {
    const { items } = await a.call(searchTraces, { ids: ids.slice(at, at + 500), limit: 500, ...scope });
    for (const trace of items) all.set(trace.id, trace);
  }
  return ids.flatMap((id) => all.get(id) ?? []);
}

function sendJson(a: Asked<unknown>, text: AsyncIterable<string>, type = "application/json"): object {
  return a.reply.type(type).send(Readable.from(text, { objectMode: false }));
}

/** Spans as texts, roots first, as clients of MLflow expect them; both passes read page by page. */
async function* spanTexts(a: Asked<unknown>, traceId: string, shape: (traceId: string, span: Span) => object): AsyncIterable<string> {
  let first = true;
  for (const roots of [true, false]) {
    let cursor: string | null | undefined;
    do {
      const page: { items: Span[]; nextCursor: string | null } = await a.call(listSpans, { traceId, roots, limit: 1000, ...(cursor && { cursor }) });
      for (const span of page.items) {
        yield (first ? "" : ",") + JSON.stringify(shape(traceId, span));
        first = false;
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}

async function* traceText(a: Asked<unknown>, trace: Trace, before: string, after: string): AsyncIterable<string> {
  const at = await a.experiments.placeOf(a, trace.experimentId);
  yield `${before}{"trace_info":${JSON.stringify(infoShape(trace, at))},"spans":[`;
  yield* spanTexts(a, trace.id, spanShape);
  yield `]}${after}`;
}

async function* batchText(a: Asked<unknown>, traces: readonly Trace[]): AsyncIterable<string> {
  if (traces.length === 0) return yield "{}";
  yield '{"traces":[';
  for (const [i, trace] of traces.entries()) yield* traceText(a, trace, i === 0 ? "" : ",", "");
  yield "]}";
}

async function* fileText(a: Asked<unknown>, trace: Trace): AsyncIterable<string> {
  yield '{"spans":[';
  yield* spanTexts(a, trace.id, spanFile);
  yield "]}";
}
