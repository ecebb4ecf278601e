import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createKey, listAllKeys, listKeys, revokeAnyKey, revokeKey } from "../contract/keys.ts";
import { createServiceAccount, createServiceAccountKey, listServiceAccounts, removeServiceAccount } from "../contract/service-accounts.ts";

describe("keys", () => {
  test("create shows the key once; lists show its beginning", async () => {
    const w = await world();
    const made = await w.call(createKey, { name: "ci", scopes: ["run:*", "*:read"], expiresInDays: 30, defaultProjectId: w.projectId });
    assert.match(made.key, /^lum_[0-9A-Za-z]{36}$/);
    const { items } = await w.call(listKeys, {});
    assert.equal(items.length, 1);
    assert.equal("key" in (items[0] ?? {}), false);
    assert.equal(items[0]?.prefix, made.key.slice(0, 8));
    assert.deepEqual(items[0]?.scopes, ["run:*", "*:read"]);
    assert.ok(Date.parse(items[0]?.expiresAt ?? "") > Date.now() + 29 * 86_400_000);
  });

  test("list shows one's own, listAll everybody's, with state and search", async () => {
    const w = await world();
    await w.as("viewer").call(createKey, { name: "viewer's" });
    const mine = await w.call(createKey, { name: "mine" });
    await w.call(revokeKey, { keyId: mine.id });
    assert.deepEqual(
      (await w.call(listKeys, {})).items.map((k) => k.state),
      ["revoked"],
    );
    assert.equal((await w.call(listAllKeys, {})).items.length, 2);
    assert.deepEqual(
      (await w.call(listAllKeys, { q: "VIEWER", state: "active", sort: "lastUsedAt" })).items.map((k) => k.ownerName),
      ["Vera Viewer"],
    );
  });

  test("revoking twice changes nothing", async () => {
    const w = await world();
    const { id } = await w.call(createKey, { name: "twice" });
    const first = await w.call(revokeKey, { keyId: id });
    assert.equal((await w.call(revokeKey, { keyId: id })).revokedAt?.slice(0, 19), first.revokedAt?.slice(0, 19));
  });

  test("an administrator revokes anybody's", async () => {
    const w = await world();
    const { id } = await w.as("viewer").call(createKey, { name: "leaked" });
    assert.equal((await w.call(revokeAnyKey, { keyId: id })).state, "revoked");
  });

  test("a limited key may end itself", async () => {
    const w = await world();
    const { id } = await w.call(createKey, { name: "leaked", scopes: ["run:write"] });
    assert.equal((await w.by({ ...w.actor, keyId: id, scopes: ["run:write"] }).call(revokeKey, { keyId: id })).state, "revoked");
  });
});

describe("keys refuse", () => {
  test("to be made by a limited key", async () => {
    const w = await world();
    await assert.rejects(w.by({ ...w.actor, keyId: "k", scopes: ["*:*"] }).call(createKey, { name: "wider" }), { code: "forbidden" });
  });

  test("to be listed or ended by a key limited to something else", async () => {
    const w = await world();
    const { id } = await w.call(createKey, { name: "other" });
    const limited = w.by({ ...w.actor, keyId: "k", scopes: ["run:write"] });
    await assert.rejects(limited.call(listKeys, {}), { code: "forbidden" });
    await assert.rejects(limited.call(revokeKey, { keyId: id }), { code: "forbidden" });
  });

  test("another person's key, and a default project of another workspace", async () => {
    const w = await world();
    const other = await w.outsider();
    const { id } = await w.as("viewer").call(createKey, { name: "hers" });
    await assert.rejects(w.call(revokeKey, { keyId: id }), { code: "not_found" });
    await assert.rejects(w.call(createKey, { name: "x", defaultProjectId: other.projectId }), { code: "not_found" });
  });

  test("who is in no workspace", async () => {
    const w = await world();
    await assert.rejects(w.by({ ...w.actor, workspaceId: null, role: null }).call(createKey, { name: "x" }), { code: "forbidden" });
  });

  test("a malformed scope", async () => {
    const w = await world();
    for (const scope of ["run", "run:write:all", "RUN:WRITE", ":", ""])
      await assert.rejects(w.call(createKey, { name: "x", scopes: [scope] }), { code: "invalid_input" }, scope);
  });
});

describe("service accounts", () => {
  test("have keys of their own and end with them", async () => {
    const w = await world();
    const account = await w.call(createServiceAccount, { name: "airflow", role: "data_scientist" });
    assert.equal(account.ownerId, w.actor.id);
    const key = await w.call(createServiceAccountKey, { serviceAccountId: account.id, name: "dag" });
    assert.equal(key.ownerKind, "service");
    assert.equal((await w.call(listServiceAccounts, {})).items[0]?.activeKeys, 1);
    assert.deepEqual(await w.call(removeServiceAccount, { serviceAccountId: account.id }), { id: account.id, keysRevoked: 1 });
    assert.deepEqual((await w.call(listServiceAccounts, {})).items, []);
    assert.equal((await w.call(listAllKeys, { ownerId: account.id })).items[0]?.ownerName, "airflow");
  });

  test("refuse a name that is taken, until its account is removed", async () => {
    const w = await world();
    const first = await w.call(createServiceAccount, { name: "robot" });
    await assert.rejects(w.call(createServiceAccount, { name: "Robot" }), { code: "conflict" });
    await w.call(removeServiceAccount, { serviceAccountId: first.id });
    await w.call(createServiceAccount, { name: "Robot" });
  });
});
