import { hash } from "node:crypto";
import type { Actor, Database, Log, Tx } from "../../kernel/ports.ts";
import { cookieOf, keyOf, sessionCookieName, sessionTokenOf } from "./domain/credentials.ts";
import { digestOf, isKey } from "./domain/secrets.ts";
import { LastUsed } from "./last-used.ts";
import { PrincipalCache } from "./principal-cache.ts";
import { isLiveKey, isMemberOf, readHomeWorkspace, readPresentedKey, readPrincipal, readSessionByToken, type Principal } from "./store/principals.ts";
import { asPerson, enter, presenting } from "./store/scope.ts";

const ttlMs = 1000;
const mostCached = 10_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface AuthenticatorOptions {
  db: Database;
  log: Log;
  /** Signs session cookies: `sessionSecret(masterKey)`. */
  secret: string;
  /** True under TLS. */
  secure: boolean;
}

/** What a request carries. A header of the wrong form counts as not signed in. */
export interface Presented {
  authorization?: string | undefined;
  cookie?: string | undefined;
  /** `Lumina-Workspace`, for sessions; a key fixes its own. */
  workspaceHeader?: string | undefined;
}

export interface Authenticator {
  /** Who asks, or null. With an Authorization header the cookie is not looked at. */
  authenticate(presented: Presented): Promise<Actor | null>;
  /** A person or service account as it stands now; null when it is no member any more, or the key it acted by is revoked. */
  actorById(workspaceId: string, actorId: string, keyId?: string): Promise<Actor | null>;
  /** Drops principals at once; the relay's listener calls it with outbox topics and ids. */
  forget(topic: string, id: string): void;
  /** Writes what waits to be noted. */
  flush(): Promise<void>;
}

function actorOf(principal: Principal, workspaceId: string): Actor {
  return {
    kind: principal.kind,
    id: principal.id,
    name: principal.name,
    workspaceId,
    role: principal.role,
    projectGrants: principal.grants,
    ...(principal.kind === "service" && { ownerId: principal.owner_id }),
  };
}

async function byKey(tx: Tx, key: string): Promise<Actor | null> {
  const digest = digestOf(key);
  await presenting(tx, digest);
  const found = await readPresentedKey(tx, digest);
  if (!found) return null;
  await enter(tx, found.workspace_id);
  const principal = await readPrincipal(tx, found.workspace_id, found.owner_id);
  if (!principal || principal.kind !== found.owner_kind) return null;
  return {
    ...actorOf(principal, found.workspace_id),
    keyId: found.id,
    ...(found.scopes && { scopes: found.scopes }),
    ...(found.default_project_id && { defaultProjectId: found.default_project_id }),
  };
}

async function bySession(tx: Tx, token: string, wanted: string | undefined): Promise<Actor | null> {
  const session = await readSessionByToken(tx, token);
  if (!session) return null;
  const nowhere: Actor = { kind: "user", id: session.user_id, name: session.name, workspaceId: null, role: null, projectGrants: {}, sessionId: session.id };
  await asPerson(tx, session.user_id);
  const workspaceId = wanted === undefined ? await readHomeWorkspace(tx, session.user_id) : wanted;
  if (workspaceId === null || !uuid.test(workspaceId) || !(await isMemberOf(tx, session.user_id, workspaceId))) return nowhere;
  await enter(tx, workspaceId);
  const principal = await readPrincipal(tx, workspaceId, session.user_id);
  return principal ? { ...actorOf(principal, workspaceId), sessionId: session.id } : nowhere;
}

/**
 * Turns what a request carries into an actor. Look-ups are cached by SHA-256 for at most a second,
 * so a revoked key or session is refused within it.
 * @example const actor = await authenticator({ db, log, secret, secure: false }).authenticate({ authorization: "Bearer lum_…" });
 */
export function authenticator({ db, log, secret, secure }: AuthenticatorOptions): Authenticator {
  const cache = new PrincipalCache(ttlMs, mostCached);
  const lastUsed = new LastUsed(db, log);
  const cookieName = sessionCookieName(secure);
  const look = (workspaceId: string | null, body: (tx: Tx) => Promise<Actor | null>): Promise<Actor | null> =>
    db.transaction(workspaceId, { readOnly: true }, body);
  const cacheKey = (...parts: string[]): string => hash("sha256", parts.join("\n"), "base64");

  return {
    async authenticate({ authorization, cookie, workspaceHeader }) {
      if (authorization !== undefined) {
        const key = keyOf(authorization);
        if (key === null || !isKey(key)) return null;
        const actor = await cache.get(cacheKey("key", key), () => look(null, (tx) => byKey(tx, key)));
        if (actor?.keyId !== undefined && actor.workspaceId !== null) lastUsed.note(actor.workspaceId, actor.keyId);
        return actor;
      }
      const value = cookie === undefined ? null : cookieOf(cookie, cookieName);
      const token = value === null ? null : sessionTokenOf(value, secret);
      if (token === null) return null;
      return await cache.get(cacheKey("session", token, workspaceHeader ?? ""), () => look(null, (tx) => bySession(tx, token, workspaceHeader)));
    },
    async actorById(workspaceId, actorId, keyId) {
      if (!uuid.test(actorId)) return null;
      return await cache.get(cacheKey("id", workspaceId, actorId, keyId ?? ""), () =>
        look(workspaceId, async (tx) => {
          if (keyId !== undefined && !(await isLiveKey(tx, workspaceId, keyId))) return null;
          const principal = await readPrincipal(tx, workspaceId, actorId);
          return principal && keyId !== undefined ? { ...actorOf(principal, workspaceId), keyId } : principal && actorOf(principal, workspaceId);
        }),
      );
    },
    forget(topic, id) {
      if (topic === "keys") cache.forget((actor) => actor.keyId === id);
      else if (topic === "sessions") cache.forget((actor) => actor.sessionId === id);
      else if (topic === "members" || topic === "serviceAccounts") cache.forget((actor) => actor.id === id);
    },
    flush: () => lastUsed.flush(),
  };
}
