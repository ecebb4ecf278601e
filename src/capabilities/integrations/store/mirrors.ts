import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { Mirror, MirrorKind } from "../contract/mirrors.ts";

interface MirrorRow {
  id: string;
  project_id: string;
  name: string;
  kind: MirrorKind;
  url: string;
  username: string | null;
  entity: string | null;
  outside_project: string | null;
  experiment_ids: string[];
  artifacts: boolean;
  secret_name: string | null;
  paused: boolean;
  sent_tx: number;
  sending_tx: number | null;
  failing_since: Date | null;
  failures: number;
  error: string | null;
  next_try_at: Date | null;
  history: Mirror["history"];
  points: number;
  last_sent_at: Date | null;
  created_by: string;
  created_at: Date;
  runs: number;
  runs_failed: number;
  history_left: number;
}

/** A mirror with how far it is. */
export interface StoredMirror extends Mirror {
  sentTx: number;
  sendingTx: number | null;
  failures: number;
}

const columns = raw(`
  m.id, m.project_id, m.name, m.kind, m.url, m.username, m.entity, m.outside_project, m.experiment_ids, m.artifacts, m.secret_name, m.paused, m.sent_tx,
  m.sending_tx, m.failing_since, m.failures, m.error, m.next_try_at, m.history, m.points, m.last_sent_at, m.created_by, m.created_at, c.runs, c.runs_failed,
  c.history_left`);
const counts = raw(`
  cross join lateral (
    select count(*) filter (where r.outside_id is not null)::int as runs, count(*) filter (where r.error is not null)::int as runs_failed,
      count(*) filter (where r.whole)::int as history_left
    from integrations.mirror_runs r where r.workspace_id = m.workspace_id and r.mirror_id = m.id
  ) c`);

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function mirrorOf(row: MirrorRow): StoredMirror {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    kind: row.kind,
    url: row.url,
    username: row.username,
    entity: row.entity,
    outsideProject: row.outside_project,
    experimentIds: row.experiment_ids,
    artifacts: row.artifacts,
    secretName: row.secret_name,
    state: row.paused ? "paused" : row.failing_since ? "failing" : "active",
    failingSince: iso(row.failing_since),
    error: row.error,
    nextTryAt: row.paused ? null : iso(row.next_try_at),
    history: row.history,
    historyLeft: row.history_left,
    runs: row.runs,
    runsFailed: row.runs_failed,
    points: row.points,
    lastSentAt: iso(row.last_sent_at),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    sentTx: row.sent_tx,
    sendingTx: row.sending_tx,
    failures: row.failures,
  };
}

export interface NewMirror {
  id: string;
  projectId: string;
  name: string;
  kind: MirrorKind;
  url: string;
  username: string | null;
  entity: string | null;
  outsideProject: string | null;
  experimentIds: readonly string[];
  artifacts: boolean;
  secretName: string | null;
  by: string;
}

/** It begins with the changes of now; false when the project has a mirror of that name. */
export async function insertMirror(tx: Tx, ws: string, m: NewMirror): Promise<boolean> {
  return (
    (await tx.run(sql`
    insert into integrations.mirrors (workspace_id, id, project_id, name, kind, url, username, entity, outside_project, experiment_ids, artifacts,
      secret_name, sent_tx, created_by)
    values (${ws}, ${m.id}, ${m.projectId}, ${m.name}, ${m.kind}, ${m.url}, ${m.username}, ${m.entity}, ${m.outsideProject},
      ${[...m.experimentIds]}::uuid[], ${m.artifacts}, ${m.secretName}, tracking.pub_horizon() - 1, ${m.by})
    on conflict do nothing`)) > 0
  );
}

export interface MirrorChange {
  id: string;
  name: string;
  url: string;
  username: string | null;
  artifacts: boolean;
  secretName: string | null;
}

export async function changeMirror(tx: Tx, ws: string, m: MirrorChange): Promise<void> {
  await tx.run(sql`
    update integrations.mirrors set name = ${m.name}, url = ${m.url}, username = ${m.username}, artifacts = ${m.artifacts}, secret_name = ${m.secretName}
    where workspace_id = ${ws} and id = ${m.id}`);
}

export async function nameTaken(tx: Tx, ws: string, projectId: string, name: string, but: string): Promise<boolean> {
  const row = await tx.first(sql`
    select 1 from integrations.mirrors where workspace_id = ${ws} and project_id = ${projectId} and lower(name) = lower(${name}) and id <> ${but}`);
  return row !== null;
}

export async function setPaused(tx: Tx, ws: string, id: string, paused: boolean): Promise<void> {
  await tx.run(sql`
    update integrations.mirrors set paused = ${paused}, failures = 0, failing_since = null, error = null, next_try_at = null
    where workspace_id = ${ws} and id = ${id}`);
}

export async function dropMirror(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`delete from integrations.mirrors where workspace_id = ${ws} and id = ${id}`);
}

export async function readMirror(tx: Tx, ws: string, id: string): Promise<StoredMirror | null> {
  const row = await tx.first<MirrorRow>(sql`select ${columns} from integrations.mirrors m ${counts} where m.workspace_id = ${ws} and m.id = ${id}`);
  return row && mirrorOf(row);
}

