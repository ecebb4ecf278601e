import { prepared, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import { aggregate, inOrder, type Point } from "../domain/aggregate.ts";

/** Of these runs, those that take points: every one that is there and not deleted. */
export async function liveRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    prepared("tracking.liveRuns", sql`select id from tracking.runs where workspace_id = ${ws} and id = any(${[...runIds]}::uuid[]) and deleted_at is null`),
  );
  return new Set(rows.map((r) => r.id));
}

/**
 * Appends points and folds their aggregates in. An equal point is one row, and only rows that came count: where some of a
 * line were there already, the line is counted anew. Points and aggregates are locked in one order for all, so that two
 * batches never wait for each other in a circle.
 */
export async function insertPoints(tx: Tx, ws: string, unsorted: readonly Point[]): Promise<void> {
  if (unsorted.length === 0) return;
  const points = inOrder(unsorted);
  const a = aggregate(points);
  const partly = await tx.rows<{ run_id: string; key: string }>(
    prepared(
      "tracking.insertPoints",
      sql`
    with p as (
      insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
      select ${ws}, run_id, key, step, to_timestamp(at), value
      from unnest(${points.map((p) => p.runId)}::uuid[], ${points.map((p) => p.key)}::text[], ${points.map((p) => p.step)}::bigint[],
        ${points.map((p) => p.atS)}::float8[], ${points.map((p) => p.value)}::float8[]) as i(run_id, key, step, at, value)
      on conflict do nothing returning run_id, key
    ), n as (
      select run_id, key, count(*) as inserted from p group by run_id, key
    ), i as (
      select i.*, n.inserted
      from unnest(${a.map((i) => i.runId)}::uuid[], ${a.map((i) => i.key)}::text[], ${a.map((i) => i.first.value)}::float8[],
        ${a.map((i) => i.first.step)}::bigint[], ${a.map((i) => i.first.atS)}::float8[], ${a.map((i) => i.last.value)}::float8[],
        ${a.map((i) => i.last.step)}::bigint[], ${a.map((i) => i.last.atS)}::float8[], ${a.map((i) => i.min)}::float8[],
        ${a.map((i) => i.minStep)}::bigint[], ${a.map((i) => i.max)}::float8[], ${a.map((i) => i.maxStep)}::bigint[],
        ${a.map((i) => i.sum)}::float8[], ${a.map((i) => i.count)}::bigint[], ${a.map((i) => i.nans)}::bigint[])
        as i(run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
          sum_value, points, nan_points)
      join n using (run_id, key)
    ), folded as (
      insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at,
        min_value, min_step, max_value, max_step, sum_value, points, nan_points)
      select ${ws}, run_id, key, first_value, first_step, to_timestamp(first_at), last_value, last_step, to_timestamp(last_at),
        min_value, min_step, max_value, max_step, sum_value, points, nan_points
      from i where inserted = points order by run_id, key
      on conflict (workspace_id, run_id, key) do update set
        first_value = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
          then excluded.first_value else m.first_value end,
        first_at = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
          then excluded.first_at else m.first_at end,
        first_step = least(excluded.first_step, m.first_step),
        last_value = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
          then excluded.last_value else m.last_value end,
        last_at = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
          then excluded.last_at else m.last_at end,
        last_step = greatest(excluded.last_step, m.last_step),
        min_step = case when (excluded.min_value, excluded.min_step) < (m.min_value, m.min_step) then excluded.min_step else m.min_step end,
        min_value = least(excluded.min_value, m.min_value),
        max_step = case when m.max_value = 'NaN' or (excluded.max_value <> 'NaN' and (-excluded.max_value, excluded.max_step) < (-m.max_value, m.max_step))
          then excluded.max_step else m.max_step end,
        max_value = case when m.max_value = 'NaN' then excluded.max_value when excluded.max_value = 'NaN' then m.max_value
          else greatest(excluded.max_value, m.max_value) end,
        sum_value = m.sum_value + excluded.sum_value,
        points = m.points + excluded.points,
        nan_points = m.nan_points + excluded.nan_points
      returning m.run_id, m.key, m.xmax = 0 as fresh
    ), keys as (
      insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
      select distinct ${ws}::uuid, r.experiment_id, 'm'::"char", f.key from folded f
      join tracking.runs r on r.workspace_id = ${ws} and r.id = f.run_id
      where f.fresh order by r.experiment_id, f.key on conflict do nothing
    )
    select run_id, key from i where inserted <> points order by run_id, key`,
    ),
  );
  if (partly.length > 0) await recount(tx, ws, partly);
}

/** Takes the aggregates of lines from their points; locked first, so that the points of others are either seen or yet to be folded in. */
async function recount(tx: Tx, ws: string, lines: readonly { run_id: string; key: string }[]): Promise<void> {
  await tx.run(sql`
    select from tracking.run_metrics m join unnest(${lines.map((l) => l.run_id)}::uuid[], ${lines.map((l) => l.key)}::text[]) as i(run_id, key)
      using (run_id, key)
    where m.workspace_id = ${ws} order by run_id, key for update of m`);
  await tx.run(sql`
    with l as (
      select p.run_id, p.key,
        (array_agg(value order by step, at, value))[1] as first_value, min(step) as first_step,
        (array_agg(at order by step, at, value))[1] as first_at,
        (array_agg(value order by step desc, at desc, value desc))[1] as last_value, max(step) as last_step,
        (array_agg(at order by step desc, at desc, value desc))[1] as last_at,
        coalesce(min(value) filter (where value <> 'NaN'), 'NaN') as min_value,
        coalesce((array_agg(step order by value, step) filter (where value <> 'NaN'))[1], min(step)) as min_step,
        coalesce(max(value) filter (where value <> 'NaN'), 'NaN') as max_value,
        coalesce((array_agg(step order by value desc, step) filter (where value <> 'NaN'))[1], min(step)) as max_step,
        coalesce(sum(value) filter (where value <> 'NaN'), 0) as sum_value, count(*) as points,
        count(*) filter (where value = 'NaN') as nan_points
      from tracking.metric_points p
      join unnest(${lines.map((l) => l.run_id)}::uuid[], ${lines.map((l) => l.key)}::text[]) as i(run_id, key) using (run_id, key)
      where p.workspace_id = ${ws} group by p.run_id, p.key
    )
    insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at,
      min_value, min_step, max_value, max_step, sum_value, points, nan_points)
    select ${ws}, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
      sum_value, points, nan_points from l order by run_id, key
    on conflict (workspace_id, run_id, key) do update set first_value = excluded.first_value, first_step = excluded.first_step,
      first_at = excluded.first_at, last_value = excluded.last_value, last_step = excluded.last_step, last_at = excluded.last_at,
      min_value = excluded.min_value, min_step = excluded.min_step, max_value = excluded.max_value, max_step = excluded.max_step,
      sum_value = excluded.sum_value, points = excluded.points, nan_points = excluded.nan_points`);
}
