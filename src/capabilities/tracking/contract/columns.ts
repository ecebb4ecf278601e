import type { Run } from "./runs.ts";

/** Parameters that make repetitions of one configuration. */
export const seedKeys: readonly string[] = ["seed", "random_seed", "random_state", "rng_seed", "np_seed", "global_seed", "data_seed", "seed_everything"];

export const attributes = ["name", "status", "kind", "startedAt", "endedAt", "duration", "by", "experiment", "dataset", "parent", "id", "updatedAt"] as const;
export type Attribute = (typeof attributes)[number];

export const aggregates = ["last", "best", "min", "max", "mean", "first", "count", "bestStep", "lastStep"] as const;
export type Aggregate = (typeof aggregates)[number];

/** A column of the run table: `attr:status`, `param:depth`, `tag:team`, `max:val_auc`. */
export type ColumnRef = { kind: "attr"; key: Attribute } | { kind: "param" | "tag"; key: string } | { kind: "metric"; key: string; aggregate: Aggregate };

/** Reads `param:depth`; null for what is no column. */
export function columnOf(text: string): ColumnRef | null {
  const at = text.indexOf(":");
  const [kind, key] = [text.slice(0, at), text.slice(at + 1)];
  if (at <= 0 || key === "" || key.length > 250) return null;
  if (kind === "param" || kind === "tag") return { kind, key };
  const attribute = attributes.find((each) => each === key);
  if (kind === "attr") return attribute ? { kind, key: attribute } : null;
  const aggregate = aggregates.find((each) => each === kind);
  return aggregate ? { kind: "metric", key, aggregate } : null;
}

/** The other way round. */
export function columnText(column: ColumnRef): string {
  return `${column.kind === "metric" ? column.aggregate : column.kind}:${column.key}`;
}

/** Lower is better for errors, losses and costs. */
export function lowerIsBetter(key: string): boolean {
  return /loss|rmse|mae|mape|mse|error|latency|seconds|bytes|perplexity|_sd$|_std$/i.test(key);
}

/** The value of a column: a number, a text, or null where the run has none. Screen, CSV and charts read this one. */
export function valueOf(run: Run, column: ColumnRef): string | number | null {
  if (column.kind === "metric") return metricOf(run, column.key, column.aggregate);
  if (column.kind === "attr") return attributeOf(run, column.key);
  const labels = column.kind === "param" ? run.params : run.tags;
  return Object.hasOwn(labels, column.key) ? (labels[column.key] ?? null) : null;
}

function metricOf(run: Run, key: string, aggregate: Aggregate): number | null {
  const summary = Object.hasOwn(run.metrics, key) ? run.metrics[key] : undefined;
  if (!summary) return null;
  const low = lowerIsBetter(key);
  if (aggregate === "best") return low ? summary.min : summary.max;
  if (aggregate === "bestStep") return low ? summary.minStep : summary.maxStep;
  return summary[aggregate];
}

function attributeOf(run: Run, key: Attribute): string | number | null {
  if (key === "duration") return run.endedAt === null ? null : Date.parse(run.endedAt) - Date.parse(run.startedAt);
  if (key === "by") return run.createdBy;
  if (key === "experiment") return run.experimentId;
  if (key === "parent") return run.parentRunId;
  if (key === "dataset") return run.datasetId === null ? null : `${run.datasetId} v${run.datasetVersion ?? 1}`;
  return run[key];
}

/** RFC 4180; what a spreadsheet would take for a formula gets an apostrophe. */
export function csvLine(values: readonly (string | number | null)[]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${values.map(cell).join(",")}\r\n`;
}