export interface MirrorList {
  projectId?: string | undefined;
  q?: string | undefined;
  kind?: MirrorKind | undefined;
  sort: "name" | "createdAt";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

export async function selectMirrors(tx: Tx, ws: string, list: MirrorList): Promise<{ items: StoredMirror[]; nextCursor: string | null }> {
  const where = [sql`m.workspace_id = ${ws}`];
  if (list.projectId !== undefined) where.push(sql`m.project_id = ${list.projectId}`);
  if (list.kind !== undefined) where.push(sql`m.kind = ${list.kind}`);
  if (list.q !== undefined) where.push(sql`(m.name ilike ${containing(list.q)} or m.url ilike ${containing(list.q)})`);
  const byName = list.sort === "name";
  const sort = byName ? raw("lower(m.name)") : raw("m.created_at");
  const key = decodeCursor(list.cursor, 2);
  const [beyond, direction, cast] = [raw(list.order === "asc" ? ">" : "<"), raw(list.order), raw(byName ? "::text" : "::timestamptz")];
  if (key) where.push(sql`(${sort}, m.id) ${beyond} (${key[0]}${cast}, ${key[1]}::uuid)`);
  const rows = await tx.rows<MirrorRow>(sql`
    select ${columns} from integrations.mirrors m ${counts} where ${and(where)} order by ${sort} ${direction}, m.id ${direction} limit ${list.limit + 1}`);
  const cut = page(rows, list.limit, (row) => [byName ? row.name.toLowerCase() : row.created_at.toISOString(), row.id]);
  return { items: cut.items.map(mirrorOf), nextCursor: cut.nextCursor };
}

/** Finder. */
export async function findMirror(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const row = await tx.first<{ project_id: string; name: string; paused: boolean }>(sql`
    select project_id, name, paused from integrations.mirrors where workspace_id = ${ws} and id = ${id}`);
  return row && { projectId: row.project_id, label: row.name, state: String(row.paused) };
}

/** Fixes the end of the batch on its way, so that every try sends the same. */
export async function beginBatch(tx: Tx, ws: string, id: string, upTo: number): Promise<void> {
  await tx.run(sql`update integrations.mirrors set sending_tx = ${upTo} where workspace_id = ${ws} and id = ${id}`);
}

/** Everything up to the horizon stands outside. */
export async function endBatch(tx: Tx, ws: string, id: string, upTo: number, points: number): Promise<void> {
  await tx.run(sql`
    update integrations.mirrors set sent_tx = greatest(sent_tx, ${upTo}), sending_tx = null, points = points + ${points}, last_sent_at = now()
    where workspace_id = ${ws} and id = ${id}`);
}

/** Nothing was left to send at the horizon. */
export async function noteCaughtUp(tx: Tx, ws: string, id: string, horizon: number): Promise<void> {
  await tx.run(sql`
    update integrations.mirrors set sent_tx = greatest(sent_tx, ${horizon}), caught_up_at = now() where workspace_id = ${ws} and id = ${id}`);
}

export async function noteWorks(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`
    update integrations.mirrors set failures = 0, failing_since = null, error = null, next_try_at = null
    where workspace_id = ${ws} and id = ${id} and failing_since is not null`);
}

export async function noteFails(tx: Tx, ws: string, id: string, error: string, waitS: number): Promise<void> {
  await tx.run(sql`
    update integrations.mirrors set failures = failures + 1, failing_since = coalesce(failing_since, now()), error = ${error},
      next_try_at = now() + make_interval(secs => ${waitS})
    where workspace_id = ${ws} and id = ${id}`);
}

export async function setHistory(tx: Tx, ws: string, id: string, history: Mirror["history"]): Promise<void> {
  await tx.run(sql`update integrations.mirrors set history = ${history} where workspace_id = ${ws} and id = ${id}`);
}

/** Seconds since nothing was left to send. */
export async function secondsSinceCaughtUp(tx: Tx, ws: string, id: string): Promise<number> {
  const row = await tx.first<{ seconds: number }>(sql`
    select extract(epoch from now() - caught_up_at)::float8 as seconds from integrations.mirrors where workspace_id = ${ws} and id = ${id}`);
  return Math.max(0, row?.seconds ?? 0);
}

export async function readOutsideExperiment(tx: Tx, ws: string, mirrorId: string, experimentId: string): Promise<string | null> {
  const row = await tx.first<{ outside_id: string }>(sql`
    select outside_id from integrations.mirror_experiments where workspace_id = ${ws} and mirror_id = ${mirrorId} and experiment_id = ${experimentId}`);
  return row?.outside_id ?? null;
}

export async function noteOutsideExperiment(tx: Tx, ws: string, mirrorId: string, experimentId: string, outsideId: string): Promise<void> {
  await tx.run(sql`
    insert into integrations.mirror_experiments (workspace_id, mirror_id, experiment_id, outside_id) values (${ws}, ${mirrorId}, ${experimentId}, ${outsideId})
    on conflict (workspace_id, mirror_id, experiment_id) do update set outside_id = excluded.outside_id`);
}

export async function forgetOutsideExperiments(tx: Tx, ws: string, mirrorId: string): Promise<void> {
  await tx.run(sql`delete from integrations.mirror_experiments where workspace_id = ${ws} and mirror_id = ${mirrorId}`);
}
