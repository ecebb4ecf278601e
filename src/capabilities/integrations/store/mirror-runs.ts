import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { MirroredRun } from "../contract/mirrors.ts";

/** What of a run stands outside. */
export interface HeldRun {
  runId: string;
  outsideId: string | null;
  outsideUrl: string | null;
  tagKeys: string[];
  gone: boolean;
  lines: number;
  artifacts: number;
  error: string | null;
  whole: boolean;
}

interface HeldRow {
  run_id: string;
  outside_id: string | null;
  outside_url: string | null;
  tag_keys: string[];
  gone: boolean;
  lines: number;
  artifacts: number;
  error: string | null;
  whole: boolean;
}

export async function readHeld(tx: Tx, ws: string, mirrorId: string, runIds: readonly string[]): Promise<Map<string, HeldRun>> {
  const rows = await tx.rows<HeldRow>(sql`
    select run_id, outside_id, outside_url, tag_keys, gone, lines, artifacts, error, whole from integrations.mirror_runs
    where workspace_id = ${ws} and mirror_id = ${mirrorId} and run_id = any(${[...runIds]}::uuid[])`);
  return new Map(
    rows.map((r) => [
      r.run_id,
      {
        runId: r.run_id,
        outsideId: r.outside_id,
        outsideUrl: r.outside_url,
        tagKeys: r.tag_keys,
        gone: r.gone,
        lines: r.lines,
        artifacts: r.artifacts,
        error: r.error,
        whole: r.whole,
      },
    ]),
  );
}

/** Where the run was made outside, at once: a crash after this finds it again. */
export async function notePlaced(
  tx: Tx,
  ws: string,
  mirrorId: string,
  run: { id: string; name: string; outsideId: string; outsideUrl: string | null; tagKeys: readonly string[] },
): Promise<void> {
  await tx.run(sql`
    insert into integrations.mirror_runs (workspace_id, mirror_id, run_id, name, outside_id, outside_url, tag_keys)
    values (${ws}, ${mirrorId}, ${run.id}, ${run.name}, ${run.outsideId}, ${run.outsideUrl}, ${[...run.tagKeys]}::text[])
    on conflict (workspace_id, mirror_id, run_id) do update set name = excluded.name, outside_id = excluded.outside_id, outside_url = excluded.outside_url,
      tag_keys = excluded.tag_keys, gone = false, updated_at = now()`);
}

export interface Copied {
  runId: string;
  lines: number;
  points: number;
  artifacts: number;
  open: boolean;
  gone: boolean;
  /** Everything up to the batch's end was sent, from the beginning on. */
  whole: boolean;
  /** What the outside refused of it although the rest was taken. */
  error: string | null;
}

/** In the transaction that moves the mirror on: what was written once more is counted once. */
export async function noteCopied(tx: Tx, ws: string, mirrorId: string, copied: readonly Copied[]): Promise<void> {
  for (const c of copied) {
    await tx.run(sql`
      update integrations.mirror_runs set lines = ${c.lines}, points = case when ${c.whole} then ${c.points} else points + ${c.points} end,
        artifacts = case when ${c.whole} then ${c.artifacts} else artifacts + ${c.artifacts} end, open = ${c.open}, gone = ${c.gone},
        whole = whole and not ${c.whole}, whole_tx = case when ${c.whole} then null else whole_tx end, error = ${c.error}, spoken_at = now(), updated_at = now()
      where workspace_id = ${ws} and mirror_id = ${mirrorId} and run_id = ${c.runId}`);
  }
}

export async function noteRefused(tx: Tx, ws: string, mirrorId: string, run: { id: string; name: string; error: string }): Promise<void> {
  await tx.run(sql`
    insert into integrations.mirror_runs (workspace_id, mirror_id, run_id, name, error, open) values (${ws}, ${mirrorId}, ${run.id}, ${run.name}, ${run.error}, false)
    on conflict (workspace_id, mirror_id, run_id) do update set error = excluded.error, open = false, whole = false, whole_tx = null, updated_at = now()`);
}

