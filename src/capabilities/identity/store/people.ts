import { containing, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Profile } from "../contract/profile.ts";
import type { Session } from "../contract/sessions.ts";
import { iso, listPage, type Paging } from "./listing.ts";

interface ProfileRow {
  id: string;
  name: string;
  email: string;
  language: string;
  time_zone: string;
  theme: Profile["theme"];
  has_password: boolean;
}

export async function readProfile(tx: Tx, userId: string): Promise<Profile | null> {
  const row = await tx.first<ProfileRow>(sql`
    select u.id, u.name, u.email, u.language, u.time_zone, u.theme,
      exists (select from identity.accounts a where a.user_id = u.id and a.provider_id = 'credential' and a.password is not null) as has_password
    from identity.users u where u.id = ${userId}`);
  return (
    row && { id: row.id, name: row.name, email: row.email, language: row.language, timeZone: row.time_zone, theme: row.theme, hasPassword: row.has_password }
  );
}

export async function writeProfile(tx: Tx, userId: string, profile: Pick<Profile, "name" | "language" | "timeZone" | "theme">): Promise<void> {
  await tx.run(sql`
    update identity.users set name = ${profile.name}, language = ${profile.language}, time_zone = ${profile.timeZone},
      theme = ${profile.theme}, updated_at = now()
    where id = ${userId}`);
}

/** False when somebody else signs in with the address. */
export async function writeEmail(tx: Tx, userId: string, email: string): Promise<boolean> {
  return (
    (await tx.run(sql`
    update identity.users set email = ${email}, updated_at = now()
    where id = ${userId} and not exists (select from identity.users o where o.email = ${email} and o.id <> ${userId})`)) > 0
  );
}

/** The stored password hash of a person, null where none is set. */
export async function readPasswordHash(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.first<{ password: string | null }>(sql`
    select password from identity.accounts where user_id = ${userId} and provider_id = 'credential'`);
  return row?.password ?? null;
}

/** The person of an address with the password hash. */
export async function readPersonByEmail(tx: Tx, email: string): Promise<{ id: string; name: string; email: string; password: string | null } | null> {
  return await tx.first(sql`
    select u.id, u.name, u.email, a.password from identity.users u
    left join identity.accounts a on a.user_id = u.id and a.provider_id = 'credential'
    where u.email = ${email}`);
}

export async function writePassword(tx: Tx, account: { id: string; userId: string; hash: string }): Promise<void> {
  await tx.run(sql`
    insert into identity.accounts (id, account_id, provider_id, user_id, password)
    values (${account.id}, ${account.userId}, 'credential', ${account.userId}, ${account.hash})
    on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`);
}

export async function insertPerson(tx: Tx, person: { id: string; name: string; email: string }): Promise<void> {
  await tx.run(sql`insert into identity.users (id, name, email) values (${person.id}, ${person.name}, ${person.email})`);
}

/** Holds off every other first administrator until commit, then says whether anybody is there. */
export async function isEmptyInstallation(tx: Tx): Promise<boolean> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('identity.first-administrator'))`);
  const row = await tx.first<{ someone: boolean }>(sql`select exists (select from identity.users) as someone`);
  return row?.someone !== true;
}

export async function hasPeople(tx: Tx): Promise<boolean> {
  const row = await tx.first<{ someone: boolean }>(sql`select exists (select from identity.users) as someone`);
  return row?.someone === true;
}

interface SessionRow {
  id: string;
  user_agent: string | null;
  ip_address: string | null;
  created_at: Date;
  expires_at: Date;
}

export interface SessionList extends Paging {
  q?: string | undefined;
  sort: "createdAt" | "expiresAt";
  order: "asc" | "desc";
}

export async function listSessions(
  tx: Tx,
  userId: string,
  currentId: string | null,
  list: SessionList,
): Promise<{ items: Session[]; nextCursor: string | null }> {
  const expression = raw(list.sort === "createdAt" ? "s.created_at" : "s.expires_at");
  const pattern = containing(list.q ?? "");
  const select = sql`
    select s.id, s.user_agent, s.ip_address, s.created_at, s.expires_at, ${expression} as sort_key from identity.sessions s
    where s.user_id = ${userId} and s.expires_at > now()
      and (${list.q ?? null}::text is null or s.user_agent ilike ${pattern} or s.ip_address ilike ${pattern})`;
  const found = await listPage<SessionRow & { sort_key: Date }>(tx, select, { expression, type: "time", id: raw("s.id"), order: list.order }, list);
  const items = found.items.map((row) => ({
    id: row.id,
    current: row.id === currentId,
    userAgent: row.user_agent || null,
    address: row.ip_address || null,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
  }));
  return { items, nextCursor: found.nextCursor };
}

/** True when it was the person's and is gone now. */
export async function deleteSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  return (await tx.run(sql`delete from identity.sessions where user_id = ${userId} and id = ${id}`)) > 0;
}

/** Ends every session of the person but one; answers the ids. */
export async function deleteOtherSessions(tx: Tx, userId: string, keepId: string | null): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    delete from identity.sessions where user_id = ${userId} and (${keepId}::uuid is null or id <> ${keepId}::uuid) returning id`);
  return rows.map((row) => row.id);
}

export async function insertSession(
  tx: Tx,
  session: { id: string; token: string; userId: string; expiresAt: Date; address: string | null; userAgent: string | null },
): Promise<void> {
  await tx.run(sql`
    insert into identity.sessions (id, token, user_id, expires_at, ip_address, user_agent)
    values (${session.id}, ${session.token}, ${session.userId}, ${session.expiresAt}, ${session.address}, ${session.userAgent})`);
}

/** Sessions whose time is over. */
export async function clearExpired(tx: Tx): Promise<void> {
  await tx.run(sql`delete from identity.sessions where expires_at < now()`);
}
