import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { app, world, type World } from "../../../tests/harness.ts";
import { invokeAny } from "../../kernel/any.ts";
import { setGrant } from "../projects/contract.ts";
import type { Authenticator, Presented } from "./authenticator.ts";
import { acceptInvitation, createInvitation } from "./contract/invitations.ts";
import { createKey, listKeys, NewKey, revokeKey } from "./contract/keys.ts";
import { removeMember, setMemberRole } from "./contract/members.ts";
import { createServiceAccount, createServiceAccountKey, removeServiceAccount } from "./contract/service-accounts.ts";
import { createWorkspace } from "./contract/workspaces.ts";
import { signSessionCookie } from "./domain/credentials.ts";
import { newKey } from "./domain/secrets.ts";
import { expireKey, newMember, newSession, testCeremonies } from "./factory.ts";

const bearer = (key: string): Presented => ({ authorization: `Bearer ${key}` });
const aSecondMs = 1050;

async function fresh(): Promise<{ w: World; auth: Authenticator; cookieOf(token: string): string }> {
  const w = await world();
  const { database } = await app();
  const { authenticator: auth, cookieName, secret } = testCeremonies(database, w.kernel.ports.journal);
  return { w, auth, cookieOf: (token) => `${cookieName}=${signSessionCookie(token, secret)}` };
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("a key", () => {
  test("is its owner in its workspace, with scopes, default project and grants", async () => {
    const { w, auth } = await fresh();
    const viewer = w.as("viewer").actor;
    await w.call(setGrant, { projectId: w.projectId, memberId: viewer.id, role: "editor" });
    const made = await w.as("viewer").call(createKey, { name: "ci", scopes: ["run:*"], defaultProjectId: w.projectId });
    assert.deepEqual(await auth.authenticate({ ...bearer(made.key), workspaceHeader: "ignored" }), {
      kind: "user",
      id: viewer.id,
      name: viewer.name,
      workspaceId: w.workspaceId,
      role: "viewer",
      projectGrants: { [w.projectId]: "editor" },
      keyId: made.id,
      scopes: ["run:*"],
      defaultProjectId: w.projectId,
    });
  });

  test("that nobody made is nobody", async () => {
    const { auth } = await fresh();
    assert.equal(await auth.authenticate(bearer(newKey())), null);
    assert.equal(await auth.authenticate(bearer("lum_short")), null);
    assert.equal(await auth.authenticate({}), null);
  });

  test("stops at once when its revocation is told, and within a second when it is not", async () => {
    const { w, auth } = await fresh();
    const told = await w.call(createKey, { name: "told" });
    const untold = await w.call(createKey, { name: "untold" });
    assert.ok(await auth.authenticate(bearer(told.key)));
    assert.ok(await auth.authenticate(bearer(untold.key)));
    await w.call(revokeKey, { keyId: told.id });
    await w.call(revokeKey, { keyId: untold.id });
    auth.forget("keys", told.id);
    assert.equal(await auth.authenticate(bearer(told.key)), null);
    await later(aSecondMs);
    assert.equal(await auth.authenticate(bearer(untold.key)), null);
  });

  test("that expired is nobody", async () => {
    const { w, auth } = await fresh();
    const made = await w.call(createKey, { name: "short", expiresInDays: 1 });
    assert.ok(await auth.authenticate(bearer(made.key)));
    await expireKey(w, made.id);
    auth.forget("keys", made.id);
    assert.equal(await auth.authenticate(bearer(made.key)), null);
  });

  test("of a removed member stops within a second", async () => {
    const { w, auth } = await fresh();
    const member = await newMember(w, "data_scientist");
    const { key } = await w.by(member).call(createKey, { name: "mine" });
    assert.ok(await auth.authenticate(bearer(key)));
    await w.call(removeMember, { memberId: member.id });
    await later(aSecondMs);
    assert.equal(await auth.authenticate(bearer(key)), null);
    const { token } = await w.call(createInvitation, {});
    await w.by({ ...member, workspaceId: null, role: null }).call(acceptInvitation, { token });
    assert.equal(await auth.authenticate(bearer(key)), null, "coming back does not bring the key back");
  });

  test("follows its owner's role", async () => {
    const { w, auth } = await fresh();
    const member = await newMember(w, "viewer");
    const { key } = await w.by(member).call(createKey, { name: "mine" });
    assert.equal((await auth.authenticate(bearer(key)))?.role, "viewer");
    await w.call(setMemberRole, { memberId: member.id, role: "project_manager" });
    auth.forget("members", member.id);
    assert.equal((await auth.authenticate(bearer(key)))?.role, "project_manager");
  });

  test("of a service account acts as it, counting as its owner, until the account is removed", async () => {
    const { w, auth } = await fresh();
    const account = await w.call(createServiceAccount, { name: "airflow", role: "data_scientist" });
    const { key } = await w.call(createServiceAccountKey, { serviceAccountId: account.id, name: "dag" });
    const actor = await auth.authenticate(bearer(key));
    assert.equal(actor?.kind, "service");
    assert.equal(actor?.ownerId, w.actor.id);
    assert.equal(actor?.role, "data_scientist");
    await w.call(removeServiceAccount, { serviceAccountId: account.id });
    auth.forget("members", account.id);
    assert.equal(await auth.authenticate(bearer(key)), null);
  });

  test("notes its last use away from the request, at most once a minute", async () => {
    const { w, auth } = await fresh();
    const made = await w.call(createKey, { name: "used" });
    const seen = async (): Promise<string | null> => (await w.call(listKeys, { q: "used" })).items[0]?.lastUsedAt ?? null;
    assert.equal(await seen(), null);
    await auth.authenticate(bearer(made.key));
    await auth.flush();
    const first = await seen();
    assert.ok(first);
    await later(5);
    await auth.authenticate(bearer(made.key));
    await auth.flush();
    assert.equal(await seen(), first);
  });

  test("is stored as a digest only", async () => {
    const { w } = await fresh();
    const { database } = await app();
    const meta = { surface: "rest", requestId: "r", idempotencyKey: "again" } as const;
    const outcome = await invokeAny(w.kernel, createKey.name, w.actor, { name: "secret" }, meta);
    assert.ok(outcome.kind === "done");
    const { key } = NewKey.parse(outcome.output);
    for (const table of ["identity.keys", "governance.audit", "governance.audit_payloads", "core.idempotency", "core.outbox"]) {
      const found = await database.transaction(w.workspaceId, {}, async (tx) => {
        const [there] = await tx.rows<{ oid: string | null }>({ text: "select to_regclass($1)::text as oid", values: [table] });
        return there?.oid ? await tx.rows<{ t: string }>({ text: `select x::text as t from ${table} x`, values: [] }) : [];
      });
      for (const { t } of found) assert.equal(t.includes(key.slice(4)), false, table);
    }
  });
});

describe("a session", () => {
  test("works in the workspace its header names, in the first one without", async () => {
    const { w, auth, cookieOf } = await fresh();
    const second = await w.call(createWorkspace, { name: "Second" });
    const session = await newSession(w, w.actor.id);
    const cookie = cookieOf(session.token);
    const first = await auth.authenticate({ cookie });
    assert.equal(first?.workspaceId, w.workspaceId);
    assert.equal(first?.sessionId, session.id);
    assert.equal((await auth.authenticate({ cookie, workspaceHeader: second.id }))?.workspaceId, second.id);
  });

  test("in a workspace where the person is no member is a person without a role", async () => {
    const { w, auth, cookieOf } = await fresh();
    const other = await w.outsider();
    const cookie = cookieOf((await newSession(w, w.actor.id)).token);
    for (const workspaceHeader of [other.workspaceId, "not-a-workspace"]) {
      const actor = await auth.authenticate({ cookie, workspaceHeader });
      assert.equal(actor?.id, w.actor.id);
      assert.equal(actor?.workspaceId, null);
      assert.equal(actor?.role, null);
    }
  });
});

test("the actor of an id is as it stands now, and nobody in another workspace", async () => {
  const { w, auth } = await fresh();
  const other = await w.outsider();
  assert.equal((await auth.actorById(w.workspaceId, w.as("viewer").actor.id))?.role, "viewer");
  assert.equal(await auth.actorById(other.workspaceId, w.as("viewer").actor.id), null);
  assert.equal(await auth.actorById(w.workspaceId, "nonsense"), null);
});