/** Puts a run in line to be copied from its beginning. */
export async function putWhole(tx: Tx, ws: string, mirrorId: string): Promise<number> {
  return await tx.run(sql`
    insert into integrations.mirror_runs (workspace_id, mirror_id, run_id, name, whole)
    select ${ws}, m.id, r.run_id, r.name, true from integrations.mirrors m
    join tracking.pub_run_changes r on r.workspace_id = m.workspace_id and r.project_id = m.project_id
      and (cardinality(m.experiment_ids) = 0 or r.experiment_id = any(m.experiment_ids))
    where m.workspace_id = ${ws} and m.id = ${mirrorId}
      and not exists (select from integrations.mirror_runs h where h.workspace_id = ${ws} and h.mirror_id = m.id and h.run_id = r.run_id and h.error is null)
    on conflict (workspace_id, mirror_id, run_id) do update set whole = true`);
}

/** The next run to copy whole; one that was begun comes first. */
export async function nextWhole(tx: Tx, ws: string, mirrorId: string): Promise<{ runId: string; upTo: number | null } | null> {
  const row = await tx.first<{ run_id: string; whole_tx: number | null }>(sql`
    select run_id, whole_tx from integrations.mirror_runs where workspace_id = ${ws} and mirror_id = ${mirrorId} and whole
    order by (whole_tx is null), run_id limit 1`);
  return row && { runId: row.run_id, upTo: row.whole_tx };
}

export async function beginWhole(tx: Tx, ws: string, mirrorId: string, runId: string, upTo: number): Promise<void> {
  await tx.run(sql`
    update integrations.mirror_runs set whole_tx = ${upTo} where workspace_id = ${ws} and mirror_id = ${mirrorId} and run_id = ${runId}`);
}

/** Forgets a run that is not here any more. */
export async function dropHeld(tx: Tx, ws: string, mirrorId: string, runId: string): Promise<void> {
  await tx.run(sql`delete from integrations.mirror_runs where workspace_id = ${ws} and mirror_id = ${mirrorId} and run_id = ${runId}`);
}

/** Open runs that nothing was sent of for that long. */
export async function silentRuns(tx: Tx, ws: string, mirrorId: string, silenceS: number): Promise<string[]> {
  const rows = await tx.rows<{ run_id: string }>(sql`
    select run_id from integrations.mirror_runs
    where workspace_id = ${ws} and mirror_id = ${mirrorId} and open and outside_id is not null and error is null
      and spoken_at < now() - make_interval(secs => ${silenceS})
    order by spoken_at limit 50`);
  return rows.map((row) => row.run_id);
}

export async function noteSpoken(tx: Tx, ws: string, mirrorId: string, runId: string): Promise<void> {
  await tx.run(sql`
    update integrations.mirror_runs set spoken_at = now() where workspace_id = ${ws} and mirror_id = ${mirrorId} and run_id = ${runId}`);
}

interface MirroredRow extends HeldRow {
  name: string;
  points: number;
  updated_at: Date;
}

export async function selectMirroredRuns(
  tx: Tx,
  ws: string,
  list: { mirrorId: string; failed: boolean; limit: number; cursor?: string | undefined },
): Promise<{ items: MirroredRun[]; nextCursor: string | null }> {
  const where = [sql`workspace_id = ${ws}`, sql`mirror_id = ${list.mirrorId}`];
  if (list.failed) where.push(sql`error is not null`);
  const key = decodeCursor(list.cursor, 2);
  if (key) where.push(sql`(updated_at, run_id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`);
  const rows = await tx.rows<MirroredRow>(sql`
    select run_id, name, outside_id, outside_url, tag_keys, gone, lines, artifacts, error, whole, points, updated_at from integrations.mirror_runs
    where ${and(where)} order by updated_at desc, run_id desc limit ${list.limit + 1}`);
  const cut = page(rows, list.limit, (row) => [row.updated_at.toISOString(), row.run_id]);
  const items = cut.items.map((row) => ({
    runId: row.run_id,
    name: row.name,
    outsideId: row.outside_id,
    outsideUrl: row.outside_url,
    state: row.whole || (row.outside_id === null && row.error === null) ? ("waiting" as const) : row.error === null ? ("copied" as const) : ("failed" as const),
    error: row.error,
    points: row.points,
    artifacts: row.artifacts,
    updatedAt: row.updated_at.toISOString(),
  }));
  return { items, nextCursor: cut.nextCursor };
}
