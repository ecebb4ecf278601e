import { randomUUIDv7 } from "node:crypto";
import type { Actor, Database, Journal, Log, Role } from "../../kernel/ports.ts";
import type { InputFactories, World } from "../../../tests/world.ts";
import { authenticator, type Authenticator } from "./authenticator.ts";
import { ceremonies, type Ceremonies, type CeremonyOptions } from "./ceremonies/ceremonies.ts";
import { sessionCookieName } from "./domain/credentials.ts";
import { createInvitation } from "./contract/invitations.ts";
import { createKey } from "./contract/keys.ts";
import { setSecret } from "./contract/secrets.ts";
import { createServiceAccount } from "./contract/service-accounts.ts";
import { newLinkToken } from "./domain/secrets.ts";
import { endKey } from "./store/keys.ts";
import { insertMember } from "./store/members.ts";
import { insertPerson, insertSession } from "./store/people.ts";
import { insertWorkspace } from "./store/workspaces.ts";

const names: Readonly<Record<Role, string>> = {
  admin: "Ada Admin",
  project_manager: "Paula Manager",
  data_scientist: "Dora Scientist",
  viewer: "Vera Viewer",
};

function actorOf(id: string, workspaceId: string, role: Role): Actor {
  return { kind: "user", id, name: names[role], workspaceId, role, projectGrants: {} };
}

/** A workspace with one person per role. */
export async function testWorkspace(db: Database): Promise<{ workspaceId: string; people: Record<Role, Actor> }> {
  const workspaceId = randomUUIDv7();
  const people: Record<Role, Actor> = {
    admin: actorOf(randomUUIDv7(), workspaceId, "admin"),
    project_manager: actorOf(randomUUIDv7(), workspaceId, "project_manager"),
    data_scientist: actorOf(randomUUIDv7(), workspaceId, "data_scientist"),
    viewer: actorOf(randomUUIDv7(), workspaceId, "viewer"),
  };
  await db.transaction(workspaceId, {}, async (tx) => {
    for (const actor of Object.values(people)) await insertPerson(tx, { id: actor.id, name: actor.name, email: `${actor.id}@example.org` });
    await insertWorkspace(tx, { id: workspaceId, name: `Workspace ${workspaceId.slice(-6)}`, createdBy: people.admin.id });
    for (const actor of Object.values(people)) if (actor.role) await insertMember(tx, workspaceId, actor.id, actor.role);
  });
  return { workspaceId, people };
}

/** Another person of the workspace, made for one test. */
export async function newMember(w: World, role: Role = "viewer"): Promise<Actor> {
  const actor = actorOf(randomUUIDv7(), w.workspaceId, role);
  await w.sql(async (tx) => {
    await insertPerson(tx, { id: actor.id, name: actor.name, email: `${actor.id}@example.org` });
    await insertMember(tx, w.workspaceId, actor.id, role);
  });
  return actor;
}

/** A session of the person, as a sign-in leaves it. */
export async function newSession(w: World, userId: string): Promise<{ id: string; token: string }> {
  const session = { id: randomUUIDv7(), token: newLinkToken() };
  await w.sql((tx) => insertSession(tx, { ...session, userId, expiresAt: new Date(Date.now() + 3_600_000), address: "127.0.0.1", userAgent: "test" }));
  return session;
}

/** The link secret of an invitation into the second workspace. */
async function invitationElsewhere(w: World): Promise<string> {
  const other = await w.outsider();
  return (await other.call(createInvitation, {})).token;
}

