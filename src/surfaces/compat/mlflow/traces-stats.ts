import { traceCorrelation, traceMetrics } from "../../../capabilities/tracking/contract/trace-stats.ts";
import type { Asked, Dialect } from "./dialect.ts";
import { filtering } from "./traces.ts";
import { float, int, list, message, nested, oneOf, required, string, unset } from "./proto.ts";

const v3 = { version: "3.0" } as const;
const views = { TRACES: "traces", SPANS: "spans", ASSESSMENTS: "assessments" } as const;
const Correlation = message({
  experiment_ids: required(list(string)),
  filter_string1: required(string),
  filter_string2: required(string),
  base_filter: string,
});
const Metrics = message({
  experiment_ids: required(list(string)),
  view_type: required(oneOf({ TRACES: 1, SPANS: 2, ASSESSMENTS: 3 })),
  metric_name: required(string),
  aggregations: required(
    list(nested(message({ aggregation_type: required(oneOf({ COUNT: 1, SUM: 2, AVG: 3, PERCENTILE: 4, MIN: 5, MAX: 6 })), percentile_value: float }))),
  ),
  dimensions: list(string),
  filters: list(string),
  time_interval_seconds: int,
  start_time_ms: int,
  end_time_ms: int,
  max_results: int,
  page_token: string,
});

/** Statistics over traces. */
export function registerTraceStats(d: Dialect): void {
  d.route("POST", "traces/calculate-filter-correlation", { ...v3, message: Correlation }, async (a) => {
    const m = a.message;
    const experimentIds = await experiments(a, m.experiment_ids);
    const base = m.base_filter !== undefined && m.base_filter !== "" ? { base: m.base_filter } : {};
    const found = await filtering(() => a.call(traceCorrelation, { experimentIds, filter1: m.filter_string1, filter2: m.filter_string2, ...base }));
    return {
      npmi: found.npmi ?? "NaN",
      npmi_smoothed: found.npmiSmoothed ?? "NaN",
      filter1_count: found.filter1Count,
      filter2_count: found.filter2Count,
      joint_count: found.jointCount,
      total_count: found.totalCount,
    };
  });

  d.route("POST", "traces/metrics", { ...v3, message: Metrics }, async (a) => {
    const m = a.message;
    const { points } = await a.call(traceMetrics, {
      experimentIds: await experiments(a, m.experiment_ids),
      view: views[m.view_type],
      metric: m.metric_name,
      aggregations: m.aggregations.map((g) => ({ type: g.aggregation_type, ...(g.percentile_value !== undefined && { percentile: g.percentile_value }) })),
      dimensions: m.dimensions ?? [],
      filters: m.filters ?? [],
      ...(m.time_interval_seconds !== undefined && m.time_interval_seconds > 0 && { intervalS: m.time_interval_seconds }),
      ...(m.start_time_ms !== undefined && { fromMs: m.start_time_ms }),
      ...(m.end_time_ms !== undefined && { toMs: m.end_time_ms }),
      ...(m.max_results !== undefined && { limit: m.max_results }),
    });
    return unset({
      data_points: points.map((p) =>
        unset({ metric_name: m.metric_name, dimensions: Object.keys(p.dimensions).length > 0 ? theirTime(p.dimensions) : undefined, values: p.values }),
      ),
    });
  });
}

/** The start of an interval as Python writes a time: whole seconds, the zone as an offset. */
function theirTime(dimensions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { time_bucket: at } = dimensions;
  return at === undefined ? dimensions : { ...dimensions, time_bucket: at.replace(/(?:\.000)?Z$/, "+00:00") };
}

async function experiments(a: Asked<unknown>, numbers: readonly string[]): Promise<string[]> {
  return await Promise.all(numbers.map(async (number) => (await a.experiments.byNumber(a, number)).id));
}
