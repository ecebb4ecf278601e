import { decodeCursor, page } from "../../db/keyset.ts";
import { containing, prepared, raw, type Raw, sql } from "../../db/sql.ts";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Found, Statement, Tx } from "../../kernel/ports.ts";
import type { Grant, Project } from "./contract.ts";

interface ProjectRow {
  id: string;
  name: string;
  description: string;
  status: Project["status"];
  created_at: Date;
  updated_at: Date;
  archived_at: Date | null;
  created_by: string;
}

const columns = raw("p.id, p.name, p.description, p.status, p.created_at, p.updated_at, p.archived_at, p.created_by");
const uuid = /^[0-9a-f-]{36}$/i;

function projectOf(row: ProjectRow): Project {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    archivedAt: row.archived_at?.toISOString() ?? null,
    createdBy: row.created_by,
  };
}

interface Sorting {
  expression: Raw;
  id: Raw;
  time: boolean;
  order: "asc" | "desc";
}

function after(sorting: Sorting, cursor: string | undefined): Statement {
  const key = decodeCursor(cursor, 2);
  if (!key) return sql`true`;
  const [value, id] = key;
  const fits = typeof value === "string" && typeof id === "string" && uuid.test(id) && (!sorting.time || !Number.isNaN(Date.parse(value)));
  if (!fits)
    throw refuse("invalid_input", "The cursor does not belong to this list.", "Take nextCursor from the previous page, or leave the cursor out.", {
      fields: [{ path: "cursor", message: "not a cursor of this list" }],
    });
  return sql`(${sorting.expression}, ${sorting.id}) ${raw(sorting.order === "asc" ? ">" : "<")} (${value}${raw(sorting.time ? "::timestamptz" : "::text")}, ${id}::uuid)`;
}

async function listPage<Row extends { key_id: string; sort_key: string | Date }>(
  tx: Tx,
  select: Statement,
  sorting: Sorting,
  limit: number,
  cursor: string | undefined,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const order = raw(sorting.order);
  const rows = await tx.rows<Row>(
    sql`${select} and ${after(sorting, cursor)} order by ${sorting.expression} ${order}, ${sorting.id} ${order} limit ${limit + 1}`,
  );
  return page(rows, limit, (row) => [row.sort_key instanceof Date ? row.sort_key.toISOString() : row.sort_key, row.key_id]);
}

function anywhere(text: string | undefined): string | null {
  return text === undefined ? null : containing(text);
}

const projectSorts = { name: "lower(p.name)", createdAt: "p.created_at", updatedAt: "p.updated_at" } as const;

export interface ProjectList {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  status?: Project["status"] | undefined;
  sort: keyof typeof projectSorts;
  order: "asc" | "desc";
}

export async function listProjects(tx: Tx, ws: string, list: ProjectList): Promise<{ items: Project[]; nextCursor: string | null }> {
  const expression = raw(projectSorts[list.sort]);
  const pattern = anywhere(list.q);
  const select = sql`
    select ${columns}, p.id as key_id, ${expression} as sort_key from projects.projects p
    where p.workspace_id = ${ws}
      and (${list.status ?? null}::text is null or p.status = ${list.status ?? null}::text)
      and (${pattern}::text is null or p.name ilike ${pattern} or p.description ilike ${pattern})`;
  const sorting = { expression, id: raw("p.id"), time: list.sort !== "name", order: list.order };
  const found = await listPage<ProjectRow & { key_id: string; sort_key: string | Date }>(tx, select, sorting, list.limit, list.cursor);
  return { items: found.items.map(projectOf), nextCursor: found.nextCursor };
}

export async function readProject(tx: Tx, ws: string, id: string): Promise<Project | null> {
  const row = await tx.first<ProjectRow>(sql`select ${columns} from projects.projects p where p.workspace_id = ${ws} and p.id = ${id}`);
  return row && projectOf(row);
}

/** The project, held until commit. */
export async function lockProject(tx: Tx, ws: string, id: string): Promise<Project | null> {
  const row = await tx.first<ProjectRow>(sql`select ${columns} from projects.projects p where p.workspace_id = ${ws} and p.id = ${id} for update`);
  return row && projectOf(row);
}

/** Null when another active project has the name. */
export async function insertProject(
  tx: Tx,
  ws: string,
  project: { id: string; name: string; description: string; createdBy: string },
): Promise<Project | null> {
  const row = await tx.first<ProjectRow>(sql`
    insert into projects.projects as p (workspace_id, id, name, description, created_by)
    values (${ws}, ${project.id}, ${project.name}, ${project.description}, ${project.createdBy})
    on conflict do nothing returning ${columns}`);
  return row && projectOf(row);
}

