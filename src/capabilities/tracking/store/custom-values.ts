import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

/** A custom metric as the loop that fills runs needs it. */
export interface Following {
  id: string;
  project_id: string;
  name: string;
  expression: string;
  keys: string[];
  done_tx: number;
  revision: number;
}

/** Every custom metric of a workspace, and below which transaction all changes are there to be seen. */
export async function followed(tx: Tx, ws: string): Promise<{ metrics: Following[]; horizon: number }> {
  const metrics = await tx.rows<Following>(sql`
    select id, project_id, name, expression, keys, done_tx, revision from tracking.custom_metrics where workspace_id = ${ws} order by id`);
  if (metrics.length === 0) return { metrics, horizon: 0 };
  const row = await tx.first<{ horizon: number }>(sql`select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as horizon`);
  return { metrics, horizon: row?.horizon ?? 0 };
}

/** Runs of the project after one, by id. */
export async function runsAfter(tx: Tx, ws: string, projectId: string, after: string | null, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select id from tracking.runs where workspace_id = ${ws} and project_id = ${projectId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`);
  return rows.map((row) => row.id);
}

/** Runs of the project that took a point of one of the keys in these transactions. */
export async function runsMoved(tx: Tx, ws: string, m: Following, horizon: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select r.id from tracking.runs r where r.workspace_id = ${ws} and r.project_id = ${m.project_id} and r.id in (
      select p.run_id from tracking.metric_points p
      where p.workspace_id = ${ws} and p.tx >= ${m.done_tx} and p.tx < ${horizon} and p.key = any(${m.keys}::text[])
    ) order by r.id`);
  return rows.map((row) => row.id);
}

/** Holds the definition as it was read; false when it changed since, or is gone. */
export async function holdDefinition(tx: Tx, ws: string, m: Following): Promise<boolean> {
  const row = await tx.first(sql`
    select id from tracking.custom_metrics where workspace_id = ${ws} and id = ${m.id} and revision = ${m.revision} for share`);
  return row !== null;
}

export interface InputRow {
  run_id: string;
  key: string;
  first: number;
  last: number;
  min: number;
  max: number;
  mean: number;
  count: number;
  last_step: number;
  last_at: Date;
}

export async function inputsOf(tx: Tx, ws: string, runIds: readonly string[], keys: readonly string[]): Promise<InputRow[]> {
  return await tx.rows<InputRow>(sql`
    select run_id, key, first_value as first, last_value as last, min_value as min, max_value as max,
      coalesce(sum_value / nullif(points - nan_points, 0), 'NaN') as mean, points as count, last_step, last_at
    from tracking.run_metrics where workspace_id = ${ws} and run_id = any(${[...runIds]}::uuid[]) and key = any(${[...keys]}::text[])`);
}

export interface Value {
  runId: string;
  value: number;
  step: number;
  at: Date;
}

/** Writes a key's values into runs and takes it from those without one; answers the runs where something changed. */
export async function writeValues(tx: Tx, ws: string, key: string, values: readonly Value[], without: readonly string[]): Promise<string[]> {
  const written = await tx.rows<{ run_id: string }>(sql`
    with i as (
      select run_id, value, step, at from unnest(${values.map((v) => v.runId)}::uuid[], ${values.map((v) => v.value)}::float8[],
        ${values.map((v) => v.step)}::bigint[], ${values.map((v) => v.at)}::timestamptz[]) as i(run_id, value, step, at)
    ), keys as (
      insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
      select distinct ${ws}::uuid, r.experiment_id, 'm'::"char", ${key}::text from i join tracking.runs r on r.workspace_id = ${ws} and r.id = i.run_id
      on conflict do nothing
    )
    insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at,
      min_value, min_step, max_value, max_step, sum_value, points, nan_points)
    select ${ws}, run_id, ${key}, value, step, at, value, step, at, value, step, value, step,
      case when value = 'NaN' then 0 else value end, 1, case when value = 'NaN' then 1 else 0 end from i
    on conflict (workspace_id, run_id, key) do update set
      first_value = excluded.first_value, first_step = excluded.first_step, first_at = excluded.first_at, last_value = excluded.last_value,
      last_step = excluded.last_step, last_at = excluded.last_at, min_value = excluded.min_value, min_step = excluded.min_step,
      max_value = excluded.max_value, max_step = excluded.max_step, sum_value = excluded.sum_value, points = 1, nan_points = excluded.nan_points
    where (m.last_value, m.last_step, m.last_at) is distinct from (excluded.last_value, excluded.last_step, excluded.last_at)
    returning m.run_id`);
  const gone = await tx.rows<{ run_id: string }>(sql`
    delete from tracking.run_metrics where workspace_id = ${ws} and key = ${key} and run_id = any(${[...without]}::uuid[]) returning run_id`);
  return [...written, ...gone].map((row) => row.run_id);
}

/** Everything below the transaction is in the runs. */
export async function markDone(tx: Tx, ws: string, m: Following, horizon: number): Promise<void> {
  await tx.run(sql`
    update tracking.custom_metrics set done_tx = ${horizon} where workspace_id = ${ws} and id = ${m.id} and revision = ${m.revision}`);
}

/** Writes the outbox rows of runs that changed outside a handler. */
export async function announceRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<void> {
  await tx.run(sql`insert into core.outbox (workspace_id, topic, ref_id) select ${ws}, 'runs', id from unnest(${[...runIds]}::text[]) id`);
}
