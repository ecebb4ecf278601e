import type { Sorted } from "../../../db/filter/order.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Kind, Model } from "../contract/shapes.ts";

interface ModelRow {
  id: string;
  project_id: string;
  name: string;
  kind: Kind;
  description: string;
  tags: Record<string, string>;
  aliases: Record<string, number>;
  archived: boolean;
  latest: number | null;
  version_count: number;
  task: Model["task"];
  staging: number | null;
  production: number | null;
  created_by_id: string;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
}

const columns = raw(`m.id, m.project_id, m.name, m.kind, m.description, m.tags, m.archived, m.task,
  (select coalesce(jsonb_object_agg(a.alias, a.version), '{}') from registry.aliases a where a.workspace_id = m.workspace_id and a.model_id = m.id) as aliases,
  c.latest, c.version_count, c.staging, c.production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at`);
const source = raw(`registry.models m cross join lateral (
    select max(v.version) as latest, count(*)::int as version_count,
      (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'staging'))[1] as staging,
      (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'production'))[1] as production
    from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.deleted_at is null) c`);

function toModel(row: ModelRow): Model {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    kind: row.kind,
    description: row.description,
    tags: row.tags,
    aliases: row.aliases,
    archived: row.archived,
    latestVersion: row.latest,
    versionCount: row.version_count,
    stagingVersion: row.staging,
    productionVersion: row.production,
    task: row.task,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    createdBy: { id: row.created_by_id, name: row.created_by_name },
  };
}

export async function modelById(tx: Tx, ws: string, id: string): Promise<Model | null> {
  const row = await tx.first<ModelRow>(sql`select ${columns} from ${source} where m.workspace_id = ${ws} and m.id = ${id} and m.deleted_at is null`);
  return row && toModel(row);
}

export async function modelByName(tx: Tx, ws: string, projectId: string, name: string): Promise<Model | null> {
  const row = await tx.first<ModelRow>(sql`
    select ${columns} from ${source} where m.workspace_id = ${ws} and m.project_id = ${projectId} and m.name = ${name} and m.deleted_at is null`);
  return row && toModel(row);
}

/** What the pipeline asks before every act on a model. A deleted one is still found, so that its deletion can be undone. */
export async function locateModel(tx: Tx, ws: string, id: string): Promise<{ projectId: string; name: string; revision: number; deleted: boolean } | null> {
  return await tx.first(sql`
    select project_id as "projectId", name, revision, deleted_at is not null as deleted from registry.models where workspace_id = ${ws} and id = ${id}`);
}

export interface LockedModel {
  name: string;
  projectId: string;
  kind: Kind;
  archived: boolean;
  deleted: boolean;
  task: Model["task"];
}

/** Takes the model's lock: stage changes, aliases and new versions of one model follow each other. */
export async function lockModel(tx: Tx, ws: string, id: string): Promise<LockedModel | null> {
  return await tx.first(sql`
    select name, project_id as "projectId", kind, archived, deleted_at is not null as deleted, task
    from registry.models where workspace_id = ${ws} and id = ${id} for update`);
}

/** Acts that would take one name of a project follow each other. */
export async function lockName(tx: Tx, ws: string, projectId: string, name: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${ws} registry ${projectId} ${name}`}::text, 0))`);
}

export async function idByName(tx: Tx, ws: string, projectId: string, name: string): Promise<string | null> {
  const row = await tx.first<{ id: string }>(sql`
    select id from registry.models where workspace_id = ${ws} and project_id = ${projectId} and name = ${name} and deleted_at is null`);
  return row?.id ?? null;
}

export interface NewModel {
  id: string;
  projectId: string;
  name: string;
  kind: Kind;
  description: string;
  tags: Record<string, string>;
  by: { id: string; name: string };
}

/** Makes a name, unless the project has it. */
export async function insertModel(tx: Tx, ws: string, m: NewModel): Promise<boolean> {
  const made = await tx.run(sql`
    insert into registry.models (workspace_id, id, project_id, name, kind, description, tags, created_by_id, created_by_name)
    values (${ws}, ${m.id}, ${m.projectId}, ${m.name}, ${m.kind}, ${m.description}, ${JSON.stringify(m.tags)}::jsonb, ${m.by.id}, ${m.by.name})
    on conflict (workspace_id, project_id, name) where deleted_at is null do nothing`);
  return made === 1;
}

