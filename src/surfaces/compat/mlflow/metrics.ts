import type * as z from "zod";
import { logBatch, logMetrics, metricHistories, type HistoryPoint, type MetricPoint } from "../../../capabilities/tracking/contract/metrics.ts";
import { updateRun } from "../../../capabilities/tracking/contract/runs.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { historyPage, historyPages, sendHistory } from "./history.ts";
import { hex, millis, modelUuid, runUuid } from "./ids.ts";
import { invalid, invalidValue } from "./problems.ts";
import { float, int, list, message, nested, number, required, string, unset, type ReadOf } from "./proto.ts";
import { named, time } from "./runs.ts";
import { metricValue, nameTag, Tag } from "./shapes.ts";
import { openCursor } from "./tokens.ts";
import { checkBatch, checkKey, cut, limits } from "./validate.ts";

const point = {
  key: required(string),
  value: required(float),
  timestamp: required(int),
  step: int,
  model_id: string,
  dataset_name: string,
  dataset_digest: string,
};
const Metric = message(point);
const LogMetric = message({ run_id: required(string), ...point });
const LogParam = message({ run_id: required(string), key: required(string), value: string });
const LogBatch = message({ run_id: required(string), metrics: list(nested(Metric)), params: list(nested(Tag)), tags: list(nested(Tag)) });
const History = message({ run_id: required(string), metric_key: required(string), max_results: int, page_token: string });
const Interval = message({ run_ids: required(list(string)), metric_key: required(string), start_step: int, end_step: int, max_results: int });

type Point = z.input<typeof MetricPoint>;

export function registerMetrics(d: Dialect): void {
  d.route("POST", "runs/log-metric", { message: LogMetric }, async (a) => {
    const metrics = [checked(a.message, "")];
    await write(a.message.run_id, (runId) => a.call(logMetrics, { runId, metrics }));
    return {};
  });

  d.route("POST", "runs/log-parameter", { message: LogParam }, async (a) => {
    const params = [param(a.message, "key")];
    await write(a.message.run_id, (runId) => a.call(logBatch, { runId, params }));
    return {};
  });

  d.route("POST", "runs/log-batch", { message: LogBatch }, async (a) => {
    const { metrics = [], params = [], tags = [] } = a.message;
    checkBatch(metrics.length, params.length, tags.length);
    const points = metrics.map((m, i) => checked(m, `metrics[${i}].`));
    const values = params.map((p, i) => param(p, `params[${i}].key`));
    const labels = tags.map((t, i) => {
      checkKey(t.key, `tags[${i}].key`);
      return { key: t.key, value: cut(t.value ?? "", t.key === nameTag ? limits.key : limits.tagValue) };
    });
    refuseTwice(values.map((p) => p.key));
    const name = labels.findLast((tag) => tag.key === nameTag && tag.value !== "")?.value;
    const others = labels.filter((tag) => tag.key !== nameTag);
    await write(a.message.run_id, async (runId) => {
      if (values.length + others.length > 0 || points.length === 0)
        await a.call(logBatch, { runId, metrics: points, params: values, tags: lastOfEach(others) });
      else await a.call(logMetrics, { runId, metrics: points });
      if (name !== undefined) await a.call(updateRun, { runId, name });
    });
    return {};
  });

  d.route("GET", "metrics/get-history", { message: History }, async (a) => {
    const m = a.message;
    if (m.max_results !== undefined && m.max_results <= 0)
      throw invalid(`Invalid value ${m.max_results} for parameter 'max_results' supplied. It must be a positive integer.`);
    return await sendHistory(a, m.run_id, m.metric_key, m.max_results ?? Number.POSITIVE_INFINITY, openCursor(m.page_token));
  });

  d.route("GET", "metrics/get-history-bulk-interval", { message: Interval }, (a) => interval(a));

  d.route(
    "GET",
    "metrics/get-history-bulk",
    { ajaxOnly: true, message: message({ run_id: list(string), metric_key: string, max_results: int }) },
    async (a) => {
      const { run_id: runs = [], metric_key: key, max_results: asked = historyPage } = a.message;
      if (runs.length === 0) throw invalid("GetMetricHistoryBulk request must specify at least one run_id.");
      if (runs.length > mostRuns) throw invalid(`GetMetricHistoryBulk request cannot specify more than ${mostRuns} run_ids. Received ${runs.length} run_ids.`);
      if (key === undefined) throw invalid("GetMetricHistoryBulk request must specify a metric_key.");
      const most = Math.max(1, Math.min(asked, historyPage));
      const metrics: object[] = [];
      for (const text of runs.toSorted()) {
        if (metrics.length >= most) break;
        for await (const { points } of historyPages(a, text, key, most - metrics.length)) for (const p of points) metrics.push({ ...p, run_id: text });
      }
      return { metrics };
    },
  );
}

