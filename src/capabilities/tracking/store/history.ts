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
