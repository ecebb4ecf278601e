import { containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { Invitation } from "../contract/invitations.ts";
import type { Role } from "../contract/shared.ts";
import { iso, isoOrNull, listPage, type Paging } from "./listing.ts";

interface InvitationRow {
  id: string;
  workspace_id: string;
  email: string | null;
  role: Role;
  state: Invitation["state"];
  created_by: string;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  accepted_by: string | null;
}

const state = raw(`case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' else 'open' end`);
const columns = raw(`
  i.id, i.workspace_id, i.email, i.role, i.created_at, i.expires_at, i.accepted_at,
  (select u.name from identity.users u where u.id = i.accepted_by) as accepted_by,
  coalesce((select u.name from identity.users u where u.id = i.created_by),
    (select s.name from identity.service_accounts s where s.workspace_id = i.workspace_id and s.id = i.created_by), '') as created_by`);

function invitationOf(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: row.state,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    acceptedAt: isoOrNull(row.accepted_at),
    acceptedBy: row.accepted_by,
  };
}

export interface InvitationList extends Paging {
  q?: string | undefined;
  state?: Invitation["state"] | undefined;
  sort: "createdAt" | "expiresAt";
  order: "asc" | "desc";
}

export async function listInvitations(tx: Tx, ws: string, list: InvitationList): Promise<{ items: Invitation[]; nextCursor: string | null }> {
  const expression = raw(list.sort === "createdAt" ? "i.created_at" : "i.expires_at");
  const select = sql`
    select ${columns}, ${state} as state, ${expression} as sort_key from identity.invitations i
    where i.workspace_id = ${ws}
      and (${list.state ?? null}::text is null or ${state} = ${list.state ?? null}::text)
      and (${list.q ?? null}::text is null or i.email ilike ${containing(list.q ?? "")})`;
  const found = await listPage<InvitationRow & { sort_key: Date }>(tx, select, { expression, type: "time", id: raw("i.id"), order: list.order }, list);
  return { items: found.items.map(invitationOf), nextCursor: found.nextCursor };
}

export async function readInvitation(tx: Tx, ws: string, id: string): Promise<Invitation | null> {
  const row = await tx.first<InvitationRow>(sql`
    select ${columns}, ${state} as state from identity.invitations i where i.workspace_id = ${ws} and i.id = ${id}`);
  return row && invitationOf(row);
}

export interface NewInvitation {
  id: string;
  digest: Buffer;
  email: string | null;
  role: Role;
  createdBy: string;
  expiresAt: Date;
}

export async function insertInvitation(tx: Tx, ws: string, invitation: NewInvitation): Promise<void> {
  await tx.run(sql`
    insert into identity.invitations (workspace_id, id, digest, email, role, created_by, expires_at)
    values (${ws}, ${invitation.id}, ${invitation.digest}, ${invitation.email}, ${invitation.role}, ${invitation.createdBy}, ${invitation.expiresAt})`);
}

/** True when it was open until now. */
export async function markInvitationRevoked(tx: Tx, ws: string, id: string): Promise<boolean> {
  return (
    (await tx.run(sql`
    update identity.invitations set revoked_at = now()
    where workspace_id = ${ws} and id = ${id} and revoked_at is null and accepted_at is null`)) > 0
  );
}

export interface HeldInvitation {
  id: string;
  workspace_id: string;
  email: string | null;
  role: Role;
  expires_at: Date;
}

/** The open invitation of a link, in whichever workspace; needs `presenting` before. */
export async function readHeldInvitation(tx: Tx, digest: Buffer): Promise<HeldInvitation | null> {
  return await tx.first<HeldInvitation>(sql`
    select i.id, i.workspace_id, i.email, i.role, i.expires_at from identity.invitations i
    where i.digest = ${digest} and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()`);
}

/** True for the one who takes it; a second taker at the same moment gets false. */
export async function takeInvitation(tx: Tx, ws: string, id: string, userId: string): Promise<boolean> {
  return (
    (await tx.run(sql`
    update identity.invitations set accepted_at = now(), accepted_by = ${userId}
    where workspace_id = ${ws} and id = ${id} and accepted_at is null and revoked_at is null and expires_at > now()`)) > 0
  );
}

/** Finder. */
export async function findInvitation(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const invitation = await readInvitation(tx, ws, id);
  return invitation && { projectId: null, label: invitation.email ?? "without an address", state: invitation.state };
}
