import {
  deleteTraces,
  deleteTraceTags,
  getTrace,
  linkTracePrompts,
  linkTraces,
  putTrace,
  searchTraces,
  setTraceTags,
  type Trace,
} from "../../../capabilities/tracking/contract/traces.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { runUuid } from "./ids.ts";
import { noExperiment } from "./lookups.ts";
import { paged } from "./paging.ts";
import { inTheirWords } from "./phrased.ts";
import { invalid, missing, MlflowError } from "./problems.ts";
import { int, list, message, nested, required, string, unset } from "./proto.ts";
import type { Place } from "./shapes.ts";
import { labels, Location, TraceInfoMessage, traceInput } from "./traces-message.ts";
import { infoShape, serverTags } from "./traces-shape.ts";
import { checkKey, cut } from "./validate.ts";

const v3 = { version: "3.0" } as const;
const Start = message({ trace: required(nested(message({ trace_info: nested(TraceInfoMessage) }))) });
const Search = message({ locations: required(list(nested(Location))), filter: string, max_results: int, order_by: list(string), page_token: string });
const Delete = message({ experiment_id: required(string), max_timestamp_millis: int, max_traces: int, request_ids: list(string) });
const Tag = message({ key: required(string), value: string });
const Prompt = message({ name: required(string), version: required(string) });

// The last millisecond that an ISO time of four-digit years can name.
const lastMs = 253_402_300_799_999;

export const pageSize = { usual: 100, most: 500 } as const;

/** Traces as MLflow 3's clients write and find them; spans come by OTLP. */
export function registerTraces(d: Dialect): void {
  d.route("POST", "traces", { ...v3, message: Start }, async (a) => {
    const info = a.message.trace.trace_info;
    if (!info?.trace_id) throw missing("trace.trace_info.trace_id");
    const number = info.trace_location?.mlflow_experiment?.experiment_id;
    if (number === undefined) throw missing("trace.trace_info.trace_location.mlflow_experiment.experiment_id");
    const { id: experimentId } = await a.experiments.byNumber(a, number);
    const { trace } = await a.call(putTrace, { experimentId, trace: traceInput(info, info.trace_id) });
    return { trace: { trace_info: infoShape(trace, await a.experiments.placeOf(a, trace.experimentId)) } };
  });

  d.route("GET", "traces/:trace_id", { ...v3, message: message({}) }, async (a) => {
    const trace = await found(a, a.params["trace_id"] ?? "");
    return { trace: { trace_info: infoShape(trace, await a.experiments.placeOf(a, trace.experimentId)) } };
  });

  d.route("POST", "traces/search", { ...v3, message: Search }, async (a) => {
    const m = a.message;
    const numbers = m.locations.flatMap((l) => l.mlflow_experiment?.experiment_id ?? []);
    const { traces, token } = await search(a, { ...m, numbers });
    return unset({ traces: traces.map(({ trace, at }) => infoShape(trace, at)), next_page_token: token });
  });

  for (const version of ["2.0", "3.0"] as const) {
    const param = version === "2.0" ? "request_id" : "trace_id";
    d.route("PATCH", `traces/:${param}/tags`, { version, message: Tag }, async (a) => {
      const { key, value = "" } = a.message;
      checkTag(key, "set");
      checkKey(key, "key");
      await a.call(setTraceTags, { traceId: a.params[param] ?? "", tags: labels({ [key]: value }, 8000) });
      return {};
    });
    d.route("DELETE", `traces/:${param}/tags`, { version, message: Tag }, async (a) => {
      const { key } = a.message;
      const traceId = a.params[param] ?? "";
      checkTag(key, "deleted");
      const { removed } = await a.call(deleteTraceTags, { traceId, keys: [cut(key, 250)] });
      if (removed === 0) throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `No trace tag with key '${key}' for trace with ID '${traceId}'`);
      return {};
    });
    d.route("POST", "traces/delete-traces", { version, message: Delete }, async (a) => ({ traces_deleted: await remove(a) }));
    d.route("POST", "traces/link-to-run", { version, message: message({ trace_ids: required(list(string)), run_id: required(string) }) }, async (a) => {
      const { trace_ids: traceIds, run_id: run } = a.message;
      if (traceIds.length > 100) throw invalid(`Cannot link more than 100 traces to a run in a single request. Provided ${traceIds.length} traces.`);
      if (traceIds.length > 0) await a.call(linkTraces, { runId: runUuid(run), traceIds });
      return {};
    });
    d.route(
      "POST",
      "traces/link-prompts",
      { version, message: message({ trace_id: required(string), prompt_versions: required(list(nested(Prompt))) }) },
      async (a) => {
        const { trace_id: traceId, prompt_versions: prompts } = a.message;
        if (prompts.length > 0) await a.call(linkTracePrompts, { traceId, prompts });
        return {};
      },
    );
  }
}

