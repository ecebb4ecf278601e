import { containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { Member } from "../contract/members.ts";
import type { Role } from "../contract/shared.ts";
import { iso, listPage, type Paging } from "./listing.ts";

interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  joined_at: Date;
}

function memberOf(row: MemberRow): Member {
  return { id: row.id, name: row.name, email: row.email, role: row.role, joinedAt: iso(row.joined_at) };
}

const expressions = { name: "lower(u.name)", email: "u.email", joinedAt: "m.joined_at" } as const;

export interface MemberList extends Paging {
  q?: string | undefined;
  role?: Role | undefined;
  sort: keyof typeof expressions;
  order: "asc" | "desc";
}

export async function listMembers(tx: Tx, ws: string, list: MemberList): Promise<{ items: Member[]; nextCursor: string | null }> {
  const expression = raw(expressions[list.sort]);
  const pattern = containing(list.q ?? "");
  const select = sql`
    select m.user_id as id, u.name, u.email, m.role, m.joined_at, ${expression} as sort_key
    from identity.members m join identity.users u on u.id = m.user_id
    where m.workspace_id = ${ws}
      and (${list.role ?? null}::text is null or m.role = ${list.role ?? null}::text)
      and (${list.q ?? null}::text is null or u.name ilike ${pattern} or u.email ilike ${pattern})`;
  const sorting = { expression, type: list.sort === "joinedAt" ? "time" : "text", id: raw("m.user_id"), order: list.order } as const;
  const found = await listPage<MemberRow & { sort_key: string | Date }>(tx, select, sorting, list);
  return { items: found.items.map(memberOf), nextCursor: found.nextCursor };
}

export async function readMember(tx: Tx, ws: string, userId: string): Promise<Member | null> {
  const row = await tx.first<MemberRow>(sql`
    select m.user_id as id, u.name, u.email, m.role, m.joined_at
    from identity.members m join identity.users u on u.id = m.user_id
    where m.workspace_id = ${ws} and m.user_id = ${userId}`);
  return row && memberOf(row);
}

export async function insertMember(tx: Tx, ws: string, userId: string, role: Role): Promise<boolean> {
  return (
    (await tx.run(sql`
    insert into identity.members (workspace_id, user_id, role) values (${ws}, ${userId}, ${role}) on conflict do nothing`)) > 0
  );
}

export async function updateRole(tx: Tx, ws: string, userId: string, role: Role): Promise<void> {
  await tx.run(sql`update identity.members set role = ${role} where workspace_id = ${ws} and user_id = ${userId}`);
}

export async function deleteMember(tx: Tx, ws: string, userId: string): Promise<void> {
  await tx.run(sql`delete from identity.members where workspace_id = ${ws} and user_id = ${userId}`);
}

export async function countAdmins(tx: Tx, ws: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*)::int as n from identity.members where workspace_id = ${ws} and role = 'admin'`);
  return row?.n ?? 0;
}

/** Finder for persons of the workspace. */
export async function findMember(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const member = await readMember(tx, ws, id);
  return member && { projectId: null, label: member.name, state: member.role };
}

export async function emailIsMember(tx: Tx, ws: string, email: string): Promise<boolean> {
  const row = await tx.first<{ found: boolean }>(sql`
    select exists (select from identity.members m join identity.users u on u.id = m.user_id
      where m.workspace_id = ${ws} and u.email = ${email}) as found`);
  return row?.found === true;
}
