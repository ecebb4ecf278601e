import { randomUUID } from "node:crypto";
import { putTrace } from "../../../capabilities/tracking/contract/traces.ts";
import type { Dialect } from "./dialect.ts";
import { invalidValue } from "./problems.ts";
import { int, list, message, nested, oneOf, required, string, unset } from "./proto.ts";
import { Tag } from "./shapes.ts";
import { found, search } from "./traces.ts";
import { labels } from "./traces-message.ts";
import { infoShapeV2 } from "./traces-shape.ts";

const status = oneOf({ TRACE_STATUS_UNSPECIFIED: 0, OK: 1, ERROR: 2, IN_PROGRESS: 3 });
const Start = message({ experiment_id: required(string), timestamp_ms: int, request_metadata: list(nested(Tag)), tags: list(nested(Tag)) });
const End = message({ timestamp_ms: int, status, request_metadata: list(nested(Tag)), tags: list(nested(Tag)) });
const Search = message({ experiment_ids: required(list(string)), filter: string, max_results: int, order_by: list(string), page_token: string });

/** What clients before MLflow 3 call; their spans are files of the trace. */
export function registerTracesV2(d: Dialect): void {
  d.route("POST", "traces", { message: Start }, async (a) => {
    const m = a.message;
    const { id: experimentId } = await a.experiments.byNumber(a, m.experiment_id);
    const { trace } = await a.call(putTrace, {
      experimentId,
      final: false,
      trace: {
        id: `tr-${randomUUID().replaceAll("-", "")}`,
        state: "IN_PROGRESS",
        requestedAt: iso(m.timestamp_ms ?? 0),
        metadata: record(m.request_metadata),
        tags: record(m.tags),
      },
    });
    return { trace_info: infoShapeV2(trace, await a.experiments.placeOf(a, trace.experimentId)) };
  });

  d.route("PATCH", "traces/:request_id", { message: End }, async (a) => {
    const m = a.message;
    const before = await found(a, a.params["request_id"] ?? "");
    const { trace } = await a.call(putTrace, {
      experimentId: before.experimentId,
      trace: {
        id: before.id,
        state: m.status === undefined || m.status === "TRACE_STATUS_UNSPECIFIED" ? "STATE_UNSPECIFIED" : m.status,
        requestedAt: before.requestedAt,
        durationMs: m.timestamp_ms === undefined ? null : Math.max(0, m.timestamp_ms - Date.parse(before.requestedAt)),
        clientRequestId: before.clientRequestId,
        metadata: record(m.request_metadata),
        tags: record(m.tags),
      },
    });
    return { trace_info: infoShapeV2(trace, await a.experiments.placeOf(a, trace.experimentId)) };
  });

  d.route("GET", "traces/:request_id/info", { message: message({}) }, async (a) => {
    const trace = await found(a, a.params["request_id"] ?? "");
    return { trace_info: infoShapeV2(trace, await a.experiments.placeOf(a, trace.experimentId)) };
  });

  d.route("GET", "traces", { message: Search }, async (a) => {
    const { traces, token } = await search(a, { ...a.message, numbers: a.message.experiment_ids });
    return unset({ traces: traces.map(({ trace, at }) => infoShapeV2(trace, at)), next_page_token: token });
  });
}

function iso(ms: number): string {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime()) || ms < 0) throw invalidValue("timestamp_ms", ms);
  return at.toISOString();
}

function record(given: readonly { key: string; value?: string | undefined }[] | undefined): Record<string, string> {
  return labels(Object.fromEntries((given ?? []).map(({ key, value = "" }) => [key, value])), 8000);
}
