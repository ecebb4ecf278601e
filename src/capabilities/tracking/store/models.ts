import { raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { LoggedModel, LoggedModelStatus, ModelMetric } from "../contract/models.ts";

export interface ModelRow {
  id: string;
  project_id: string;
  experiment_id: string;
  name: string;
  type: string | null;
  status: LoggedModelStatus;
  status_message: string | null;
  source_run_id: string | null;
  params: Record<string, string>;
  tags: Record<string, string>;
  created_by: string;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

export const modelColumns = raw(`m.id, m.project_id, m.experiment_id, m.name, m.type, m.status, m.status_message, m.source_run_id,
  m.params, m.tags, m.created_by, m.created_at, m.updated_at, m.deleted_at`);

export interface NewModel {
  id: string;
  experimentId: string;
  name: string;
  type: string | null;
  sourceRunId: string | null;
  params: Record<string, string>;
  tags: Record<string, string>;
  createdBy: string;
  at: Date;
}

export async function insertModel(tx: Tx, ws: string, m: NewModel): Promise<void> {
  await tx.run(sql`
    insert into tracking.logged_models (workspace_id, id, project_id, experiment_id, name, type, source_run_id, params, tags, created_by, created_at, updated_at)
    select ${ws}, ${m.id}, e.project_id, e.id, ${m.name}, ${m.type}, ${m.sourceRunId}, ${JSON.stringify(m.params)}::jsonb,
      ${JSON.stringify(m.tags)}::jsonb, ${m.createdBy}, ${m.at}, ${m.at}
    from tracking.experiments e where e.workspace_id = ${ws} and e.id = ${m.experimentId}`);
}

export async function locateModel(tx: Tx, ws: string, id: string): Promise<{ projectId: string; name: string; status: string } | null> {
  return await tx.first(sql`
    select project_id as "projectId", name, status from tracking.logged_models where workspace_id = ${ws} and id = ${id}::uuid`);
}

/** A deleted model is found only when asked for. */
export async function findModel(tx: Tx, ws: string, id: string, deleted: boolean): Promise<LoggedModel | null> {
  const row = await tx.first<ModelRow>(sql`
    select ${modelColumns} from tracking.logged_models m
    where m.workspace_id = ${ws} and m.id = ${id}::uuid and (${deleted} or m.deleted_at is null)`);
  if (!row) return null;
  const points = await pointsOfModels(tx, ws, [id]);
  return toModel(row, points.get(id));
}

export async function setModelStatus(tx: Tx, ws: string, id: string, status: LoggedModelStatus, message: string | null, at: Date): Promise<void> {
  await tx.run(sql`
    update tracking.logged_models set status = ${status}, status_message = ${message}, updated_at = ${at}
    where workspace_id = ${ws} and id = ${id}`);
}

/** Marks as deleted, or takes the mark away; false when it stood so already. */
export async function markModelDeleted(tx: Tx, ws: string, id: string, at: Date | null, now: Date): Promise<boolean> {
  const count = await tx.run(sql`
    update tracking.logged_models set deleted_at = ${at}, updated_at = ${now}
    where workspace_id = ${ws} and id = ${id} and (deleted_at is null) = (${at}::timestamptz is not null)`);
  return count === 1;
}

export async function mergeModelTags(tx: Tx, ws: string, id: string, tags: Record<string, string>): Promise<void> {
  await tx.run(sql`update tracking.logged_models set tags = tags || ${JSON.stringify(tags)}::jsonb where workspace_id = ${ws} and id = ${id}`);
}

export async function dropModelTags(tx: Tx, ws: string, id: string, keys: readonly string[]): Promise<void> {
  await tx.run(sql`update tracking.logged_models set tags = tags - ${[...keys]}::text[] where workspace_id = ${ws} and id = ${id}`);
}

/** The parameters as they stand, locked until the transaction ends: they are written once. */
export async function lockModelLabels(tx: Tx, ws: string, id: string): Promise<{ params: Record<string, string>; tags: Record<string, string> } | null> {
  return await tx.first(sql`
    select params, tags from tracking.logged_models where workspace_id = ${ws} and id = ${id} for no key update`);
}

export async function mergeModelParams(tx: Tx, ws: string, id: string, params: Record<string, string>): Promise<void> {
  await tx.run(sql`update tracking.logged_models set params = params || ${JSON.stringify(params)}::jsonb where workspace_id = ${ws} and id = ${id}`);
}

export interface ModelPoints {
  metrics: ModelMetric[];
  count: number;
}

interface PointRow {
  model_id: string;
  key: string;
  value: number;
  step: number;
  at: Date;
  run_id: string;
  dataset_name: string;
  dataset_digest: string;
  total: number;
}

export const pointsShown = 1000;

/** The newest points of each model, in the order of their time; `count` is how many there are. */
export async function pointsOfModels(tx: Tx, ws: string, ids: readonly string[]): Promise<Map<string, ModelPoints>> {
  const out = new Map<string, ModelPoints>();
  if (ids.length === 0) return out;
  const rows = await tx.rows<PointRow>(sql`
    select model_id, key, value, step, at, run_id, dataset_name, dataset_digest, total from (
      select p.model_id, p.key, p.value, p.step, p.at, p.run_id, p.dataset_name, p.dataset_digest,
        row_number() over (partition by model_id order by at desc, step desc, key desc) as n, count(*) over (partition by model_id) as total
      from tracking.model_points p where p.workspace_id = ${ws} and p.model_id = any(${[...ids]}::uuid[])
    ) ranked where n <= ${pointsShown} order by model_id, n desc`);
  for (const row of rows) {
    const of = out.get(row.model_id) ?? { metrics: [], count: row.total };
    of.metrics.push({
      key: row.key,
      value: Number.isFinite(row.value) ? row.value : special(row.value),
      step: row.step,
      timestamp: row.at.toISOString(),
      runId: row.run_id,
      datasetName: row.dataset_name || null,
      datasetDigest: row.dataset_digest || null,
    });
    out.set(row.model_id, of);
  }
  return out;
}

function special(value: number): "NaN" | "Infinity" | "-Infinity" {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

export function toModel(row: ModelRow, points: ModelPoints | undefined): LoggedModel {
  return {
    id: row.id,
    projectId: row.project_id,
    experimentId: row.experiment_id,
    name: row.name,
    type: row.type,
    status: row.status,
    statusMessage: row.status_message,
    sourceRunId: row.source_run_id,
    params: row.params,
    tags: row.tags,
    metrics: points?.metrics ?? [],
    metricCount: points?.count ?? 0,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
    createdBy: row.created_by,
  };
}
