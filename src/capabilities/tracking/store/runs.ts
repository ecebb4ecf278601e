import { prepared, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Run, RunStatus } from "../contract/runs.ts";
import { head } from "../domain/labels.ts";
import { metricsOf, plainColumns, toRun, type RunRow } from "./run-rows.ts";

const columns = raw(`${plainColumns.text}, r.params, r.tags`);

export interface NewRun {
  id: string;
  projectId: string;
  experimentId: string | null;
  newExperimentId: string;
  name: string;
  kind: string;
  status: RunStatus;
  startedAt: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  parentRunId: string | null;
  datasetId: string | null;
  datasetVersion: number | null;
  jobId: string | null;
  createdBy: string;
}

/**
 * Inserts a run with its labels; without an experiment it joins the project's default one, made on first use.
 * Null where the experiment is absent or deleted, or a run of that id is there.
 */
export async function insertRun(tx: Tx, ws: string, run: NewRun): Promise<Run | null> {
  const labels = [
    ...Object.entries(run.params).map(([key, value]) => ({ kind: "p", key, head: head(value) })),
    ...Object.entries(run.tags).map(([key, value]) => ({ kind: "t", key, head: head(value) })),
  ];
  const row = await tx.first<RunRow>(
    prepared(
      "tracking.insertRun",
      sql`
    with known as (
      select id, deleted_at from tracking.experiments
      where workspace_id = ${ws} and project_id = ${run.projectId} and (id = ${run.experimentId}::uuid or (${run.experimentId}::uuid is null and is_default))
    ), made as (
      insert into tracking.experiments (workspace_id, id, project_id, name, is_default)
      select ${ws}, ${run.newExperimentId}, ${run.projectId}, 'Default', true where ${run.experimentId}::uuid is null and not exists (select from known)
      on conflict (workspace_id, project_id, name) do update set is_default = true
      returning id, deleted_at
    ), r as (
      insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, started_at, ended_at, params, tags, parent_run_id,
        dataset_id, dataset_version, job_id, created_by)
      select ${ws}, ${run.id}, ${run.projectId}, e.id, ${run.name}, ${run.status}, ${run.kind}, ${run.startedAt}::timestamptz,
        case when ${run.status} in ('finished', 'failed', 'cancelled') then ${run.startedAt}::timestamptz end, ${JSON.stringify(run.params)}::jsonb,
        ${JSON.stringify(run.tags)}::jsonb, ${run.parentRunId}, ${run.datasetId}, ${run.datasetVersion}, ${run.jobId}, ${run.createdBy}
      from (select id, deleted_at from known union all select id, deleted_at from made) e where e.deleted_at is null
      on conflict (workspace_id, id) do nothing
      returning *
    ), l as (
      select r.experiment_id, r.id, i.kind, i.key, i.head
      from r, unnest(${labels.map((l) => l.kind)}::"char"[], ${labels.map((l) => l.key)}::text[], ${labels.map((l) => l.head)}::text[]) as i(kind, key, head)
    ), indexed as (
      insert into tracking.run_labels (workspace_id, kind, key, head, run_id) select ${ws}, kind, key, head, id from l
    ), keys as (
      insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
      select ${ws}, experiment_id, kind, key from l order by kind, key on conflict do nothing
    ) select ${columns} from r`,
    ),
  );
  return row && toRun(row);
}

export async function findRun(tx: Tx, ws: string, id: string): Promise<Run | null> {
  const row = await tx.first<RunRow>(
    prepared(
      "tracking.findRun",
      sql`select ${columns}, ${metricsOf(undefined)} as metrics from tracking.runs r where r.workspace_id = ${ws} and r.id = ${id}::uuid`,
    ),
  );
  return row && toRun(row);
}

export interface LocatedRun {
  projectId: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  deletedAt: Date | null;
}

/** What the pipeline asks before every act on a run. */
export async function locateRun(tx: Tx, ws: string, id: string): Promise<LocatedRun | null> {
  return await tx.first(
    prepared(
      "tracking.locateRun",
      sql`
    select project_id as "projectId", experiment_id as "experimentId", name, status, deleted_at as "deletedAt"
    from tracking.runs where workspace_id = ${ws} and id = ${id}::uuid`,
    ),
  );
}

export interface RunChange {
  name?: string | undefined;
  status?: RunStatus | undefined;
  startedAt?: string | undefined;
  endedAt?: string | undefined;
  error?: string | undefined;
}

/** Ending a run stamps its end, and the first end stays unless one is given; reopening takes it away. */
export async function changeRun(tx: Tx, ws: string, id: string, change: RunChange): Promise<void> {
  await tx.run(
    prepared(
      "tracking.changeRun",
      sql`
    update tracking.runs set name = coalesce(${change.name ?? null}::text, name), status = coalesce(${change.status ?? null}::text, status),
      error = coalesce(${change.error ?? null}::text, error), updated_at = now(),
      started_at = coalesce(${change.startedAt ?? null}::timestamptz, started_at),
      ended_at = coalesce(${change.endedAt ?? null}::timestamptz,
        case when coalesce(${change.status ?? null}::text, status) in ('finished', 'failed', 'cancelled') then coalesce(ended_at, now()) end)
    where workspace_id = ${ws} and id = ${id}::uuid`,
    ),
  );
}

/** When it was deleted; null where it was deleted already. */
export async function markDeleted(tx: Tx, ws: string, id: string): Promise<Date | null> {
  const row = await tx.first<{ at: Date }>(sql`
    update tracking.runs set deleted_at = now(), updated_at = now() where workspace_id = ${ws} and id = ${id} and deleted_at is null returning deleted_at as at`);
  return row?.at ?? null;
}

export async function markRestored(tx: Tx, ws: string, id: string): Promise<boolean> {
  const count = await tx.run(sql`
    update tracking.runs set deleted_at = null, updated_at = now() where workspace_id = ${ws} and id = ${id} and deleted_at is not null`);
  return count === 1;
}
