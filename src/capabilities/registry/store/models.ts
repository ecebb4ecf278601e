import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Model } from "../contract.ts";

interface ModelRow {
  id: string;
  project_id: string;
  name: string;
  description: string;
  tags: Record<string, string>;
  archived: boolean;
  latest_version: number;
  task: Model["task"];
  revision: number;
  staging: number | null;
  production: number | null;
  created_by_id: string;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
}

interface StoredModel extends Model {
  revision: number;
}

const columns = raw(`m.id, m.project_id, m.name, m.description, m.tags, m.archived, m.latest_version, m.task, m.revision,
  (select v.version from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.stage = 'staging') as staging,
  (select v.version from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.stage = 'production') as production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at`);

function toModel(row: ModelRow): StoredModel {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    tags: row.tags,
    archived: row.archived,
    latestVersion: row.latest_version,
    stagingVersion: row.staging,
    productionVersion: row.production,
    task: row.task,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: { id: row.created_by_id, name: row.created_by_name },
  };
}

export async function modelById(tx: Tx, ws: string, id: string): Promise<StoredModel | null> {
  const row = await tx.first<ModelRow>(sql`select ${columns} from registry.models m where m.workspace_id = ${ws} and m.id = ${id}`);
  return row && toModel(row);
}

/** What the pipeline asks before every act on a model. */
export async function locateModel(tx: Tx, ws: string, id: string): Promise<{ projectId: string; name: string; revision: number } | null> {
  return await tx.first(sql`
    select project_id as "projectId", name, revision from registry.models where workspace_id = ${ws} and id = ${id}`);
}

/** Takes the model's lock: stage changes and new versions of one model follow each other. */
export async function lockModel(tx: Tx, ws: string, id: string): Promise<{ archived: boolean; name: string } | null> {
  return await tx.first(sql`select archived, name from registry.models where workspace_id = ${ws} and id = ${id} for update`);
}

export async function idByName(tx: Tx, ws: string, projectId: string, name: string): Promise<string | null> {
  const row = await tx.first<{ id: string }>(sql`
    select id from registry.models where workspace_id = ${ws} and project_id = ${projectId} and lower(name) = lower(${name})`);
  return row?.id ?? null;
}

interface NewModel {
  id: string;
  projectId: string;
  name: string;
  task: Model["task"];
  by: { id: string; name: string };
}

/** Takes the next version number of the named model, which is made where it is new. */
export async function takeVersion(
  tx: Tx,
  ws: string,
  model: NewModel,
): Promise<{ id: string; name: string; version: number; archived: boolean; task: Model["task"] }> {
  const row = await tx.first<{ id: string; name: string; version: number; archived: boolean; task: Model["task"] }>(sql`
    insert into registry.models (workspace_id, id, project_id, name, task, latest_version, created_by_id, created_by_name)
    values (${ws}, ${model.id}, ${model.projectId}, ${model.name}, ${model.task}, 1, ${model.by.id}, ${model.by.name})
    on conflict (workspace_id, project_id, lower(name)) do update set latest_version = models.latest_version + 1, updated_at = now()
    returning id, name, latest_version as version, archived, task`);
  if (!row) throw new Error(`model ${model.name} was neither made nor found`);
  return row;
}

export interface ModelChange {
  name?: string | undefined;
  description?: string | undefined;
  tags?: Record<string, string> | undefined;
}

export async function changeModel(tx: Tx, ws: string, id: string, change: ModelChange): Promise<void> {
  await tx.run(sql`
    update registry.models set name = coalesce(${change.name ?? null}, name), description = coalesce(${change.description ?? null}, description),
      tags = coalesce(${change.tags === undefined ? null : JSON.stringify(change.tags)}::jsonb, tags), updated_at = now()
    where workspace_id = ${ws} and id = ${id}`);
}

export async function setArchived(tx: Tx, ws: string, id: string, archived: boolean): Promise<void> {
  await tx.run(sql`
    update registry.models set archived = ${archived}, revision = revision + 1, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

export async function bumpRevision(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update registry.models set revision = revision + 1, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

interface ModelFilter {
  projectId?: string | undefined;
  q?: string | undefined;
  stage?: "staging" | "production" | undefined;
  task?: string | undefined;
  archived: boolean;
  sort: "name" | "createdAt" | "updatedAt";
  order: "asc" | "desc";
  limit: number;
  after: readonly (string | number | boolean | null)[] | null;
}

const sortColumns = { name: "lower(m.name)", createdAt: "m.created_at", updatedAt: "m.updated_at" } as const;

export async function listModels(tx: Tx, ws: string, f: ModelFilter): Promise<StoredModel[]> {
  const column = oneOf(sortColumns[f.sort], Object.values(sortColumns));
  const where: Statement[] = [sql`m.workspace_id = ${ws}`, sql`m.archived = ${f.archived}`];
  if (f.projectId) where.push(sql`m.project_id = ${f.projectId}`);
  if (f.task) where.push(sql`m.task = ${f.task}`);
  if (f.q) {
    const like = containing(f.q);
    where.push(sql`(m.name ilike ${like} or m.description ilike ${like})`);
  }
  if (f.stage) where.push(sql`exists (select from registry.versions v where v.workspace_id = ${ws} and v.model_id = m.id and v.stage = ${f.stage})`);
  if (f.after) {
    const value = f.sort === "name" ? sql`${f.after[0]}::text` : sql`${f.after[0]}::timestamptz`;
    where.push(sql`(${column}, m.id) ${raw(f.order === "asc" ? ">" : "<")} (${value}, ${f.after[1]}::uuid)`);
  }
  const direction = raw(f.order === "asc" ? "asc" : "desc");
  const rows = await tx.rows<ModelRow>(sql`
    select ${columns} from registry.models m where ${and(where)}
    order by ${column} ${direction}, m.id ${direction} limit ${f.limit + 1}`);
  return rows.map(toModel);
}
