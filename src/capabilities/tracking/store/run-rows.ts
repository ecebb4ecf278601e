import { raw, sql } from "../../../db/sql.ts";
import type { Statement } from "../../../kernel/ports.ts";
import type { LatestMetrics, RunLatest } from "../contract/search.ts";
import type { MetricSummary, Run, RunStatus, SpecialNumber } from "../contract/runs.ts";

export interface RunRow {
  id: string;
  project_id: string;
  experiment_id: string;
  name: string;
  status: RunStatus;
  kind: string;
  started_at: Date;
  ended_at: Date | null;
  params: Record<string, string> | null;
  tags: Record<string, string> | null;
  /** Packed by {@link metricsOf}; absent where a run can have none yet. */
  metrics?: Record<string, PackedSummary> | null;
  parent_run_id: string | null;
  dataset_id: string | null;
  dataset_version: number | null;
  job_id: string | null;
  created_by: string;
  error: string | null;
  updated_at: Date;
  deleted_at: Date | null;
}

/** All columns of `r` but params and tags, which callers may want in part. */
export const plainColumns = raw(`r.id, r.project_id, r.experiment_id, r.name, r.status, r.kind, r.started_at, r.ended_at,
  r.parent_run_id, r.dataset_id, r.dataset_version, r.job_id, r.created_by, r.error, r.updated_at, r.deleted_at`);

/** First, last, last step, last at (ms), min, its step, max, its step, sum, points, NaN points; NaN and infinities as words. */
type PackedSummary = [Packed, Packed, number, number, Packed, number, Packed, number, Packed, number, number];
type Packed = number | SpecialNumber;

/** One JSON object of a run's summaries: a page's metrics come as a text per run, not as a row per key. */
export function metricsOf(keys: readonly string[] | undefined): Statement {
  return sql`(select json_object_agg(m.key, json_build_array(m.first_value, m.last_value, m.last_step,
      round(date_part('epoch', m.last_at) * 1000), m.min_value, m.min_step, m.max_value, m.max_step, m.sum_value, m.points, m.nan_points))
    from tracking.run_metrics m where m.workspace_id = r.workspace_id and m.run_id = r.id${chosen(keys)})`;
}

/** Of each metric its last value alone, in columns; NaN and infinities as words. */
export function latestOf(keys: readonly string[] | undefined): Statement {
  return sql`(select json_build_object('keys', array_agg(m.key), 'values', array_agg(m.last_value), 'steps', array_agg(m.last_step),
      'timestamps', array_agg((date_part('epoch', m.last_at) * 1000)::bigint))
    from tracking.run_metrics m where m.workspace_id = r.workspace_id and m.run_id = r.id${chosen(keys)} having count(*) > 0)`;
}

function chosen(keys: readonly string[] | undefined): Statement {
  return keys === undefined ? sql`` : sql` and m.key = any(${[...keys]}::text[])`;
}

/** The labels of `r`, all or those named. */
export function labelsOf(column: "params" | "tags", keys: readonly string[] | undefined): Statement {
  const labels = raw(column === "params" ? "r.params" : "r.tags");
  if (keys === undefined) return sql`${labels}`;
  return sql`(select jsonb_object_agg(k, ${labels} -> k) from unnest(${[...keys]}::text[]) k where ${labels} ? k)`;
}

export function toRun(row: RunRow): Run {
  const metrics = Object.entries(row.metrics ?? {}).map(([key, packed]): [string, MetricSummary] => [key, toSummary(packed)]);
  return { ...plain(row), metrics: Object.fromEntries(metrics) };
}

export interface LatestRow extends Omit<RunRow, "metrics"> {
  metrics: LatestMetrics | null;
}

const none: LatestMetrics = { keys: [], values: [], steps: [], timestamps: [] };

export function toLatest(row: LatestRow): RunLatest {
  return { ...plain(row), metrics: row.metrics ?? none };
}

function plain(row: Omit<RunRow, "metrics">): Omit<Run, "metrics"> {
  return {
    id: row.id,
    projectId: row.project_id,
    experimentId: row.experiment_id,
    name: row.name,
    status: row.status,
    kind: row.kind,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    params: row.params ?? {},
    tags: row.tags ?? {},
    parentRunId: row.parent_run_id,
    datasetId: row.dataset_id,
    datasetVersion: row.dataset_version,
    jobId: row.job_id,
    createdBy: row.created_by,
    error: row.error,
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}

function toSummary([first, last, lastStep, lastAtMs, min, minStep, max, maxStep, sum, count, nans]: PackedSummary): MetricSummary {
  const mean = count > nans ? Number(sum) / (count - nans) : Number.NaN;
  const summary: MetricSummary = {
    first: finite(first),
    last: finite(last),
    min: finite(min),
    max: finite(max),
    mean: finite(mean),
    count,
    lastStep,
    lastAt: new Date(lastAtMs).toISOString(),
    minStep,
    maxStep,
  };
  if (summary.first !== null && summary.last !== null && summary.min !== null && summary.max !== null && summary.mean !== null) return summary;
  const special = Object.entries({ first, last, min, max, mean }).flatMap(([name, value]) => {
    const word = specialOf(Number(value));
    return word === null ? [] : [[name, word]];
  });
  return { ...summary, special: Object.fromEntries(special) };
}

function finite(value: Packed): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The word a number that JSON cannot hold travels as. */
export function specialOf(value: number): SpecialNumber | null {
  return Number.isFinite(value) ? null : (String(value) as SpecialNumber);
}