/** Takes the next version number and notes the task where none was known; the model's lock is held. */
export async function takeVersion(tx: Tx, ws: string, id: string, task: Model["task"]): Promise<number> {
  const row = await tx.first<{ version: number }>(sql`
    update registry.models set latest_version = latest_version + 1, task = coalesce(task, ${task}), updated_at = now()
    where workspace_id = ${ws} and id = ${id} returning latest_version as version`);
  if (!row) throw new Error(`model ${id} is gone`);
  return row.version;
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

export async function setModelTags(tx: Tx, ws: string, id: string, tags: Record<string, string>): Promise<void> {
  await tx.run(sql`update registry.models set tags = tags || ${JSON.stringify(tags)}::jsonb where workspace_id = ${ws} and id = ${id}`);
}

export async function dropModelTags(tx: Tx, ws: string, id: string, keys: readonly string[]): Promise<void> {
  await tx.run(sql`update registry.models set tags = tags - ${keys}::text[] where workspace_id = ${ws} and id = ${id}`);
}

export async function setArchived(tx: Tx, ws: string, id: string, archived: boolean): Promise<void> {
  await tx.run(sql`
    update registry.models set archived = ${archived}, revision = revision + 1, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

/** Hides the model, its versions and aliases, and frees its name; false where the name is taken when it comes back. */
export async function setDeleted(tx: Tx, ws: string, id: string, deleted: boolean): Promise<boolean> {
  const changed = await tx.run(sql`
    update registry.models m set deleted_at = case when ${deleted}::boolean then now() end, revision = revision + 1, updated_at = now()
    where workspace_id = ${ws} and id = ${id} and (${deleted}::boolean or not exists (
      select from registry.models o where o.workspace_id = ${ws} and o.project_id = m.project_id and o.name = m.name and o.deleted_at is null))`);
  return changed === 1;
}

/** Counts a change of stages: an approval is about one state of them. */
export async function bumpRevision(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update registry.models set revision = revision + 1, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

export async function touchModel(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update registry.models set updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

interface ModelFilter {
  projectId?: string | undefined;
  kind: Kind;
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

export async function listModels(tx: Tx, ws: string, f: ModelFilter): Promise<Model[]> {
  const column = oneOf(sortColumns[f.sort], Object.values(sortColumns));
  const where: Statement[] = [sql`m.workspace_id = ${ws}`, sql`m.deleted_at is null`, sql`m.kind = ${f.kind}`, sql`m.archived = ${f.archived}`];
  if (f.projectId) where.push(sql`m.project_id = ${f.projectId}`);
  if (f.task) where.push(sql`m.task = ${f.task}`);
  if (f.q) {
    const like = containing(f.q);
    where.push(sql`(m.name ilike ${like} or m.description ilike ${like})`);
  }
  if (f.stage)
    where.push(sql`exists (
      select from registry.versions v where v.workspace_id = ${ws} and v.model_id = m.id and v.stage = ${f.stage} and v.deleted_at is null)`);
  if (f.after) {
    const value = f.sort === "name" ? sql`${f.after[0]}::text` : sql`${f.after[0]}::timestamptz`;
    where.push(sql`(${column}, m.id) ${raw(f.order === "asc" ? ">" : "<")} (${value}, ${f.after[1]}::uuid)`);
  }
  const direction = raw(f.order === "asc" ? "asc" : "desc");
  const rows = await tx.rows<ModelRow>(sql`
    select ${columns} from ${source} where ${and(where)}
    order by ${column} ${direction}, m.id ${direction} limit ${f.limit + 1}`);
  return rows.map(toModel);
}

/** Models that meet conditions over `m`, in an order over `m`; both come from a filter that was parsed. */
export async function modelsWhere(
  tx: Tx,
  ws: string,
  where: readonly Statement[],
  order: Sorted,
  limit: number,
): Promise<(Model & { place: (string | null)[] })[]> {
  const rows = await tx.rows<ModelRow>(sql`
    select ${columns}, ${order.columns} from ${source} ${order.joins} where m.workspace_id = ${ws} and m.deleted_at is null and ${and(where)}
    order by ${order.orderBy} limit ${limit + 1}`);
  return rows.map((row) => ({ ...toModel(row), place: order.key(row) }));
}
