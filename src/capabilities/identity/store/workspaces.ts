import { containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { Role } from "../contract/shared.ts";
import type { Workspace } from "../contract/workspaces.ts";
import { iso, listPage, type Paging } from "./listing.ts";

interface WorkspaceRow {
  id: string;
  name: string;
  role: Role | null;
  member_count: number;
  created_at: Date;
}

function workspaceOf(row: WorkspaceRow): Workspace {
  return { id: row.id, name: row.name, role: row.role, memberCount: row.member_count, createdAt: iso(row.created_at) };
}

/** The open workspace with the person's role in it. */
export async function readWorkspace(tx: Tx, ws: string, userId: string): Promise<Workspace | null> {
  const row = await tx.first<WorkspaceRow>(sql`
    select w.id, w.name, w.created_at,
      (select m.role from identity.members m where m.workspace_id = w.id and m.user_id = ${userId}) as role,
      (select count(*)::int from identity.members m where m.workspace_id = w.id) as member_count
    from identity.workspaces w where w.id = ${ws}`);
  return row && workspaceOf(row);
}

export interface WorkspaceList extends Paging {
  q?: string | undefined;
  sort: "name" | "createdAt";
  order: "asc" | "desc";
}

/** Workspaces the person is a member of; needs `asPerson` before. Members are counted in each one, by `countMembers`. */
export async function listOwnWorkspaces(
  tx: Tx,
  userId: string,
  list: WorkspaceList,
): Promise<{ items: Omit<Workspace, "memberCount">[]; nextCursor: string | null }> {
  const expression = raw(list.sort === "name" ? "lower(w.name)" : "w.created_at");
  const select = sql`
    select w.id, w.name, w.created_at, m.role, ${expression} as sort_key
    from identity.members m join identity.workspaces w on w.id = m.workspace_id
    where m.user_id = ${userId} and (${list.q ?? null}::text is null or w.name ilike ${containing(list.q ?? "")})`;
  const sorting = { expression, type: list.sort === "name" ? "text" : "time", id: raw("w.id"), order: list.order } as const;
  const found = await listPage<Omit<WorkspaceRow, "member_count"> & { sort_key: string | Date }>(tx, select, sorting, list);
  return {
    items: found.items.map((row) => ({ id: row.id, name: row.name, role: row.role, createdAt: iso(row.created_at) })),
    nextCursor: found.nextCursor,
  };
}

export async function countMembers(tx: Tx, ws: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*)::int as n from identity.members where workspace_id = ${ws}`);
  return row?.n ?? 0;
}

export async function countCreatedBy(tx: Tx, userId: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*)::int as n from identity.workspaces where created_by = ${userId}`);
  return row?.n ?? 0;
}

export async function insertWorkspace(tx: Tx, workspace: { id: string; name: string; createdBy: string }): Promise<void> {
  await tx.run(sql`insert into identity.workspaces (id, name, created_by) values (${workspace.id}, ${workspace.name}, ${workspace.createdBy})`);
}

/** Holds the workspace row until commit, so that two changes of its administrators take turns. */
export async function lockWorkspace(tx: Tx, ws: string): Promise<{ id: string; name: string } | null> {
  return await tx.first<{ id: string; name: string }>(sql`select id, name from identity.workspaces where id = ${ws} for update`);
}

export async function renameWorkspace(tx: Tx, ws: string, name: string): Promise<void> {
  await tx.run(sql`update identity.workspaces set name = ${name} where id = ${ws}`);
}

/** Finder: the open workspace is the only one there is. */
export async function findWorkspace(tx: Tx, ws: string, id: string): Promise<Found | null> {
  if (id !== ws) return null;
  const row = await tx.first<{ name: string }>(sql`select name from identity.workspaces where id = ${ws}`);
  return row && { projectId: null, label: row.name, state: row.name };
}
