import { containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { ServiceAccount } from "../contract/service-accounts.ts";
import type { Role } from "../contract/shared.ts";
import { iso, listPage, type Paging } from "./listing.ts";

interface AccountRow {
  id: string;
  name: string;
  role: Role;
  owner_id: string;
  owner_name: string;
  active_keys: number;
  created_at: Date;
}

const columns = raw(`
  s.id, s.name, s.role, s.owner_id, u.name as owner_name, s.created_at,
  (select count(*)::int from identity.keys k where k.workspace_id = s.workspace_id and k.owner_id = s.id
     and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) as active_keys`);

function accountOf(row: AccountRow): ServiceAccount {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    activeKeys: row.active_keys,
    createdAt: iso(row.created_at),
  };
}

export interface AccountList extends Paging {
  q?: string | undefined;
  role?: Role | undefined;
  sort: "name" | "createdAt";
  order: "asc" | "desc";
}

export async function listServiceAccounts(tx: Tx, ws: string, list: AccountList): Promise<{ items: ServiceAccount[]; nextCursor: string | null }> {
  const expression = raw(list.sort === "name" ? "lower(s.name)" : "s.created_at");
  const select = sql`
    select ${columns}, ${expression} as sort_key
    from identity.service_accounts s join identity.users u on u.id = s.owner_id
    where s.workspace_id = ${ws} and s.removed_at is null
      and (${list.role ?? null}::text is null or s.role = ${list.role ?? null}::text)
      and (${list.q ?? null}::text is null or s.name ilike ${containing(list.q ?? "")})`;
  const sorting = { expression, type: list.sort === "name" ? "text" : "time", id: raw("s.id"), order: list.order } as const;
  const found = await listPage<AccountRow & { sort_key: string | Date }>(tx, select, sorting, list);
  return { items: found.items.map(accountOf), nextCursor: found.nextCursor };
}

export async function readServiceAccount(tx: Tx, ws: string, id: string): Promise<ServiceAccount | null> {
  const row = await tx.first<AccountRow>(sql`
    select ${columns} from identity.service_accounts s join identity.users u on u.id = s.owner_id
    where s.workspace_id = ${ws} and s.id = ${id} and s.removed_at is null`);
  return row && accountOf(row);
}

/** False when another account of the workspace has the name. */
export async function insertServiceAccount(tx: Tx, ws: string, account: { id: string; name: string; role: Role; ownerId: string }): Promise<boolean> {
  return (
    (await tx.run(sql`
    insert into identity.service_accounts (workspace_id, id, name, role, owner_id)
    values (${ws}, ${account.id}, ${account.name}, ${account.role}, ${account.ownerId}) on conflict do nothing`)) > 0
  );
}

export async function markServiceAccountRemoved(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update identity.service_accounts set removed_at = now() where workspace_id = ${ws} and id = ${id}`);
}

/** Service accounts of a leaving person go to who removed them. */
export async function handOverServiceAccounts(tx: Tx, ws: string, from: string, to: string): Promise<number> {
  return await tx.run(sql`
    update identity.service_accounts set owner_id = ${to} where workspace_id = ${ws} and owner_id = ${from} and removed_at is null`);
}

/** Finder. */
export async function findServiceAccount(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const account = await readServiceAccount(tx, ws, id);
  return account && { projectId: null, label: account.name, state: account.role };
}
