import assert from "node:assert/strict";
import { randomBytes, randomUUIDv7 } from "node:crypto";
import { describe, test } from "node:test";
import { raw, sql } from "../../../db/sql.ts";
import { Refusal, type ErrorCode } from "../../../kernel/contract/errors.ts";
import { world, type World } from "../../../../tests/harness.ts";
import { deleteSecret, getSecret, listSecrets, rotateSecrets, setSecret } from "../contract/secrets.ts";
import { newSecret } from "../factory.ts";
import { createSecrets, type Secrets } from "../secrets.ts";

const open = (w: World, name: string, secrets: Secrets = w.services.secrets): Promise<string> => w.sql((tx) => secrets.open(tx, w.workspaceId, name));
const code = async (act: Promise<unknown>): Promise<ErrorCode> => {
  const error = await act.then(
    () => assert.fail("it was not refused"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error.code;
};

describe("a secret", () => {
  test("is opened by server code and answered by no operation", async () => {
    const w = await world();
    const { name, value } = await newSecret(w, "s3cr3t ünïcode value");
    assert.equal(await open(w, name), value);
    const answers = [
      await w.call(setSecret, { name, value }),
      await w.call(getSecret, { name }),
      await w.call(listSecrets, {}),
      await w.call(rotateSecrets, {}),
    ];
    assert.doesNotMatch(JSON.stringify(answers), /s3cr3t/);
  });

  test("gets a new value under the same name, its description and first author staying", async () => {
    const w = await world();
    const first = await w.call(setSecret, { name: "api-key", value: "one", description: "For the mirror" });
    const second = await w.call(setSecret, { name: "api-key", value: "two" });
    assert.deepEqual([first.version, second.version, second.description, second.createdBy], [1, 2, "For the mirror", first.createdBy]);
    assert.equal(await open(w, "api-key"), "two");
  });

  test("is nowhere in the clear: not in its row, not in the audit log", async () => {
    const w = await world();
    const value = `plain-${randomUUIDv7()}`;
    await newSecret(w, value);
    const texts = await w.sql((tx) =>
      tx.rows<{ text: string }>(sql`
        select encode(sealed, 'escape') as text from identity.secrets where workspace_id = ${w.workspaceId}
        union all select p.input::text from governance.audit_payloads p where p.workspace_id = ${w.workspaceId}
        union all select coalesce(p.after::text, '') from governance.audit_payloads p where p.workspace_id = ${w.workspaceId}`),
    );
    assert.ok(texts.length >= 3);
    for (const { text } of texts) assert.doesNotMatch(text, new RegExp(value));
  });

  test("is not in what a refusal says", async () => {
    const w = await world();
    const value = "leak-me-not".repeat(4000);
    await assert.rejects(w.call(setSecret, { name: "too long", value }), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      assert.doesNotMatch(JSON.stringify([error.message, error.fix, error.extra]), /leak-me-not/);
      return error.code === "invalid_input" && (error.extra.fields?.length ?? 0) === 2;
    });
  });

  test("is the business of administrators: other roles neither list nor set it", async () => {
    const w = await world();
    const { name } = await newSecret(w);
    for (const role of ["viewer", "data_scientist", "project_manager"] as const) {
      assert.equal(await code(w.as(role).call(listSecrets, {})), "forbidden");
      assert.equal(await code(w.as(role).call(setSecret, { name, value: "mine" })), "forbidden");
    }
  });

  test("of another workspace does not exist, even where both use the name", async () => {
    const w = await world();
    const other = await w.outsider();
    const { name } = await newSecret(w, "ours");
    assert.equal(await code(other.call(getSecret, { name })), "not_found");
    await other.call(setSecret, { name, value: "theirs" });
    assert.deepEqual([await open(w, name), await open(other, name)], ["ours", "theirs"]);
  });

  test("is gone when deleted", async () => {
    const w = await world();
    const { name } = await newSecret(w);
    await w.call(deleteSecret, { name });
    assert.equal(await code(open(w, name)), "not_found");
    assert.equal(await code(w.call(deleteSecret, { name })), "not_found");
  });

  test("kept by something else is neither overwritten nor deleted by its name", async () => {
    const w = await world();
    await w.sql((tx) =>
      w.services.secrets.set(tx, w.workspaceId, { name: "webhook-1", value: "hook", description: null, managedBy: "webhook one", by: "Ada" }),
    );
    assert.equal(await code(w.call(setSecret, { name: "webhook-1", value: "stolen" })), "conflict");
    assert.equal(await code(w.call(deleteSecret, { name: "webhook-1" })), "conflict");
    assert.equal(await open(w, "webhook-1"), "hook");
  });
});

describe("sealed bytes", () => {
  test("swapped between two names, or carried to another workspace, do not open", async () => {
    const w = await world();
    const other = await w.outsider();
    const [a, b] = [await newSecret(w, "value a"), await newSecret(w, "value b")];
    await w.sql((tx) =>
      tx.run(sql`
        update identity.secrets s set sealed = t.sealed from identity.secrets t
        where s.workspace_id = ${w.workspaceId} and t.workspace_id = ${w.workspaceId} and s.name = ${a.name} and t.name = ${b.name}`),
    );
    assert.equal(await code(open(w, a.name)), "checks_failed");
    assert.equal(await open(w, b.name), "value b");
    await newSecret(other, "value c");
    const row = await w.sql((tx) =>
      tx.first<{ wrapped: Buffer; sealed: Buffer }>(sql`
        select k.wrapped, s.sealed from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
        where s.workspace_id = ${w.workspaceId} and s.name = ${b.name}`),
    );
    await other.sql((tx) => tx.run(sql`update identity.data_keys set wrapped = ${row?.wrapped} where workspace_id = ${other.workspaceId}`));
    const [theirs] = (await other.call(listSecrets, {})).items;
    assert.equal(await code(open(other, theirs?.name ?? "")), "checks_failed");
  });

  test("with any bit changed, or cut short, do not open", async () => {
    const w = await world();
    const { name } = await newSecret(w, "value");
    for (const change of [
      "set_byte(sealed, 30, get_byte(sealed, 30) # 1)",
      "set_byte(sealed, 3, get_byte(sealed, 3) # 128)",
      "substring(sealed from 1 for 20)",
    ]) {
      await w.call(setSecret, { name, value: "value" });
      await w.sql((tx) => tx.run(sql`update identity.secrets set sealed = ${raw(change)} where workspace_id = ${w.workspaceId} and name = ${name}`));
      assert.equal(await code(open(w, name)), "checks_failed");
    }
  });
});

describe("rotation", () => {
  test("seals every value under a new data key and drops the old one", async () => {
    const w = await world();
    const kept = [await newSecret(w), await newSecret(w), await newSecret(w)];
    const before = await keyIds(w);
    assert.equal((await w.call(rotateSecrets, {})).secrets, 3);
    const after = await keyIds(w);
    assert.deepEqual([before.length, after.length, before[0] === after[0]], [1, 1, false]);
    for (const { name, value } of kept) assert.equal(await open(w, name), value);
  });

  test("while secrets are set loses none of them", async () => {
    const w = await world();
    await newSecret(w);
    const sets = Array.from({ length: 20 }, (_, i) => w.call(setSecret, { name: `busy-${i}`, value: `value ${i}` }));
    const turns = Array.from({ length: 4 }, () => w.call(rotateSecrets, {}));
    for (const { status } of await Promise.allSettled([...sets, ...turns])) assert.equal(status, "fulfilled");
    for (let i = 0; i < 20; i += 1) assert.equal(await open(w, `busy-${i}`), `value ${i}`);
    assert.equal((await keyIds(w)).length, 1);
  });

  test("that fails half-way changes nothing", async () => {
    const w = await world();
    const { name, value } = await newSecret(w);
    const before = await keyIds(w);
    await assert.rejects(
      w.sql(async (tx) => {
        await w.services.secrets.rotate(tx, w.workspaceId);
        throw new Error("the process ends here");
      }),
    );
    assert.deepEqual(await keyIds(w), before);
    assert.equal(await open(w, name), value);
  });
});

describe("the master key", () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];

  async function under(w: World, secrets: Secrets, name: string, value: string): Promise<void> {
    await w.sql((tx) => secrets.set(tx, w.workspaceId, { name, value, description: null, managedBy: null, by: "Ada" }));
  }

  test("lost is said plainly, with what to do; setting anew works and leaves the others locked", async () => {
    const w = await world();
    const lost = createSecrets({ master: first, previous: null });
    const now = createSecrets({ master: second, previous: null });
    await under(w, lost, "old", "old value");
    await under(w, lost, "other", "other value");
    await assert.rejects(open(w, "old", now), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      assert.match(error.message, new RegExp(`${lost.masterKeyId}.*${now.masterKeyId}`));
      assert.match(error.fix, /LUMINA_MASTER_KEY_PREVIOUS/);
      return error.code === "unavailable";
    });
    assert.equal(await code(w.sql((tx) => now.rotate(tx, w.workspaceId))), "unavailable");
    await under(w, now, "old", "new value");
    assert.equal(await open(w, "old", now), "new value");
    assert.equal(await open(w, "other", lost), "other value");
    assert.deepEqual(
      (await w.call(listSecrets, {})).items.map((s) => s.state),
      ["locked", "locked"],
      "this server holds neither key",
    );
  });

  test("changed with the previous one at hand opens everything, and re-wrapping makes the previous one needless", async () => {
    const w = await world();
    await under(w, createSecrets({ master: first, previous: null }), "kept", "kept value");
    const both = createSecrets({ master: second, previous: first });
    assert.equal(await open(w, "kept", both), "kept value");
    assert.equal(await w.sql((tx) => both.rewrap(tx, w.workspaceId)), 1);
    assert.equal(await w.sql((tx) => both.rewrap(tx, w.workspaceId)), 0);
    assert.equal(await open(w, "kept", createSecrets({ master: second, previous: null })), "kept value");
  });
});

async function keyIds(w: World): Promise<string[]> {
  const rows = await w.sql((tx) => tx.rows<{ id: string }>(sql`select id from identity.data_keys where workspace_id = ${w.workspaceId}`));
  return rows.map((row) => row.id);
}
