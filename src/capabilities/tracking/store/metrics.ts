import { prepared, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import { aggregate, inOrder, type Aggregate, type Point } from "../domain/aggregate.ts";

/** Of these runs, those that take points: every one that is there and not deleted. */
export async function liveRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    prepared("tracking.liveRuns", sql`select id from tracking.runs where workspace_id = ${ws} and id = any(${[...runIds]}::uuid[]) and deleted_at is null`),
  );
  return new Set(rows.map((r) => r.id));
}

interface Line {
  run_id: string;
  key: string;
  inserted: number;
}

/**
 * Appends points and folds their aggregates in. An equal point is one row, and only rows that came count: where some of a
 * line were there already, the line is counted anew. Points and aggregates are locked in one order for all, so that two
 * batches never wait for each other in a circle.
 */
export async function insertPoints(tx: Tx, ws: string, unsorted: readonly Point[]): Promise<void> {
  if (unsorted.length === 0) return;
  const points = inOrder(unsorted);
  const lines = aggregate(points);
  // A step of many metrics has one point a line: its aggregates are the points, and half as much is sent.
  const known = await tx.rows<Line>(lines.length === points.length ? singles(ws, points) : several(ws, points, lines));
  if (known.length === 0) return;
  const inserted = new Map(known.map((l) => [`${l.run_id} ${l.key}`, l.inserted]));
  const of = (line: Aggregate): number => inserted.get(`${line.runId} ${line.key}`) ?? 0;
  const whole = lines.filter((line) => of(line) === line.count);
  if (whole.length > 0) await tx.run(sql`with i as (${summaries(whole)}), ${folded(ws)} select from folded limit 0`);
  const partly = lines.filter((line) => of(line) > 0 && of(line) < line.count);
  if (partly.length > 0) await recount(tx, ws, partly);
}

/** The same in one statement without an answer, where all runs take points and every point is new; raises where not. */
export function hopedPoints(ws: string, unsorted: readonly Point[]): Statement {
  const points = inOrder(unsorted);
  const lines = aggregate(points);
  const runIds = [...new Set(points.map((p) => p.runId))];
  const hoped = sql`select tracking.as_hoped((select count(*) from p) = ${points.length}::bigint and
    (select count(*) from tracking.runs where workspace_id = ${ws} and id = any(${runIds}::uuid[]) and deleted_at is null) = ${runIds.length}::bigint)`;
  return lines.length === points.length ? singles(ws, points, hoped) : several(ws, points, lines, hoped);
}

const summaryColumns = raw(`first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points`);

/** What came, line by line, where it is not all that was sent; no row where it is. */
function arrived(sent: number): Statement {
  return sql`select run_id, key, count(*) as inserted from p where (select count(*) from p) <> ${sent}::bigint group by run_id, key`;
}

function rowsOf(points: readonly Point[]): Statement {
  return sql`unnest(${points.map((p) => p.runId)}::uuid[], ${points.map((p) => p.key)}::text[], ${points.map((p) => p.step)}::bigint[],
    ${points.map((p) => p.atS)}::float8[], ${points.map((p) => p.value)}::float8[])`;
}

function singles(ws: string, points: readonly Point[], hoped?: Statement): Statement {
  return prepared(
    hoped ? "tracking.hopeSingles" : "tracking.insertSingles",
    sql`
    with s as materialized (
      select run_id, key, step, to_timestamp(at) as at, value from ${rowsOf(points)} as s(run_id, key, step, at, value)
    ), p as (
      insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
      select ${ws}, run_id, key, step, at, value from s on conflict do nothing returning run_id, key
    ), i as (
      select run_id, key, value as first_value, step as first_step, at as first_at, value as last_value, step as last_step, at as last_at,
        value as min_value, step as min_step, value as max_value, step as max_step, case when value = 'NaN' then 0 else value end as sum_value,
        1 as points, case when value = 'NaN' then 1 else 0 end as nan_points
      from s where (select count(*) from p) = ${points.length}::bigint
    ), ${folded(ws)} ${hoped ?? arrived(points.length)}`,
  );
}

function several(ws: string, points: readonly Point[], lines: readonly Aggregate[], hoped?: Statement): Statement {
  return prepared(
    hoped ? "tracking.hopePoints" : "tracking.insertPoints",
    sql`
    with p as (
      insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
      select ${ws}, run_id, key, step, to_timestamp(at), value from ${rowsOf(points)} as s(run_id, key, step, at, value)
      on conflict do nothing returning run_id, key
    ), i as (
      select * from (${summaries(lines)}) a where (select count(*) from p) = ${points.length}::bigint
    ), ${folded(ws)} ${hoped ?? arrived(points.length)}`,
  );
}

function summaries(a: readonly Aggregate[]): Statement {
  return sql`select run_id, key, first_value, first_step, to_timestamp(first_at) as first_at, last_value, last_step, to_timestamp(last_at) as last_at,
      min_value, min_step, max_value, max_step, sum_value, points, nan_points
    from unnest(${a.map((i) => i.runId)}::uuid[], ${a.map((i) => i.key)}::text[], ${a.map((i) => i.first.value)}::float8[],
      ${a.map((i) => i.first.step)}::bigint[], ${a.map((i) => i.first.atS)}::float8[], ${a.map((i) => i.last.value)}::float8[],
      ${a.map((i) => i.last.step)}::bigint[], ${a.map((i) => i.last.atS)}::float8[], ${a.map((i) => i.min)}::float8[],
      ${a.map((i) => i.minStep)}::bigint[], ${a.map((i) => i.max)}::float8[], ${a.map((i) => i.maxStep)}::bigint[],
      ${a.map((i) => i.sum)}::float8[], ${a.map((i) => i.count)}::bigint[], ${a.map((i) => i.nans)}::bigint[])
      as a(run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
        sum_value, points, nan_points)`;
}

/** Folds the rows of `i`, one a line, into the aggregates; a key that a run has for the first time joins its experiment's keys. */
function folded(ws: string): Statement {
  return sql`folded as (
      insert into tracking.run_metrics as m (workspace_id, run_id, key, ${summaryColumns})
      select ${ws}, run_id, key, ${summaryColumns} from i
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
    )`;
}

/** Takes the aggregates of lines from their points; locked first, so that the points of others are either seen or yet to be folded in. */
async function recount(tx: Tx, ws: string, lines: readonly Aggregate[]): Promise<void> {
  const named = sql`unnest(${lines.map((l) => l.runId)}::uuid[], ${lines.map((l) => l.key)}::text[]) with ordinality as l(run_id, key, n)`;
  await tx.run(sql`
    select from tracking.run_metrics m join ${named} using (run_id, key) where m.workspace_id = ${ws} order by l.n for update of m`);
  await tx.run(sql`
    with i as (
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
      from tracking.metric_points p join ${named} using (run_id, key)
      where p.workspace_id = ${ws} group by p.run_id, p.key
    )
    update tracking.run_metrics m set (${summaryColumns}) = row(${raw(summaryColumns.text.replaceAll(/\w+/g, "i.$&"))})
    from i where m.workspace_id = ${ws} and m.run_id = i.run_id and m.key = i.key`);
}
