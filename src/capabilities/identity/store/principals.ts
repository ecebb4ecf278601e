import { prepared, sql } from "../../../db/sql.ts";
import type { ProjectRole, Role, Tx } from "../../../kernel/ports.ts";

export interface PresentedKey {
  id: string;
  workspace_id: string;
  owner_kind: "user" | "service";
  owner_id: string;
  scopes: string[] | null;
  default_project_id: string | null;
}

/** The live key of a digest; needs `presenting` before. */
export async function readPresentedKey(tx: Tx, digest: Buffer): Promise<PresentedKey | null> {
  return await tx.first<PresentedKey>(
    prepared(
      "identity_presented_key",
      sql`
    select k.id, k.workspace_id, k.owner_kind, k.owner_id, k.scopes, k.default_project_id from identity.keys k
    where k.digest = ${digest} and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    ),
  );
}

/** Whether a key of the workspace is neither revoked nor expired. */
export async function isLiveKey(tx: Tx, ws: string, id: string): Promise<boolean> {
  const found = await tx.first<{ id: string }>(sql`
    select k.id from identity.keys k
    where k.workspace_id = ${ws} and k.id = ${id} and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`);
  return found !== null;
}

export interface Principal {
  id: string;
  kind: "user" | "service";
  name: string;
  role: Role;
  owner_id: string;
  grants: Record<string, ProjectRole>;
}

/** A person or service account of the open workspace with every project grant. */
export async function readPrincipal(tx: Tx, ws: string, id: string): Promise<Principal | null> {
  return await tx.first<Principal>(
    prepared(
      "identity_principal",
      sql`
    select p.id, p.kind, p.name, p.role, p.owner_id,
      coalesce((select jsonb_object_agg(g.project_id, g.role) from projects.pub_grants g
        where g.workspace_id = ${ws} and g.member_id = p.id), '{}'::jsonb) as grants
    from identity.pub_principals p where p.workspace_id = ${ws} and p.id = ${id}`,
    ),
  );
}

export interface SignedIn {
  id: string;
  user_id: string;
  name: string;
}

/** The live session of a token. */
export async function readSessionByToken(tx: Tx, token: string): Promise<SignedIn | null> {
  return await tx.first<SignedIn>(
    prepared(
      "identity_session",
      sql`
    select s.id, s.user_id, u.name from identity.sessions s join identity.users u on u.id = s.user_id
    where s.token = ${token} and s.expires_at > now()`,
    ),
  );
}

/** The workspace a person works in when they name none: where they joined first. Needs `asPerson` before. */
export async function readHomeWorkspace(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.first<{ workspace_id: string }>(
    prepared(
      "identity_home",
      sql`
    select m.workspace_id from identity.members m where m.user_id = ${userId} order by m.joined_at, m.workspace_id limit 1`,
    ),
  );
  return row?.workspace_id ?? null;
}

/** Whether the person is a member of a workspace; needs `asPerson` before. */
export async function isMemberOf(tx: Tx, userId: string, workspaceId: string): Promise<boolean> {
  const row = await tx.first<{ found: boolean }>(sql`
    select exists (select from identity.members m where m.user_id = ${userId} and m.workspace_id = ${workspaceId}) as found`);
  return row?.found === true;
}
