import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, oneOf, prepared, raw, sql } from "../../../db/sql.ts";
import type { Found, Statement, Tx } from "../../../kernel/ports.ts";
import type { Deployment } from "../contract/shapes.ts";

export interface DeploymentRow {
  id: string;
  project_id: string;
  name: string;
  environment: "staging" | "production";
  model_id: string;
  model_name: string;
  revision: number;
  followed_version: number | null;
  problem: string | null;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  removed_at: Date | null;
  model_version: number;
  log: "durable" | "relaxed";
  unknown_categories: "accept" | "refuse";
  task: string;
}

const columns = raw(`d.id, d.project_id, d.name, d.environment, d.model_id, d.model_name, d.revision, d.followed_version, d.problem,
  d.created_at, d.created_by, d.updated_at, d.removed_at, r.model_version, r.log, r.unknown_categories, r.task`);
const tables = raw(`serving.deployments d join serving.revisions r
  on r.workspace_id = d.workspace_id and r.deployment_id = d.id and r.revision = d.revision`);

export function asDeployment(row: DeploymentRow): Deployment {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    environment: row.environment,
    modelId: row.model_id,
    modelName: row.model_name,
    modelVersion: row.model_version,
    revision: row.revision,
    followsProduction: row.environment === "production",
    log: row.log,
    unknownCategories: row.unknown_categories,
    status: row.removed_at ? "removed" : row.problem ? "problem" : "ready",
    problem: row.problem,
    task: row.task,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Finder of the pipeline. A removed deployment is still found: its log and revisions stay readable, and removal can be undone. */
export async function findDeployment(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const row = await tx.first<{ project_id: string; name: string; revision: number; removed_at: Date | null }>(
    prepared("serving_find", sql`select project_id, name, revision, removed_at from serving.deployments where workspace_id = ${ws} and id = ${id}`),
  );
  return row && { projectId: row.project_id, label: row.name, state: `revision ${row.revision}${row.removed_at ? " removed" : ""}` };
}

export async function readDeployment(tx: Tx, ws: string, id: string): Promise<DeploymentRow | null> {
  return await tx.first<DeploymentRow>(sql`select ${columns} from ${tables} where d.workspace_id = ${ws} and d.id = ${id}`);
}

/** The same, held against concurrent changes until the transaction ends. */
export async function lockDeployment(tx: Tx, ws: string, id: string): Promise<DeploymentRow | null> {
  return await tx.first<DeploymentRow>(sql`select ${columns} from ${tables} where d.workspace_id = ${ws} and d.id = ${id} for update of d`);
}

/** A living deployment by its name, whatever its case; how /v2 and /invocations address it. */
export async function findByName(tx: Tx, ws: string, name: string): Promise<string | null> {
  const row = await tx.first<{ id: string }>(
    sql`select id from serving.deployments where workspace_id = ${ws} and lower(name) = lower(${name}) and removed_at is null`,
  );
  return row?.id ?? null;
}

export interface ListFilter {
  projectId?: string | undefined;
  modelId?: string | undefined;
  environment?: string | undefined;
  q?: string | undefined;
  sort: "name" | "createdAt" | "updatedAt";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

const sortColumns = { name: "lower(d.name)", createdAt: "d.created_at", updatedAt: "d.updated_at" } as const;

/** Living deployments, keyset-paged. */
export async function listDeployments(tx: Tx, ws: string, filter: ListFilter): Promise<{ items: Deployment[]; nextCursor: string | null }> {
  const by = raw(sortColumns[filter.sort]);
  const cast = raw(filter.sort === "name" ? "text" : "timestamptz");
  const order = oneOf(filter.order, ["asc", "desc"]);
  const conditions: Statement[] = [sql`d.workspace_id = ${ws}`, sql`d.removed_at is null`];
  if (filter.projectId !== undefined) conditions.push(sql`d.project_id = ${filter.projectId}`);
  if (filter.modelId !== undefined) conditions.push(sql`d.model_id = ${filter.modelId}`);
  if (filter.environment !== undefined) conditions.push(sql`d.environment = ${filter.environment}`);
  if (filter.q !== undefined)
    conditions.push(sql`(position(lower(${filter.q}) in lower(d.name)) > 0 or position(lower(${filter.q}) in lower(d.model_name)) > 0)`);
  const after = decodeCursor(filter.cursor, 2);
  if (after)
    conditions.push(
      filter.order === "asc" ? sql`(${by}, d.id) > (${after[0]}::${cast}, ${after[1]}::uuid)` : sql`(${by}, d.id) < (${after[0]}::${cast}, ${after[1]}::uuid)`,
    );
  const rows = await tx.rows<DeploymentRow & { sort_key: string }>(sql`
    select ${columns}, (${by})::text as sort_key from ${tables} where ${and(conditions)}
     order by ${by} ${order}, d.id ${order} limit ${filter.limit + 1}`);
  const cut = page(rows, filter.limit, (row) => [row.sort_key, row.id]);
  return { items: cut.items.map(asDeployment), nextCursor: cut.nextCursor };
}

export interface NewDeployment {
  id: string;
  projectId: string;
  name: string;
  environment: "staging" | "production";
  modelId: string;
  modelName: string;
  followedVersion: number | null;
  by: string;
}

/** @returns false when a living deployment has the name. */
export async function insertDeployment(tx: Tx, ws: string, d: NewDeployment): Promise<boolean> {
  const changed = await tx.run(sql`
    insert into serving.deployments (workspace_id, id, project_id, name, environment, model_id, model_name, revision, followed_version, created_by)
    values (${ws}, ${d.id}, ${d.projectId}, ${d.name}, ${d.environment}, ${d.modelId}, ${d.modelName}, 1, ${d.followedVersion}, ${d.by})
    on conflict (workspace_id, lower(name)) where removed_at is null do nothing`);
  return changed === 1;
}

/** Makes a revision the one that serves. `followed` null keeps what was followed. */
export async function pointAt(tx: Tx, ws: string, id: string, revision: number, followed: number | null): Promise<void> {
  await tx.run(sql`
    update serving.deployments set revision = ${revision}, problem = null, updated_at = now(), followed_version = coalesce(${followed}::int, followed_version)
     where workspace_id = ${ws} and id = ${id}`);
}

/** The production version was seen but cannot serve: says why, and does not try again until the stage moves. */
export async function followInVain(tx: Tx, ws: string, id: string, version: number, problem: string): Promise<void> {
  await tx.run(sql`
    update serving.deployments set followed_version = ${version}, problem = ${problem}, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

export async function setRemoved(tx: Tx, ws: string, id: string, removed: boolean): Promise<boolean> {
  const changed = await tx.run(sql`
    update serving.deployments d set removed_at = case when ${removed}::boolean then now() end, updated_at = now()
     where workspace_id = ${ws} and id = ${id} and (${removed}::boolean or not exists (
       select from serving.deployments o where o.workspace_id = ${ws} and lower(o.name) = lower(d.name) and o.removed_at is null and o.id <> d.id))`);
  return changed === 1;
}

/** Production deployments whose model's production stage holds another version than they followed last. */
export async function behindTheirStage(tx: Tx, ws: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select d.id from serving.deployments d
      join registry.pub_stages p on p.workspace_id = d.workspace_id and p.model_id = d.model_id and p.stage = 'production'
     where d.workspace_id = ${ws} and d.environment = 'production' and d.removed_at is null and d.followed_version is distinct from p.version`);
  return rows.map((row) => row.id);
}

/** The version in a live stage of a model, or null. */
export async function stageVersion(tx: Tx, ws: string, modelId: string, stage: "staging" | "production"): Promise<number | null> {
  const row = await tx.first<{ version: number }>(sql`
    select version from registry.pub_stages where workspace_id = ${ws} and model_id = ${modelId} and stage = ${stage}`);
  return row?.version ?? null;
}
