import { prepared, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Aggregate, Point } from "../domain/aggregate.ts";

/** Of these runs, those that still take points. */
export async function liveRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    prepared(
      "tracking.liveRuns",
      sql`select id from tracking.runs where workspace_id = ${ws} and id = any(${[...runIds]}::uuid[]) and status in ('queued', 'running')`,
    ),
  );
  return new Set(rows.map((r) => r.id));
}

/**
 * Appends points and folds their aggregates in, one statement. The aggregates come sorted by run and key,
 * so that two batches never wait for each other in a circle.
 */
export async function insertPoints(tx: Tx, ws: string, points: readonly Point[], aggregates: readonly Aggregate[]): Promise<void> {
  await tx.run(
    prepared(
      "tracking.insertPoints",
      sql`
    with p as (
      insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
      select ${ws}, run_id, key, step, to_timestamp(at), value
      from unnest(${points.map((p) => p.runId)}::uuid[], ${points.map((p) => p.key)}::text[], ${points.map((p) => p.step)}::bigint[],
        ${points.map((p) => p.atS)}::float8[], ${points.map((p) => p.value)}::float8[]) as i(run_id, key, step, at, value)
    )
    insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, last_value, last_step, last_at, min_value, min_step,
      max_value, max_step, sum_value, points)
    select ${ws}, run_id, key, first_value, last_value, last_step, to_timestamp(last_at), min_value, min_step, max_value, max_step, sum_value, points
    from unnest(${aggregates.map((a) => a.runId)}::uuid[], ${aggregates.map((a) => a.key)}::text[], ${aggregates.map((a) => a.first)}::float8[],
      ${aggregates.map((a) => a.last)}::float8[], ${aggregates.map((a) => a.lastStep)}::bigint[], ${aggregates.map((a) => a.lastAtS)}::float8[],
      ${aggregates.map((a) => a.min)}::float8[], ${aggregates.map((a) => a.minStep)}::bigint[], ${aggregates.map((a) => a.max)}::float8[],
      ${aggregates.map((a) => a.maxStep)}::bigint[], ${aggregates.map((a) => a.sum)}::float8[], ${aggregates.map((a) => a.count)}::bigint[])
      as i(run_id, key, first_value, last_value, last_step, last_at, min_value, min_step, max_value, max_step, sum_value, points)
    on conflict (workspace_id, run_id, key) do update set
      last_value = case when (excluded.last_step, excluded.last_at) >= (m.last_step, m.last_at) then excluded.last_value else m.last_value end,
      last_at = case when (excluded.last_step, excluded.last_at) >= (m.last_step, m.last_at) then excluded.last_at else m.last_at end,
      last_step = greatest(excluded.last_step, m.last_step),
      min_step = case when excluded.min_value < m.min_value then excluded.min_step else m.min_step end,
      min_value = least(excluded.min_value, m.min_value),
      max_step = case when excluded.max_value > m.max_value then excluded.max_step else m.max_step end,
      max_value = greatest(excluded.max_value, m.max_value),
      sum_value = m.sum_value + excluded.sum_value,
      points = m.points + excluded.points`,
    ),
  );
}

export interface HistoryRow {
  step: number;
  value: number;
  at: Date;
}

export async function countPoints(tx: Tx, ws: string, runId: string, key: string): Promise<number> {
  const row = await tx.first<{ points: number }>(sql`
    select points from tracking.run_metrics where workspace_id = ${ws} and run_id = ${runId} and key = ${key}`);
  return row?.points ?? 0;
}

export async function exactHistory(tx: Tx, ws: string, runId: string, key: string): Promise<HistoryRow[]> {
  return await tx.rows<HistoryRow>(sql`
    select step, value, at from tracking.metric_points
    where workspace_id = ${ws} and run_id = ${runId} and key = ${key} order by step, at`);
}

/** Down-sampled in SQL: of every bucket of points the first, the lowest and the highest are kept. */
export async function sampledHistory(tx: Tx, ws: string, runId: string, key: string, points: number): Promise<HistoryRow[]> {
  const buckets = Math.max(1, Math.floor(points / 3));
  return await tx.rows<HistoryRow>(sql`
    with line as (
      select step, value, at, ntile(${buckets}) over (order by step, at) as bucket from tracking.metric_points
      where workspace_id = ${ws} and run_id = ${runId} and key = ${key}
    ), ranked as (
      select step, value, at, row_number() over (partition by bucket order by step, at) as n,
        row_number() over (partition by bucket order by value, step) as low,
        row_number() over (partition by bucket order by value desc, step) as high
      from line
    ) select step, value, at from ranked where n = 1 or low = 1 or high = 1 order by step, at`);
}