/** Names of a workspace change one at a time, so that two who take the same one do not meet in the index. */
export async function lockNames(tx: Tx, ws: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`projects.names ${ws}`}, 0))`);
}

export async function isNameTaken(tx: Tx, ws: string, name: string, exceptId: string): Promise<boolean> {
  const row = await tx.first<{ taken: boolean }>(sql`
    select exists (select from projects.projects
      where workspace_id = ${ws} and lower(name) = lower(${name}) and status = 'active' and id <> ${exceptId}) as taken`);
  return row?.taken === true;
}

export async function writeProject(tx: Tx, ws: string, id: string, project: Pick<Project, "name" | "description" | "status">): Promise<Project | null> {
  const row = await tx.first<ProjectRow>(sql`
    update projects.projects p set name = ${project.name}, description = ${project.description}, status = ${project.status}::text,
      archived_at = case when ${project.status}::text = 'archived' then coalesce(p.archived_at, now()) end, updated_at = now()
    where p.workspace_id = ${ws} and p.id = ${id} returning ${columns}`);
  return row && projectOf(row);
}

/** Finder: a project carries itself. */
export async function findProject(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const row = await tx.first<{ name: string; updated_at: Date }>(
    prepared("projects.find", sql`select name, updated_at from projects.projects where workspace_id = ${ws} and id = ${id}`),
  );
  return row && { projectId: id, label: row.name, state: row.updated_at.toISOString() };
}

interface GrantRow {
  member_id: string;
  member_name: string;
  role: Grant["role"];
  granted_at: Date;
}

function grantOf(row: GrantRow): Grant {
  return { memberId: row.member_id, memberName: row.member_name, role: row.role, grantedAt: row.granted_at.toISOString() };
}

const grantSorts = { name: "lower(i.name)", grantedAt: "g.granted_at" } as const;

export interface GrantList {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  role?: Grant["role"] | undefined;
  sort: keyof typeof grantSorts;
  order: "asc" | "desc";
}

export async function listGrants(tx: Tx, ws: string, projectId: string, list: GrantList): Promise<{ items: Grant[]; nextCursor: string | null }> {
  const expression = raw(grantSorts[list.sort]);
  const pattern = anywhere(list.q);
  const select = sql`
    select g.member_id, i.name as member_name, g.role, g.granted_at, g.member_id as key_id, ${expression} as sort_key
    from projects.grants g join identity.pub_principals i on i.workspace_id = g.workspace_id and i.id = g.member_id
    where g.workspace_id = ${ws} and g.project_id = ${projectId}
      and (${list.role ?? null}::text is null or g.role = ${list.role ?? null}::text)
      and (${pattern}::text is null or i.name ilike ${pattern})`;
  const sorting = { expression, id: raw("g.member_id"), time: list.sort === "grantedAt", order: list.order };
  const found = await listPage<GrantRow & { key_id: string; sort_key: string | Date }>(tx, select, sorting, list.limit, list.cursor);
  return { items: found.items.map(grantOf), nextCursor: found.nextCursor };
}

export async function readGrant(tx: Tx, ws: string, projectId: string, memberId: string): Promise<Grant | null> {
  const row = await tx.first<GrantRow>(sql`
    select g.member_id, i.name as member_name, g.role, g.granted_at
    from projects.grants g join identity.pub_principals i on i.workspace_id = g.workspace_id and i.id = g.member_id
    where g.workspace_id = ${ws} and g.project_id = ${projectId} and g.member_id = ${memberId}`);
  return row && grantOf(row);
}

/** Name of a member or service account of the workspace. */
export async function readPrincipalName(tx: Tx, ws: string, id: string): Promise<string | null> {
  const row = await tx.first<{ name: string }>(sql`select name from identity.pub_principals where workspace_id = ${ws} and id = ${id}`);
  return row?.name ?? null;
}

export async function putGrant(tx: Tx, ws: string, projectId: string, memberId: string, role: Grant["role"]): Promise<void> {
  await tx.run(sql`
    insert into projects.grants (workspace_id, project_id, member_id, role) values (${ws}, ${projectId}, ${memberId}, ${role})
    on conflict (workspace_id, project_id, member_id) do update set role = excluded.role, granted_at = now()`);
}

export async function deleteGrant(tx: Tx, ws: string, projectId: string, memberId: string): Promise<boolean> {
  return (await tx.run(sql`delete from projects.grants where workspace_id = ${ws} and project_id = ${projectId} and member_id = ${memberId}`)) > 0;
}

export async function deleteGrantsOf(tx: Tx, ws: string, memberId: string): Promise<number> {
  return await tx.run(sql`delete from projects.grants where workspace_id = ${ws} and member_id = ${memberId}`);
}
