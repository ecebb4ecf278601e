import assert from "node:assert/strict";
import { describe, test } from "node:test";
import pg from "pg";
import { app, world } from "../../../tests/harness.ts";
import { createProject, setGrant } from "../projects/contract.ts";
import { createInvitation } from "./contract/invitations.ts";
import { createKey } from "./contract/keys.ts";
import { createServiceAccount } from "./contract/service-accounts.ts";

const tenantTables = ["identity.members", "identity.service_accounts", "identity.invitations", "identity.keys", "projects.projects", "projects.grants"];
const views = ["identity.pub_members", "identity.pub_principals", "projects.pub_projects", "projects.pub_grants"];

async function filled() {
  const w = await world();
  await w.call(createKey, { name: "ci" });
  await w.call(createInvitation, {});
  await w.call(createServiceAccount, { name: "robot" });
  const { id } = await w.call(createProject, { name: "Churn" });
  await w.call(setGrant, { projectId: id, memberId: w.as("viewer").actor.id, role: "editor" });
  return w;
}

describe("without any WHERE", () => {
  for (const relation of [...tenantTables, ...views])
    test(`${relation} shows its workspace, and nothing of another or without one`, async () => {
      const [w, other] = [await filled(), await filled()];
      const { database } = await app();
      const seen = (ws: string | null): Promise<string[]> =>
        database.transaction(ws, {}, async (tx) =>
          (await tx.rows<{ w: string }>({ text: `select distinct workspace_id::text as w from ${relation}`, values: [] })).map((row) => row.w),
        );
      assert.deepEqual(await seen(w.workspaceId), [w.workspaceId]);
      assert.deepEqual(await seen(other.workspaceId), [other.workspaceId]);
      assert.deepEqual(await seen(null), []);
    });

  for (const table of tenantTables)
    test(`${table} takes no update, delete or insert for another workspace`, async () => {
      const [w, other] = [await filled(), await filled()];
      const { database } = await app();
      const change = (text: string): Promise<number> => database.transaction(other.workspaceId, {}, (tx) => tx.run({ text, values: [w.workspaceId] }));
      assert.equal(await change(`delete from ${table} where workspace_id = $1`), 0);
      assert.equal(await change(`update ${table} set workspace_id = workspace_id where workspace_id = $1`), 0);
      await assert.rejects(change(`update ${table} set workspace_id = $1`), /row-level security/);
    });
});

describe("what is shown before a workspace is known", () => {
  test("is one's own memberships, and only to read", async () => {
    const [w, other] = [await filled(), await filled()];
    const { database } = await app();
    await database.transaction(null, {}, async (tx) => {
      await tx.run({ text: "select set_config('lumina.person', $1, true)", values: [w.as("viewer").actor.id] });
      assert.deepEqual(await tx.rows({ text: "select workspace_id::text as w, role from identity.members", values: [] }), [
        { w: w.workspaceId, role: "viewer" },
      ]);
      assert.equal(await tx.run({ text: "update identity.members set role = 'admin'", values: [] }), 0);
      assert.deepEqual(await tx.rows({ text: "select 1 from identity.keys", values: [] }), []);
    });
    assert.ok(other);
  });

  test("is the key whose digest is presented, and only to read", async () => {
    const w = await filled();
    const { database } = await app();
    const [digest] = await w.sql((tx) => tx.rows<{ d: string }>({ text: "select encode(digest, 'hex') as d from identity.keys", values: [] }));
    await database.transaction(null, {}, async (tx) => {
      await tx.run({ text: "select set_config('lumina.presented', $1, true)", values: [digest?.d] });
      assert.equal((await tx.rows({ text: "select 1 from identity.keys", values: [] })).length, 1);
      assert.equal(await tx.run({ text: "update identity.keys set revoked_at = null, scopes = null", values: [] }), 0);
    });
  });

  test("ends with the transaction", async () => {
    const w = await filled();
    const { appUrl } = await app();
    const client = new pg.Client({ connectionString: appUrl });
    await client.connect();
    try {
      await client.query("begin");
      await client.query("select set_config('lumina.person', $1, true)", [w.actor.id]);
      assert.equal((await client.query("select 1 from identity.members")).rowCount, 1);
      await client.query("commit");
      assert.equal((await client.query("select 1 from identity.members")).rowCount, 0);
    } finally {
      await client.end();
    }
  });
});
