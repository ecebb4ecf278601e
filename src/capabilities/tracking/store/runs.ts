import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, prepared, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { MetricSummary, Run, RunStatus, SpecialNumber } from "../contract/runs.ts";

interface RunRow {
  id: string;
  project_id: string;
  experiment_id: string;
  name: string;
  status: RunStatus;
  kind: string;
  started_at: Date;
  ended_at: Date | null;
  params: Record<string, string>;
  tags: Record<string, string>;
  parent_run_id: string | null;
  dataset_id: string | null;
  dataset_version: number | null;
  job_id: string | null;
  created_by: string;
  error: string | null;
  updated_at: Date;
  deleted_at: Date | null;
  sort_value?: number | null;
}

const columns = raw(`r.id, r.project_id, r.experiment_id, r.name, r.status, r.kind, r.started_at, r.ended_at, r.params, r.tags,
  r.parent_run_id, r.dataset_id, r.dataset_version, r.job_id, r.created_by, r.error, r.updated_at, r.deleted_at`);

export interface NewRun {
  id: string;
  projectId: string;
  experimentId: string | null;
  newExperimentId: string;
  name: string;
  kind: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  parentRunId: string | null;
  datasetId: string | null;
  datasetVersion: number | null;
  jobId: string | null;
  createdBy: string;
}

/** Inserts a run; without an experiment it joins the project's Default, made on first use. */
export async function insertRun(tx: Tx, ws: string, run: NewRun): Promise<Run> {
  const row = await tx.first<RunRow>(
    prepared(
      "tracking.insertRun",
      sql`
    with known as (
      select id from tracking.experiments
      where workspace_id = ${ws} and project_id = ${run.projectId} and (id = ${run.experimentId}::uuid or (${run.experimentId}::uuid is null and name = 'Default'))
    ), made as (
      insert into tracking.experiments (workspace_id, id, project_id, name)
      select ${ws}, ${run.newExperimentId}, ${run.projectId}, 'Default' where ${run.experimentId}::uuid is null and not exists (select from known)
      on conflict (workspace_id, project_id, name) do update set name = excluded.name
      returning id
    ), r as (
      insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, params, tags, parent_run_id,
        dataset_id, dataset_version, job_id, created_by)
      select ${ws}, ${run.id}, ${run.projectId}, e.id, ${run.name}, 'running', ${run.kind}, ${JSON.stringify(run.params)}::jsonb,
        ${JSON.stringify(run.tags)}::jsonb, ${run.parentRunId}, ${run.datasetId}, ${run.datasetVersion}, ${run.jobId}, ${run.createdBy}
      from (select id from known union all select id from made) e
      returning *
    ) select ${columns} from r`,
    ),
  );
  if (!row) throw new Error(`experiment ${run.experimentId ?? "Default"} is not in project ${run.projectId}`);
  return toRun(row, {});
}

export async function findRun(tx: Tx, ws: string, id: string): Promise<Run | null> {
  const row = await tx.first<RunRow>(sql`select ${columns} from tracking.runs r where r.workspace_id = ${ws} and r.id = ${id}`);
  if (!row) return null;
  const metrics = await metricsOf(tx, ws, [id]);
  return toRun(row, metrics.get(id) ?? {});
}

/** What the pipeline asks before every act on a run. */
export async function locateRun(tx: Tx, ws: string, id: string): Promise<{ projectId: string; name: string; status: RunStatus } | null> {
  return await tx.first(
    prepared("tracking.locateRun", sql`select project_id as "projectId", name, status from tracking.runs where workspace_id = ${ws} and id = ${id}::uuid`),
  );
}