const mostRuns = 100;
const mostOfInterval = 2500;
// Of few runs more points are read than are asked for, so that short histories are thinned from all their points.
const fewRuns = 10;
const mostSampled = 5000;

type HistoryRow = z.output<typeof HistoryPoint>;

async function interval(a: Asked<ReadOf<typeof Interval>>): Promise<object> {
  const { run_ids: runs, metric_key: key, start_step: from, end_step: to, max_results: most = mostOfInterval } = a.message;
  if (runs.length > mostRuns) throw invalid(`GetMetricHistoryBulkInterval request must specify at most ${mostRuns} run_ids. Received ${runs.length} run_ids.`);
  if (most < 1 || most > mostOfInterval) throw invalid(`max_results must be between 1 and ${mostOfInterval}.`);
  if ((from === undefined) !== (to === undefined)) throw invalid("If either start step or end step are specified, both must be specified.");
  if (from !== undefined && to !== undefined && from > to)
    throw invalid(`end_step must be greater than start_step. Found start_step=${from} and end_step=${to}.`);
  const { lines } = await a.call(metricHistories, {
    runIds: runs.map((text) => runUuid(text, "run_ids")),
    keys: [key],
    points: runs.length <= fewRuns ? mostSampled : Math.max(10, most),
    ...(from !== undefined && { fromStep: from }),
    ...(to !== undefined && { toStep: to }),
  });
  return unset({ metrics: lines.flatMap((line) => thinned(line.points, most).map((p) => ({ ...shape(key, p), run_id: hex(line.runId) }))) });
}

/** Evenly fewer: the first of each of `most` equal parts, of the last part the last. */
function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  const [size, longer] = [Math.floor(points.length / most), points.length % most];
  return points.filter((_, i) => {
    if (i === points.length - 1) return true;
    const part = i < longer * (size + 1) ? Math.floor(i / (size + 1)) : longer + Math.floor((i - longer * (size + 1)) / size);
    return part < most - 1 && i === part * size + Math.min(part, longer);
  });
}

function shape(key: string, p: HistoryRow): object {
  return { key, value: metricValue(p.value, p.special), timestamp: millis(p.timestamp), step: p.step };
}

function checked(m: ReadOf<typeof Metric>, path: string): Point {
  checkKey(m.key, `${path}name`, "Metric name");
  if (m.timestamp < 0)
    throw invalidValue(`${path}timestamp`, m.timestamp, `metric '${m.key}' (value=${m.value}). Timestamp must be a nonnegative long (64-bit integer) `);
  const { step = 0, model_id: model = "", dataset_name: name = "", dataset_digest: digest = "" } = m;
  if (!Number.isSafeInteger(step)) throw invalidValue(`${path}step`, step, `metric '${m.key}' (value=${m.value}). Step must be within ±2^53.`);
  const modelId = modelUuid(model);
  return {
    key: m.key,
    value: number(m.value) as number,
    step,
    timestamp: time(m.timestamp, `${path}timestamp`),
    ...(modelId !== null && { modelId }),
    ...(name !== "" && { datasetName: name }),
    ...(digest !== "" && { datasetDigest: digest }),
  };
}

function param({ key, value = "" }: { key: string; value?: string | undefined }, path: string): { key: string; value: string } {
  checkKey(key, path, "Param key");
  return { key, value: cut(value, limits.paramValue) };
}

function refuseTwice(keys: readonly string[]): void {
  const twice = [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))];
  if (twice.length > 0)
    throw invalid(
      `Duplicate parameter keys have been submitted: [${twice.map((key) => `'${key}'`).join(", ")}]. Please ensure the request contains only one param value per param key.`,
    );
}

/** Of a tag that stands twice the later one is meant. */
function lastOfEach(tags: readonly { key: string; value: string }[]): { key: string; value: string }[] {
  return [...new Map(tags.map((tag) => [tag.key, tag])).values()];
}

async function write(text: string, act: (runId: string) => Promise<unknown>): Promise<void> {
  const runId = runUuid(text);
  await named(text, () => act(runId));
}
