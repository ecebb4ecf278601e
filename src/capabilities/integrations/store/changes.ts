import { raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";

/** The part of tracking that a mirror follows. */
export interface Followed {
  projectId: string;
  experimentIds: readonly string[];
}

function followedRuns(f: Followed): Statement {
  const ids = [...f.experimentIds];
  return sql`r.project_id = ${f.projectId} and (${ids.length} = 0 or r.experiment_id = any(${ids}::uuid[]))`;
}

/** Everything of transactions at or below this was committed or never will be. */
export async function horizon(tx: Tx): Promise<number> {
  const row = await tx.first<{ at: number }>(sql`select tracking.pub_horizon() - 1 as at`);
  return row?.at ?? 0;
}

/** Points written after one horizon up to another, counted at most to `most`. */
export async function countPoints(tx: Tx, ws: string, f: Followed, after: number, upTo: number, most: number): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from tracking.pub_points p join tracking.pub_run_changes r on r.workspace_id = p.workspace_id and r.run_id = p.run_id
      where p.workspace_id = ${ws} and p.tx > ${after} and p.tx <= ${upTo} and ${followedRuns(f)} limit ${most}
    ) counted`);
  return row?.n ?? 0;
}

export async function countFiles(tx: Tx, ws: string, f: Followed, after: number, upTo: number): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`
    select count(*)::int as n from tracking.pub_artifact_changes a join tracking.pub_run_changes r on r.workspace_id = a.workspace_id and r.run_id = a.owner_id
    where a.workspace_id = ${ws} and a.tx > ${after} and a.tx <= ${upTo} and ${followedRuns(f)}`);
  return row?.n ?? 0;
}

export interface ChangedRun {
  runId: string;
  /** Its own row changed: name, state, parameters or tags. */
  self: boolean;
}

/** Runs of which anything was written in between, older ones first. */
export async function changedRuns(tx: Tx, ws: string, f: Followed, after: number, upTo: number): Promise<ChangedRun[]> {
  const rows = await tx.rows<{ run_id: string; self: boolean }>(sql`
    select r.run_id, r.tx > ${after} and r.tx <= ${upTo} as self from tracking.pub_run_changes r
    where r.workspace_id = ${ws} and ${followedRuns(f)} and r.run_id in (
      select c.run_id from tracking.pub_run_changes c where c.workspace_id = ${ws} and c.tx > ${after} and c.tx <= ${upTo}
      union select p.run_id from tracking.pub_points p where p.workspace_id = ${ws} and p.tx > ${after} and p.tx <= ${upTo}
      union select a.owner_id from tracking.pub_artifact_changes a where a.workspace_id = ${ws} and a.tx > ${after} and a.tx <= ${upTo}
    ) order by r.started_at, r.run_id`);
  return rows.map((row) => ({ runId: row.run_id, self: row.self }));
}

export interface PointRow {
  key: string;
  step: number;
  /** As PostgreSQL writes it: a page goes on at exactly this time. */
  at: string;
  at_ms: number;
  value: number;
}

/** A page of a run's points between two horizons, by metric or by step; `last` is the point the page before ended with. */
export async function pointsOf(
  tx: Tx,
  ws: string,
  run: { id: string; after: number; upTo: number; order: "key" | "step" },
  last: PointRow | null,
  limit: number,
): Promise<PointRow[]> {
  const order = run.order === "key" ? raw("key, step, at, value") : raw("step, at, key, value");
  const next =
    last === null
      ? sql`true`
      : run.order === "key"
        ? sql`(key, step, at, value) > (${last.key}, ${last.step}::bigint, ${last.at}::timestamptz, ${last.value}::float8)`
        : sql`(step, at, key, value) > (${last.step}::bigint, ${last.at}::timestamptz, ${last.key}, ${last.value}::float8)`;
  return await tx.rows<PointRow>(sql`
    select key, step, at::text as at, (extract(epoch from at) * 1000)::float8 as at_ms, value from tracking.pub_points
    where workspace_id = ${ws} and run_id = ${run.id} and tx > ${run.after} and tx <= ${run.upTo} and ${next}
    order by ${order} limit ${limit}`);
}

export interface FileRow {
  path: string;
  object_key: string;
  size_bytes: number;
  media_type: string;
}

export async function filesOf(tx: Tx, ws: string, run: { id: string; after: number; upTo: number }): Promise<FileRow[]> {
  return await tx.rows<FileRow>(sql`
    select path, object_key, size_bytes, media_type from tracking.pub_artifact_changes
    where workspace_id = ${ws} and owner_id = ${run.id} and tx > ${run.after} and tx <= ${run.upTo} order by path`);
}
