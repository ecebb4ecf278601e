export type StatView = "traces" | "spans" | "assessments";
export type Aggregation = "COUNT" | "SUM" | "AVG" | "MIN" | "MAX" | "PERCENTILE";

interface Metric {
  aggregations: readonly Aggregation[];
  dimensions: readonly string[];
}

const spread: readonly Aggregation[] = ["AVG", "MIN", "MAX", "PERCENTILE"];
const summed: readonly Aggregation[] = ["SUM", ...spread];
const tokens: Metric = { aggregations: summed, dimensions: ["trace_name"] };
const cost: Metric = { aggregations: summed, dimensions: ["span_model_name", "span_model_provider"] };

/** What can be asked of each view, in MLflow's words. */
export const statistics: Readonly<Record<StatView, Readonly<Record<string, Metric>>>> = {
  traces: {
    trace_count: { aggregations: ["COUNT"], dimensions: ["trace_name", "trace_status"] },
    session_count: { aggregations: ["COUNT"], dimensions: [] },
    latency: { aggregations: spread, dimensions: ["trace_name"] },
    input_tokens: tokens,
    output_tokens: tokens,
    total_tokens: tokens,
    cache_read_input_tokens: tokens,
    cache_creation_input_tokens: tokens,
  },
  spans: {
    span_count: { aggregations: ["COUNT"], dimensions: ["span_name", "span_type", "span_status", "span_model_name", "span_model_provider"] },
    latency: { aggregations: spread, dimensions: ["span_name", "span_status"] },
    input_cost: cost,
    output_cost: cost,
    total_cost: cost,
  },
  assessments: {
    assessment_count: { aggregations: ["COUNT"], dimensions: ["assessment_name", "assessment_value"] },
    assessment_value: { aggregations: spread, dimensions: ["assessment_name"] },
  },
};

interface Asked {
  view: StatView;
  metric: string;
  aggregations: readonly { type: Aggregation; percentile?: number | undefined }[];
  dimensions: readonly string[];
  intervalS?: number | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

/** What is wrong with a question and which field holds it; null where it can be answered. */
export function misasked(asked: Asked): { path: string; message: string } | null {
  const known = statistics[asked.view];
  const metric = Object.hasOwn(known, asked.metric) ? known[asked.metric] : undefined;
  if (!metric) return { path: "metric", message: `metric_name must be one of ${Object.keys(known).join(", ")}, got '${asked.metric}'` };
  const strange = asked.aggregations.filter((a) => !metric.aggregations.includes(a.type)).map((a) => a.type);
  if (strange.length > 0)
    return {
      path: "aggregations",
      message: `Found invalid aggregation_type(s): ${strange.join(", ")}. Supported aggregation types: ${metric.aggregations.join(", ")}`,
    };
  const unknown = asked.dimensions.filter((d) => !metric.dimensions.includes(d));
  if (unknown.length > 0)
    return { path: "dimensions", message: `Found invalid dimension(s): ${unknown.join(", ")}. Supported dimensions: ${metric.dimensions.join(", ")}` };
  if (asked.aggregations.some((a) => (a.type === "PERCENTILE") !== (a.percentile !== undefined)))
    return { path: "aggregations", message: "PERCENTILE takes a percentile from 0 to 100, and nothing else does" };
  if (asked.intervalS !== undefined && (asked.fromMs === undefined || asked.toMs === undefined))
    return { path: "intervalS", message: "start_time_ms and end_time_ms are required if time_interval_seconds is set" };
  return null;
}

/** How a value is named in the answer: AVG, or P95.0. */
export function labelOf({ type, percentile }: Asked["aggregations"][number]): string {
  if (percentile === undefined) return type;
  return `P${Number.isInteger(percentile) ? percentile.toFixed(1) : percentile}`;
}