/** @throws MlflowError in the words clients know. */
export async function found(a: Asked, traceId: string): Promise<Trace> {
  try {
    return await a.call(getTrace, { traceId });
  } catch (error) {
    // An id that none of ours can have names no trace either.
    if (error instanceof Refusal && (error.code === "not_found" || error.code === "invalid_input"))
      throw new MlflowError("RESOURCE_DOES_NOT_EXIST", `Trace with ID '${traceId}' not found.`);
    throw error;
  }
}

interface Query {
  numbers: readonly string[];
  filter?: string | undefined;
  max_results?: number | undefined;
  order_by?: string[] | undefined;
  page_token?: string | undefined;
}

/** Traces of these experiments, each with its place; experiments that are not there hold none. */
export async function search(a: Asked, q: Query): Promise<{ traces: { trace: Trace; at: Place }[]; token: string | undefined }> {
  const experimentIds: string[] = [];
  for (const number of q.numbers) {
    const known = await a.experiments.byNumber(a, number).catch((error: unknown) => {
      if (error instanceof MlflowError && error.message === noExperiment(number).message) return null;
      throw error;
    });
    if (known) experimentIds.push(known.id);
  }
  const { items, token } = await filtering(() =>
    paged(q.max_results ?? pageSize.usual, pageSize.most, q.page_token, (page) =>
      a.call(searchTraces, {
        experimentIds,
        ...page,
        ...(q.filter !== undefined && q.filter !== "" && { filter: q.filter }),
        ...(q.order_by !== undefined && q.order_by.length > 0 && { orderBy: q.order_by }),
      }),
    ),
  );
  return { traces: await placed(a, items), token };
}

const filters = new Set(["filter", "filter1", "filter2", "base", "orderBy"]);

/** What is wrong with a filter begins with the word that clients look for. */
export async function filtering<T>(search: () => Promise<T>): Promise<T> {
  try {
    return await search();
  } catch (error) {
    const field = error instanceof Refusal && error.code === "invalid_input" ? (error.extra.fields?.[0]?.path ?? "") : "";
    if (error instanceof Refusal && filters.has(field)) {
      const theirs = inTheirWords(error.message) ?? (field === "orderBy" ? "Invalid order_by clause" : "Invalid clause(s) in filter string");
      throw invalid(`Invalid filter or order: ${theirs}. ${error.message}\n${error.fix}`);
    }
    throw error;
  }
}

export async function placed(a: Asked, traces: readonly Trace[]): Promise<{ trace: Trace; at: Place }[]> {
  const places = new Map<string, Place>();
  for (const { experimentId } of traces) if (!places.has(experimentId)) places.set(experimentId, await a.experiments.placeOf(a, experimentId));
  return traces.map((trace) => ({ trace, at: places.get(trace.experimentId) ?? { number: "", location: null } }));
}

function checkTag(key: string, act: "set" | "deleted"): void {
  if (serverTags.has(key) && !(act === "deleted" && key === "mlflow.trace.archivalFailure"))
    throw invalid(`Tag '${key}' is immutable and cannot be ${act} on a trace.`);
}

async function remove(
  a: Asked<{ experiment_id: string; max_timestamp_millis?: number | undefined; max_traces?: number | undefined; request_ids?: string[] | undefined }>,
): Promise<number> {
  const { experiment_id: number, max_timestamp_millis: until, max_traces: most, request_ids: ids = [] } = a.message;
  if (until === undefined && ids.length === 0) throw invalid("Either `max_timestamp_millis` or `trace_ids` must be specified.");
  if (until !== undefined && ids.length > 0) throw invalid("Only one of `max_timestamp_millis` and `trace_ids` can be specified.");
  if (ids.length > 0 && most !== undefined) throw invalid("`max_traces` can't be specified if `trace_ids` is specified.");
  if (most !== undefined && most <= 0) throw invalid(`\`max_traces\` must be a positive integer, received ${most}.`);
  const { id: experimentId } = await a.experiments.byNumber(a, number);
  if (until === undefined) return (await a.call(deleteTraces, { experimentId, traceIds: ids })).deleted;
  let deleted = 0;
  for (let left = most ?? Number.POSITIVE_INFINITY; left > 0;) {
    const limit = Math.min(left, 1000);
    const act = await a.call(deleteTraces, { experimentId, until: new Date(Math.min(Math.max(until, 0), lastMs)).toISOString(), limit });
    deleted += act.deleted;
    if (act.deleted < limit) break;
    left -= act.deleted;
  }
  return deleted;
}
