import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, prepared, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";

export interface HistoryRow {
  step: number;
  value: number;
  at: Date;
}

export async function countPoints(tx: Tx, ws: string, runId: string, key: string): Promise<number> {
  const row = await tx.first<{ points: number }>(
    prepared("tracking.countPoints", sql`select points from tracking.run_metrics where workspace_id = ${ws} and run_id = ${runId} and key = ${key}`),
  );
  return row?.points ?? 0;
}

/** Every point in the order (step, timestamp, value), a page at a time. */
export async function exactHistory(
  tx: Tx,
  ws: string,
  runId: string,
  key: string,
  f: { limit: number; cursor?: string | undefined },
): Promise<{ items: HistoryRow[]; nextCursor: string | null }> {
  const where: Statement[] = [sql`workspace_id = ${ws}`, sql`run_id = ${runId}`, sql`key = ${key}`];
  const place = decodeCursor(f.cursor, 3);
  if (place) where.push(sql`(step, at, value) > (${place[0]}::bigint, ${place[1]}::timestamptz, ${place[2]}::float8)`);
  const rows = await tx.rows<HistoryRow>(sql`
    select step, value, at from tracking.metric_points where ${and(where)} order by step, at, value limit ${f.limit + 1}`);
  return page(rows, f.limit, (row) => [row.step, row.at.toISOString(), String(row.value)]);
}

/** Down-sampled in SQL: the ends, and of every bucket of points the first, the lowest and the highest are kept; NaN is never an extreme. */
export async function sampledHistory(tx: Tx, ws: string, runId: string, key: string, points: number): Promise<HistoryRow[]> {
  const buckets = Math.max(1, Math.floor((points - 1) / 3));
  return await tx.rows<HistoryRow>(sql`
    with line as (
      select step, value, at, ntile(${buckets}) over w as bucket, row_number() over w as place, count(*) over () as total
      from tracking.metric_points where workspace_id = ${ws} and run_id = ${runId} and key = ${key} window w as (order by step, at, value)
    ), ranked as (
      select step, value, at, place, total, row_number() over (partition by bucket order by place) as n,
        row_number() over (partition by bucket order by value, place) as low,
        row_number() over (partition by bucket order by value = 'NaN', value desc, place) as high
      from line
    ) select step, value, at from ranked where n = 1 or low = 1 or high = 1 or place = total order by place`);
}

export interface LineRow extends HistoryRow {
  run_id: string;
  key: string;
  total: number;
}

/** Steps of all lines of an answer at most. */
const stepsAtMost = 1_000_000;

/**
 * Lines of several runs. Of a key's steps, over all its runs, at most `points` are taken at even distances, the same for
 * every run; each line's ends and extremes stand beside them, and a line of no more points is whole. A step that holds many
 * points of a line gives as many as the line would have steps.
 */
export async function selectLines(
  tx: Tx,
  ws: string,
  f: { runIds: readonly string[]; keys: readonly string[]; points: number; fromStep?: number | undefined; toStep?: number | undefined },
): Promise<LineRow[]> {
  const where: Statement[] = [sql`workspace_id = ${ws}`, sql`run_id = any(${[...f.runIds]}::uuid[])`, sql`key = any(${[...f.keys]}::text[])`];
  if (f.fromStep !== undefined) where.push(sql`step >= ${f.fromStep}`);
  if (f.toStep !== undefined) where.push(sql`step <= ${f.toStep}`);
  const points = Math.max(1, Math.min(f.points, Math.floor(stepsAtMost / (f.runIds.length * f.keys.length))));
  return await tx.rows<LineRow>(sql`
    with line as materialized (
      select run_id, key, step, at, value from tracking.metric_points where ${and(where)}
    ), steps as (
      select key, step, row_number() over (partition by key order by step) as n, count(*) over (partition by key) as steps
      from (select distinct key, step from line) d
    ), taken as (
      select key, step from steps where n = 1 or n = steps or (n - 1) * ${points}::bigint / steps <> (n - 2) * ${points}::bigint / steps
    ), lines as (
      select run_id, key, count(*) as total, min(step) as first_step, max(step) as last_step,
        min(value) filter (where value <> 'NaN') as low, max(value) filter (where value <> 'NaN') as high
      from line group by run_id, key
    ), extremes as (
      select l.run_id, l.key, min(l.step) filter (where l.value = s.low) as low_step, min(l.step) filter (where l.value = s.high) as high_step
      from line l join lines s using (run_id, key) group by l.run_id, l.key
    ), picked as materialized (
      select l.run_id, l.key, l.step, l.at, l.value, s.total, l.value in (s.low, s.high) as extreme
      from line l join lines s using (run_id, key) join extremes e using (run_id, key)
      where s.total <= ${points} or l.step in (s.first_step, s.last_step, e.low_step, e.high_step) or (l.key, l.step) in (select key, step from taken)
    ), placed as (
      select *, row_number() over (partition by run_id, key, step order by at, value) as m, count(*) over (partition by run_id, key, step) as of_step,
        row_number() over (partition by run_id, key, value order by step, at) as of_value
      from picked
    ), counted as (
      select *, greatest(1, ${points}::bigint / count(*) filter (where m = 1) over (partition by run_id, key)) as per_step from placed
    )
    select run_id, key, step, at, value, total from counted
    where total <= ${points} or m = 1 or m = of_step or (m - 1) * per_step / of_step <> (m - 2) * per_step / of_step or (extreme and of_value = 1)
    order by run_id, key, step, at, value`);
}

export interface PackedPoints {
  count: number;
  /** Big-endian: int64, float64 milliseconds, float64. */
  steps: Buffer | null;
  timestamps: Buffer | null;
  values: Buffer | null;
}

/** A page of a line in the binary form the server sends, so that no point becomes a row. */
export async function packedHistory(tx: Tx, ws: string, runId: string, key: string, f: { limit: number; cursor?: string | undefined }): Promise<PackedPoints> {
  const where: Statement[] = [sql`workspace_id = ${ws}`, sql`run_id = ${runId}`, sql`key = ${key}`];
  const place = decodeCursor(f.cursor, 3);
  if (place) where.push(sql`(step, at, value) > (${place[0]}::bigint, to_timestamp(${place[1]}::float8 / 1000), ${place[2]}::float8)`);
  const row = await tx.first<PackedPoints>(sql`
    select count(*) as count, string_agg(int8send(step), '') as steps,
      string_agg(float8send(round(date_part('epoch', at) * 1000)), '') as timestamps, string_agg(float8send(value), '') as values
    from (select step, at, value from tracking.metric_points where ${and(where)} order by step, at, value limit ${f.limit}) p`);
  return row ?? { count: 0, steps: null, timestamps: null, values: null };
}
