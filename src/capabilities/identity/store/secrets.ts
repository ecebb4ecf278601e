import { decodeCursor, page } from "../../../db/keyset.ts";
import { containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import { iso } from "./listing.ts";

/** A secret's row without its sealed value. */
export interface SecretMeta {
  name: string;
  description: string;
  version: number;
  masterId: string;
  managedBy: string | null;
  createdBy: string;
  updatedBy: string;
  createdAt: string;
  updatedAt: string;
}

interface SecretRow {
  name: string;
  description: string;
  version: number;
  master_id: string;
  managed_by: string | null;
  created_by: string;
  updated_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface DataKey {
  id: string;
  master_id: string;
  wrapped: Buffer;
}

const columns = raw("s.name, s.description, s.version, k.master_id, s.managed_by, s.created_by, s.updated_by, s.created_at, s.updated_at");

function metaOf(row: SecretRow): SecretMeta {
  return {
    name: row.name,
    description: row.description,
    version: row.version,
    masterId: row.master_id,
    managedBy: row.managed_by,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

/** Many may seal at once; who rotates waits for them and lets none in until its transaction ends. */
export async function holdSealing(tx: Tx, ws: string, alone: boolean): Promise<void> {
  const lock = raw(alone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared");
  await tx.run(sql`select ${lock}(hashtextextended(${`secrets ${ws}`}, 0))`);
}

/** The workspace's data key in use, kept from being retired until this transaction ends. */
export async function activeDataKey(tx: Tx, ws: string): Promise<DataKey | null> {
  return await tx.first<DataKey>(sql`select id, master_id, wrapped from identity.data_keys where workspace_id = ${ws} and active for share`);
}

/** Every data key of the workspace, locked: nobody seals or rotates meanwhile. */
export async function lockDataKeys(tx: Tx, ws: string): Promise<(DataKey & { active: boolean })[]> {
  return await tx.rows<DataKey & { active: boolean }>(
    sql`select id, master_id, wrapped, active from identity.data_keys where workspace_id = ${ws} order by id for update`,
  );
}

/** False when another transaction made the workspace's active key first. */
export async function insertDataKey(tx: Tx, ws: string, key: { id: string; masterId: string; wrapped: Buffer }): Promise<boolean> {
  return (
    (await tx.run(sql`
    insert into identity.data_keys (workspace_id, id, master_id, wrapped) values (${ws}, ${key.id}, ${key.masterId}, ${key.wrapped})
    on conflict do nothing`)) > 0
  );
}

export async function retireDataKeys(tx: Tx, ws: string): Promise<void> {
  await tx.run(sql`update identity.data_keys set active = false where workspace_id = ${ws} and active`);
}

/** Drops retired keys that seal nothing any more. */
export async function dropSpentDataKeys(tx: Tx, ws: string): Promise<void> {
  await tx.run(sql`
    delete from identity.data_keys k where k.workspace_id = ${ws} and not k.active
      and not exists (select from identity.secrets s where s.workspace_id = ${ws} and s.key_id = k.id)`);
}

export async function rewrapDataKey(tx: Tx, ws: string, key: { id: string; masterId: string; wrapped: Buffer }): Promise<void> {
  await tx.run(sql`update identity.data_keys set master_id = ${key.masterId}, wrapped = ${key.wrapped} where workspace_id = ${ws} and id = ${key.id}`);
}

export interface SealedSecret {
  name: string;
  sealed: Buffer;
  key_id: string;
  master_id: string;
  wrapped: Buffer;
  managed_by: string | null;
}

const sealedColumns = raw("s.name, s.sealed, s.key_id, s.managed_by, k.master_id, k.wrapped");

export async function readSealed(tx: Tx, ws: string, name: string): Promise<SealedSecret | null> {
  return await tx.first<SealedSecret>(sql`
    select ${sealedColumns} from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
    where s.workspace_id = ${ws} and s.name = ${name}`);
}

export async function allSealed(tx: Tx, ws: string): Promise<SealedSecret[]> {
  return await tx.rows<SealedSecret>(sql`
    select ${sealedColumns} from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
    where s.workspace_id = ${ws} order by s.name`);
}

export interface NewSecret {
  name: string;
  description: string | null;
  keyId: string;
  sealed: Buffer;
  managedBy: string | null;
  by: string;
}

/** False when the name is kept for something else (`managed_by` differs). */
export async function upsertSecret(tx: Tx, ws: string, secret: NewSecret): Promise<boolean> {
  return (
    (await tx.run(sql`
    insert into identity.secrets as s (workspace_id, name, description, key_id, sealed, managed_by, created_by, updated_by)
    values (${ws}, ${secret.name}, ${secret.description ?? ""}, ${secret.keyId}, ${secret.sealed}, ${secret.managedBy}, ${secret.by}, ${secret.by})
    on conflict (workspace_id, name) do update set key_id = excluded.key_id, sealed = excluded.sealed, version = s.version + 1,
      description = coalesce(${secret.description}, s.description), updated_by = excluded.updated_by, updated_at = now()
    where s.managed_by is not distinct from excluded.managed_by and s.workspace_id = ${ws}`)) > 0
  );
}

/** The same value under another data key; the version stays. */
export async function resealSecret(tx: Tx, ws: string, name: string, keyId: string, sealed: Buffer): Promise<void> {
  await tx.run(sql`update identity.secrets set key_id = ${keyId}, sealed = ${sealed} where workspace_id = ${ws} and name = ${name}`);
}

export async function dropSecret(tx: Tx, ws: string, name: string): Promise<boolean> {
  return (await tx.run(sql`delete from identity.secrets where workspace_id = ${ws} and name = ${name}`)) > 0;
}

export async function readSecret(tx: Tx, ws: string, name: string): Promise<SecretMeta | null> {
  const row = await tx.first<SecretRow>(sql`
    select ${columns} from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
    where s.workspace_id = ${ws} and s.name = ${name}`);
  return row && metaOf(row);
}

export interface SecretList {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  managed?: boolean | undefined;
  sort: "name" | "updatedAt";
  order: "asc" | "desc";
}

export async function listSecrets(tx: Tx, ws: string, list: SecretList): Promise<{ items: SecretMeta[]; nextCursor: string | null }> {
  const byName = list.sort === "name";
  const key = decodeCursor(list.cursor, 2);
  const beyond = raw(list.order === "asc" ? ">" : "<");
  const direction = raw(list.order);
  const after = !key ? sql`true` : byName ? sql`s.name ${beyond} ${key[1]}` : sql`(s.updated_at, s.name) ${beyond} (${key[0]}::timestamptz, ${key[1]})`;
  const rows = await tx.rows<SecretRow>(sql`
    select ${columns} from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
    where s.workspace_id = ${ws}
      and (${list.managed ?? null}::boolean is null or (s.managed_by is not null) = ${list.managed ?? null}::boolean)
      and (${list.q ?? null}::text is null or s.name ilike ${containing(list.q ?? "")} or s.description ilike ${containing(list.q ?? "")})
      and ${after}
    order by ${byName ? sql`s.name ${direction}` : sql`s.updated_at ${direction}, s.name ${direction}`} limit ${list.limit + 1}`);
  const cut = page(rows, list.limit, (row) => [iso(row.updated_at), row.name]);
  return { items: cut.items.map(metaOf), nextCursor: cut.nextCursor };
}

/** Finder; a secret is known by its name. */
export async function findSecret(tx: Tx, ws: string, name: string): Promise<Found | null> {
  const secret = await readSecret(tx, ws, name);
  return secret && { projectId: null, label: name, state: String(secret.version) };
}