export const inputs: InputFactories = {
  "workspaces.create": async (w) => ({ name: `Workspace ${w.unique()}` }),
  "workspaces.list": async () => ({}),
  "workspaces.get": async (w) => ({ workspaceId: w.workspaceId }),
  "workspaces.update": async (w) => ({ workspaceId: w.workspaceId, name: `Renamed ${w.unique()}` }),
  "members.list": async () => ({}),
  "members.get": async (w) => ({ memberId: w.as("viewer").actor.id }),
  "members.setRole": async (w) => ({ memberId: (await newMember(w)).id, role: "data_scientist" }),
  "members.remove": async (w) => ({ memberId: (await newMember(w)).id }),
  "invitations.create": async (w) => ({ email: `${w.unique()}@example.org`, role: "viewer" }),
  "invitations.list": async () => ({}),
  "invitations.revoke": async (w) => ({ invitationId: (await w.call(createInvitation, {})).invitation.id }),
  "invitations.show": async (w) => ({ token: (await w.call(createInvitation, {})).token }),
  "invitations.accept": async (w) => ({ token: await invitationElsewhere(w) }),
  "keys.create": async (w) => ({ name: `key ${w.unique()}` }),
  "keys.list": async () => ({}),
  "keys.revoke": async (w) => ({ keyId: (await w.call(createKey, { name: w.unique() })).id }),
  "keys.listAll": async () => ({}),
  "keys.revokeAny": async (w) => ({ keyId: (await w.call(createKey, { name: w.unique() })).id }),
  "serviceAccounts.create": async (w) => ({ name: `robot ${w.unique()}` }),
  "serviceAccounts.list": async () => ({}),
  "serviceAccounts.createKey": async (w) => ({ serviceAccountId: (await w.call(createServiceAccount, { name: w.unique() })).id, name: "ci" }),
  "serviceAccounts.remove": async (w) => ({ serviceAccountId: (await w.call(createServiceAccount, { name: w.unique() })).id }),
  "sessions.list": async () => ({}),
  "sessions.revoke": async (w) => ({ sessionId: (await newSession(w, w.actor.id)).id }),
  "sessions.revokeOthers": async (w) => {
    await newSession(w, w.actor.id);
    return {};
  },
  "profile.get": async () => ({}),
  "profile.update": async (w) => ({ name: `Ada ${w.unique()}`, timeZone: "Europe/Berlin", theme: "dark" }),
  "secrets.set": async (w) => ({ name: `token-${w.unique()}`, value: "hunter2-hunter2", description: "For tests" }),
  "secrets.list": async () => ({}),
  "secrets.get": async (w) => ({ name: (await newSecret(w)).name }),
  "secrets.delete": async (w) => ({ name: (await newSecret(w)).name }),
  "secrets.rotate": async (w) => {
    await newSecret(w);
    return {};
  },
};

/** A secret somebody set, and its value. */
export async function newSecret(w: World, value = `value ${randomUUIDv7()}`): Promise<{ name: string; value: string }> {
  const name = `secret-${w.unique()}`;
  await w.call(setSecret, { name, value });
  return { name, value };
}

/** Address, cookie name and ceremonies of a test installation. */
export function testCeremonies(
  db: Database,
  journal: Journal,
  options: Partial<CeremonyOptions> = {},
): { ceremonies: Ceremonies; authenticator: Authenticator; cookieName: string; secret: string } {
  const secret = "a secret of at least thirty-two characters, for tests";
  const secure = options.secure ?? false;
  const log = options.log ?? quiet;
  const auth = authenticator({ db, log, secret, secure });
  const made = ceremonies({ db, journal, log, authenticator: auth, secret, secure, publicUrl: "http://127.0.0.1:7300", ...options });
  return { ceremonies: made, authenticator: auth, cookieName: sessionCookieName(secure), secret };
}

const quiet: Log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** Moves the end of a key into the past. */
export async function expireKey(w: World, keyId: string): Promise<void> {
  await w.sql((tx) => endKey(tx, w.workspaceId, keyId, new Date(Date.now() - 1000)));
}

/** Runs acts at the same moment, on connections that are open already, so that they really meet. */
export async function atOnce<T>(w: World, acts: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  await Promise.all(Array.from({ length: 8 }, () => w.sql((tx) => tx.run({ text: "select pg_sleep(0.02)", values: [] }))));
  return await Promise.allSettled(acts.map((act) => act()));
}