export interface RunFilter {
  projectId?: string | undefined;
  experimentId?: string | undefined;
  parentRunId?: string | undefined;
  roots: boolean;
  kind?: string | undefined;
  status?: readonly string[] | undefined;
  datasetId?: string | undefined;
  name?: string | undefined;
  q?: string | undefined;
  sort: string;
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

const plainSorts: Readonly<Record<string, string>> = { startedAt: "extract(epoch from r.started_at)::float8", name: "r.name", status: "r.status" };

export async function selectRuns(tx: Tx, ws: string, f: RunFilter): Promise<{ items: Run[]; nextCursor: string | null }> {
  const metric = f.sort.startsWith("metrics.") ? f.sort.slice("metrics.".length) : null;
  const value = raw(metric === null ? (plainSorts[f.sort] ?? "extract(epoch from r.started_at)::float8") : "m.last_value");
  const where: Statement[] = [sql`r.workspace_id = ${ws}`];
  if (f.projectId) where.push(sql`r.project_id = ${f.projectId}`);
  if (f.experimentId) where.push(sql`r.experiment_id = ${f.experimentId}`);
  if (f.parentRunId) where.push(sql`r.parent_run_id = ${f.parentRunId}`);
  if (f.kind) where.push(sql`r.kind = ${f.kind}`);
  if (f.roots) where.push(sql`r.parent_run_id is null`);
  if (f.status) where.push(sql`r.status = any(${[...f.status]})`);
  if (f.datasetId) where.push(sql`r.dataset_id = ${f.datasetId}`);
  if (f.name) where.push(sql`r.name = ${f.name}`);
  if (f.q) where.push(sql`r.name ilike ${containing(f.q)}`);
  where.push(...after(f, value));
  const join = metric === null ? sql`` : sql`left join tracking.run_metrics m on m.workspace_id = r.workspace_id and m.run_id = r.id and m.key = ${metric}`;
  const direction = raw(f.order);
  const rows = await tx.rows<RunRow>(sql`
    select ${columns}, ${value} as sort_value from tracking.runs r ${join}
    where ${and(where)} order by ${value} ${direction} nulls last, r.id ${direction} limit ${f.limit + 1}`);
  const metrics = await metricsOf(
    tx,
    ws,
    rows.map((r) => r.id),
  );
  const cut = page(rows, f.limit, (row) => [row.sort_value ?? null, row.id]);
  return { items: cut.items.map((row) => toRun(row, metrics.get(row.id) ?? {})), nextCursor: cut.nextCursor };
}

/** Keyset condition with nulls last in either direction. */
function after(f: RunFilter, value: ReturnType<typeof raw>): Statement[] {
  const key = decodeCursor(f.cursor, 2);
  if (!key) return [];
  const [at, id] = key;
  const than = raw(f.order === "asc" ? ">" : "<");
  if (at === null) return [sql`${value} is null and r.id ${than} ${id}`];
  return [sql`(${value} is null or ${value} ${than} ${at} or (${value} = ${at} and r.id ${than} ${id}))`];
}

interface MetricRow {
  run_id: string;
  key: string;
  first_value: number;
  last_value: number;
  last_step: number;
  last_at: Date;
  min_value: number;
  min_step: number;
  max_value: number;
  max_step: number;
  sum_value: number;
  points: number;
}

async function metricsOf(tx: Tx, ws: string, runIds: readonly string[]): Promise<Map<string, Record<string, MetricSummary>>> {
  const out = new Map<string, Record<string, MetricSummary>>();
  if (runIds.length === 0) return out;
  const rows = await tx.rows<MetricRow>(sql`
    select run_id, key, first_value, last_value, last_step, last_at, min_value, min_step, max_value, max_step, sum_value, points
    from tracking.run_metrics where workspace_id = ${ws} and run_id = any(${[...runIds]}::uuid[]) order by key`);
  for (const row of rows) {
    const of = out.get(row.run_id) ?? {};
    of[row.key] = toSummary(row);
    out.set(row.run_id, of);
  }
  return out;
}

function toSummary(row: MetricRow): MetricSummary {
  const values = { first: row.first_value, last: row.last_value, min: row.min_value, max: row.max_value, mean: row.sum_value / row.points };
  const special = Object.entries(values).flatMap(([name, value]) => (Number.isFinite(value) ? [] : [[name, String(value) as SpecialNumber] as const]));
  return {
    first: finite(values.first),
    last: finite(values.last),
    min: finite(values.min),
    max: finite(values.max),
    mean: finite(values.mean),
    count: row.points,
    lastStep: row.last_step,
    lastAt: row.last_at.toISOString(),
    minStep: row.min_step,
    maxStep: row.max_step,
    ...(special.length > 0 && { special: Object.fromEntries(special) }),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export interface RunChange {
  name?: string | undefined;
  status?: RunStatus | undefined;
  error?: string | undefined;
}

/** Ending a run stamps its end; the first end stays. */
export async function changeRun(tx: Tx, ws: string, id: string, change: RunChange): Promise<void> {
  await tx.run(sql`
    update tracking.runs set name = coalesce(${change.name ?? null}, name), status = coalesce(${change.status ?? null}, status),
      error = coalesce(${change.error ?? null}, error),
      ended_at = case when coalesce(${change.status ?? null}, status) in ('finished', 'failed', 'cancelled') then coalesce(ended_at, now()) end
    where workspace_id = ${ws} and id = ${id}`);
}

export async function mergeParams(tx: Tx, ws: string, id: string, params: Record<string, string>): Promise<void> {
  await tx.run(sql`update tracking.runs set params = params || ${JSON.stringify(params)}::jsonb where workspace_id = ${ws} and id = ${id}`);
}

export async function mergeTags(tx: Tx, ws: string, id: string, tags: Record<string, string>): Promise<void> {
  await tx.run(sql`update tracking.runs set tags = tags || ${JSON.stringify(tags)}::jsonb where workspace_id = ${ws} and id = ${id}`);
}

function toRun(row: RunRow, metrics: Record<string, MetricSummary>): Run {
  return {
    id: row.id,
    projectId: row.project_id,
    experimentId: row.experiment_id,
    name: row.name,
    status: row.status,
    kind: row.kind,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    params: row.params,
    tags: row.tags,
    metrics,
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
