import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { View } from "../contract/views.ts";

interface ViewRow {
  id: string;
  project_id: string;
  page: View["page"];
  name: string;
  query: string;
  shared: boolean;
  owner_id: string;
  owner_name: string;
  created_at: Date;
  updated_at: Date;
  sort_value?: string;
}

const columns = raw("v.id, v.project_id, v.page, v.name, v.query, v.shared, v.owner_id, v.owner_name, v.created_at, v.updated_at");

export interface NewView {
  id: string;
  projectId: string;
  page: View["page"];
  name: string;
  query: string;
  shared: boolean;
  ownerId: string;
  ownerName: string;
}

/** Null when the owner has a view of that name on this page. */
export async function insertView(tx: Tx, ws: string, v: NewView): Promise<View | null> {
  const row = await tx.first<ViewRow>(sql`
    insert into tracking.views as v (workspace_id, id, project_id, page, name, query, shared, owner_id, owner_name)
    values (${ws}, ${v.id}, ${v.projectId}, ${v.page}, ${v.name}, ${v.query}, ${v.shared}, ${v.ownerId}, ${v.ownerName})
    on conflict (workspace_id, project_id, page, owner_id, name) where deleted_at is null do nothing returning ${columns}`);
  return row && toView(row, v.ownerId);
}

/** The view, where it is the person's own or shared. */
export async function findView(tx: Tx, ws: string, id: string, personId: string): Promise<View | null> {
  const row = await tx.first<ViewRow>(sql`
    select ${columns} from tracking.views v
    where v.workspace_id = ${ws} and v.id = ${id} and v.deleted_at is null and (v.shared or v.owner_id = ${personId})`);
  return row && toView(row, personId);
}

/** What the pipeline asks before it knows whose view it is; a deleted one is found too, for undo. */
export async function locateView(tx: Tx, ws: string, id: string): Promise<{ projectId: string; name: string } | null> {
  return await tx.first(sql`select project_id as "projectId", name from tracking.views where workspace_id = ${ws} and id = ${id}`);
}

export interface ViewFilter {
  projectId: string;
  page: View["page"];
  q?: string | undefined;
  sort: "name" | "updatedAt";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

export async function selectViews(tx: Tx, ws: string, personId: string, f: ViewFilter): Promise<{ items: View[]; nextCursor: string | null }> {
  const value = raw(f.sort === "name" ? "v.name" : "extract(epoch from v.updated_at)::float8");
  const order = oneOf(f.order, ["asc", "desc"]);
  const where = [
    sql`v.workspace_id = ${ws}`,
    sql`v.project_id = ${f.projectId}`,
    sql`v.page = ${f.page}`,
    sql`v.deleted_at is null`,
    sql`(v.shared or v.owner_id = ${personId})`,
  ];
  if (f.q) where.push(sql`v.name ilike ${containing(f.q)}`);
  const key = decodeCursor(f.cursor, 2);
  if (key) where.push(sql`(${value}, v.id) ${raw(f.order === "asc" ? ">" : "<")} (${key[0]}, ${key[1]}::uuid)`);
  const rows = await tx.rows<ViewRow>(sql`
    select ${columns}, ${value} as sort_value from tracking.views v where ${and(where)}
    order by ${value} ${order}, v.id ${order} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_value ?? null, row.id]);
  return { items: cut.items.map((row) => toView(row, personId)), nextCursor: cut.nextCursor };
}

/** Changes the person's own view. False when the new name is taken. */
export async function changeView(
  tx: Tx,
  ws: string,
  id: string,
  personId: string,
  change: { name?: string | undefined; query?: string | undefined; shared?: boolean | undefined },
): Promise<boolean> {
  const count = await tx.run(sql`
    update tracking.views v set name = coalesce(${change.name ?? null}, v.name), query = coalesce(${change.query ?? null}, v.query),
      shared = coalesce(${change.shared ?? null}, v.shared), updated_at = now()
    where v.workspace_id = ${ws} and v.id = ${id} and v.owner_id = ${personId} and v.deleted_at is null and not exists (
      select from tracking.views o where o.workspace_id = v.workspace_id and o.project_id = v.project_id and o.page = v.page
        and o.owner_id = v.owner_id and o.id <> v.id and o.deleted_at is null and o.name = ${change.name ?? null})`);
  return count === 1;
}

/** Hides the person's own view, or shows it again. False when its name is taken by now. */
export async function hideView(tx: Tx, ws: string, id: string, hidden: boolean): Promise<boolean> {
  const count = await tx.run(sql`
    update tracking.views v set deleted_at = case when ${hidden} then now() end
    where v.workspace_id = ${ws} and v.id = ${id} and (${hidden} or not exists (
      select from tracking.views o where o.workspace_id = v.workspace_id and o.project_id = v.project_id and o.page = v.page
        and o.owner_id = v.owner_id and o.deleted_at is null and o.name = v.name))`);
  return count === 1;
}

function toView(row: ViewRow, personId: string): View {
  return {
    id: row.id,
    projectId: row.project_id,
    page: row.page,
    name: row.name,
    query: row.query,
    shared: row.shared,
    mine: row.owner_id === personId,
    createdBy: row.owner_name,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
