import { containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { Key } from "../contract/keys.ts";
import { iso, isoOrNull, listPage, type Paging } from "./listing.ts";

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  owner_kind: Key["ownerKind"];
  owner_id: string;
  owner_name: string;
  scopes: string[] | null;
  default_project_id: string | null;
  state: Key["state"];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const state = raw("case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end");
const columns = raw(`
  k.id, k.name, k.prefix, k.owner_kind, k.owner_id, k.scopes, k.default_project_id, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
  coalesce((select u.name from identity.users u where u.id = k.owner_id),
    (select s.name from identity.service_accounts s where s.workspace_id = k.workspace_id and s.id = k.owner_id), '') as owner_name`);

function keyOf(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    ownerKind: row.owner_kind,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    scopes: row.scopes,
    defaultProjectId: row.default_project_id,
    state: row.state,
    createdAt: iso(row.created_at),
    expiresAt: isoOrNull(row.expires_at),
    lastUsedAt: isoOrNull(row.last_used_at),
    revokedAt: isoOrNull(row.revoked_at),
  };
}

const expressions = {
  name: "lower(k.name)",
  createdAt: "k.created_at",
  lastUsedAt: "coalesce(k.last_used_at, 'epoch'::timestamptz)",
} as const;

export interface KeyList extends Paging {
  q?: string | undefined;
  state?: Key["state"] | undefined;
  sort: keyof typeof expressions;
  order: "asc" | "desc";
}

/** Keys of one owner, or of everybody when `ownerId` is null. */
export async function listKeys(tx: Tx, ws: string, ownerId: string | null, list: KeyList): Promise<{ items: Key[]; nextCursor: string | null }> {
  const expression = raw(expressions[list.sort]);
  const select = sql`
    select ${columns}, ${state} as state, ${expression} as sort_key from identity.keys k
    where k.workspace_id = ${ws}
      and (${ownerId}::uuid is null or k.owner_id = ${ownerId}::uuid)
      and (${list.state ?? null}::text is null or ${state} = ${list.state ?? null}::text)
      and (${list.q ?? null}::text is null or k.name ilike ${containing(list.q ?? "")})`;
  const sorting = { expression, type: list.sort === "name" ? "text" : "time", id: raw("k.id"), order: list.order } as const;
  const found = await listPage<KeyRow & { sort_key: string | Date }>(tx, select, sorting, list);
  return { items: found.items.map(keyOf), nextCursor: found.nextCursor };
}

export async function readKey(tx: Tx, ws: string, id: string): Promise<Key | null> {
  const row = await tx.first<KeyRow>(sql`select ${columns}, ${state} as state from identity.keys k where k.workspace_id = ${ws} and k.id = ${id}`);
  return row && keyOf(row);
}

export interface NewKeyRow {
  id: string;
  digest: Buffer;
  name: string;
  prefix: string;
  ownerKind: Key["ownerKind"];
  ownerId: string;
  scopes: string[] | null;
  defaultProjectId: string | null;
  expiresAt: Date | null;
}

export async function insertKey(tx: Tx, ws: string, key: NewKeyRow): Promise<void> {
  await tx.run(sql`
    insert into identity.keys (workspace_id, id, digest, name, prefix, owner_kind, owner_id, scopes, default_project_id, expires_at)
    values (${ws}, ${key.id}, ${key.digest}, ${key.name}, ${key.prefix}, ${key.ownerKind}, ${key.ownerId},
      ${key.scopes}, ${key.defaultProjectId}, ${key.expiresAt})`);
}

export async function countActiveKeys(tx: Tx, ws: string, ownerId: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`
    select count(*)::int as n from identity.keys
    where workspace_id = ${ws} and owner_id = ${ownerId} and revoked_at is null and (expires_at is null or expires_at > now())`);
  return row?.n ?? 0;
}

/** True when it was not revoked before. */
export async function markKeyRevoked(tx: Tx, ws: string, id: string): Promise<boolean> {
  return (await tx.run(sql`update identity.keys set revoked_at = now() where workspace_id = ${ws} and id = ${id} and revoked_at is null`)) > 0;
}

/** Revokes every key of an owner; answers their ids. */
export async function revokeKeysOf(tx: Tx, ws: string, ownerId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    update identity.keys set revoked_at = now() where workspace_id = ${ws} and owner_id = ${ownerId} and revoked_at is null returning id`);
  return rows.map((row) => row.id);
}

/** Notes uses; never moves a time back. */
export async function touchKeys(tx: Tx, ws: string, ids: readonly string[], at: readonly Date[]): Promise<void> {
  await tx.run(sql`
    update identity.keys k set last_used_at = u.at
    from unnest(${ids}::uuid[], ${at}::timestamptz[]) as u (id, at)
    where k.workspace_id = ${ws} and k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)`);
}

/** Finder. */
export async function findKey(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const key = await readKey(tx, ws, id);
  return key && { projectId: null, label: key.name, state: key.state };
}

/** Sets when a key stops working. */
export async function endKey(tx: Tx, ws: string, id: string, at: Date): Promise<void> {
  await tx.run(sql`update identity.keys set expires_at = ${at} where workspace_id = ${ws} and id = ${id}`);
}
