import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sql } from "../../db/sql.ts";
import { Refusal, type ErrorCode } from "../../kernel/contract/errors.ts";
import { setSecret } from "../identity/contract/secrets.ts";
import { createProject } from "../projects/contract.ts";
import { createExperiment } from "../tracking/contract/experiments.ts";
import { world, type World } from "../../../tests/harness.ts";
import { createMirror, getMirror, listMirrors, mirrorStatus, pauseMirror, removeMirror, resumeMirror, updateMirror } from "./contract/mirrors.ts";
import { newMirror, toolsOf } from "./factory.ts";
import { mirrorSecret, serveMirror } from "./mirrors.ts";
import { linesOf } from "./providers/wandb.ts";

const code = async (act: Promise<unknown>): Promise<ErrorCode> => {
  const error = await act.then(
    () => assert.fail("it was not refused"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error.code;
};

const due = (w: World, id: string): Promise<number> =>
  w.sql(async (tx) => (await tx.rows(sql`select 1 from integrations.due where workspace_id = ${w.workspaceId} and ref_id = ${id}`)).length);
const secrets = (w: World, name: string): Promise<number> =>
  w.sql(async (tx) => (await tx.rows(sql`select 1 from identity.secrets where workspace_id = ${w.workspaceId} and name = ${name}`)).length);

describe("a mirror's token", () => {
  test("is answered nowhere and audited nowhere", async () => {
    const w = await world();
    const mirror = await newMirror(w, { token: "outside-token" });
    await w.call(updateMirror, { mirrorId: mirror.id, token: "outside-token-2" });
    const answers = [await w.call(getMirror, { mirrorId: mirror.id }), await w.call(listMirrors, {}), await w.call(mirrorStatus, { mirrorId: mirror.id })];
    const audited = await w.sql((tx) => tx.rows<object>(sql`select input, before, after from governance.audit_payloads where workspace_id = ${w.workspaceId}`));
    assert.doesNotMatch(JSON.stringify([mirror, answers, audited]), /outside-token/);
  });

  test("may be a secret of the workspace only for who may see secrets", async () => {
    const w = await world();
    await w.call(setSecret, { name: "shared", value: "of the administrator" });
    const manager = w.as("project_manager");
    const wish = { projectId: w.projectId, kind: "mlflow", name: "theft", url: "https://attacker.example.org", secretName: "shared" } as const;
    assert.equal(await code(manager.call(createMirror, wish)), "forbidden");
    assert.equal((await w.call(createMirror, wish)).secretName, "shared");
  });

  test("of something else, or beside a token of its own, is refused", async () => {
    const w = await world();
    const other = await newMirror(w, { token: "x" });
    assert.equal(await code(newMirror(w, { secretName: mirrorSecret(other.id) })), "conflict");
    assert.equal(await code(newMirror(w, { secretName: "shared", token: "y" })), "invalid_input");
    assert.equal(await code(newMirror(w, { secretName: "absent" })), "not_found");
  });

  test("is asked for again with another address, so that it is not sent where its owner did not mean it", async () => {
    const w = await world();
    const { id } = await newMirror(w, { token: "x" });
    const manager = w.as("project_manager");
    assert.equal(await code(manager.call(updateMirror, { mirrorId: id, url: "https://attacker.example.org" })), "invalid_input");
    assert.equal((await manager.call(updateMirror, { mirrorId: id, url: "https://new.example.org", token: "z" })).url, "https://new.example.org");
  });

  test("goes with the mirror, and with the change to a secret of the workspace", async () => {
    const w = await world();
    await w.call(setSecret, { name: "shared", value: "v" });
    const { id } = await newMirror(w, { token: "x" });
    assert.equal(await secrets(w, mirrorSecret(id)), 1);
    await w.call(updateMirror, { mirrorId: id, secretName: "shared" });
    assert.equal(await secrets(w, mirrorSecret(id)), 0);
    await w.call(updateMirror, { mirrorId: id, token: "y" });
    await w.call(removeMirror, { mirrorId: id });
    assert.deepEqual([await secrets(w, mirrorSecret(id)), await secrets(w, "shared"), await due(w, id)], [0, 1, 0]);
  });

  test("that is gone makes the mirror fail with what to do", async () => {
    const w = await world();
    await w.call(setSecret, { name: "shared", value: "v" });
    const { id } = await newMirror(w, { secretName: "shared" });
    await w.sql((tx) => tx.run(sql`delete from identity.secrets where workspace_id = ${w.workspaceId} and name = 'shared'`));
    await serveMirror(toolsOf(w), w.workspaceId, id);
    const { state, error } = await w.call(getMirror, { mirrorId: id });
    assert.equal(state, "failing");
    assert.match(error ?? "", /no secret shared.*secrets set/);
  });
});

describe("a mirror", () => {
  test("is due while it is active, not while it is paused", async () => {
    const w = await world();
    const { id } = await newMirror(w);
    assert.equal(await due(w, id), 1);
    assert.equal((await w.call(pauseMirror, { mirrorId: id })).state, "paused");
    assert.equal(await due(w, id), 0);
    assert.equal((await w.call(resumeMirror, { mirrorId: id })).state, "active");
    assert.equal(await due(w, id), 1);
  });

  test("has a name of its own in its project", async () => {
    const w = await world();
    await newMirror(w, { name: "Central" });
    assert.equal(await code(newMirror(w, { name: "central" })), "conflict");
    const other = await w.call(createProject, { name: "Other" });
    assert.equal((await newMirror(w, { name: "Central", projectId: other.id })).name, "Central");
  });

  test("follows experiments of its own project only", async () => {
    const w = await world();
    const other = await w.call(createProject, { name: "Other" });
    const { id } = await w.call(createExperiment, { projectId: other.id, name: "there" });
    assert.equal(await code(newMirror(w, { experimentIds: [id] })), "invalid_input");
  });

  test("goes to no address inside, however it is asked", async () => {
    const w = await world();
    for (const url of ["https://10.0.0.1", "https://169.254.169.254/", "https://[::1]/", "file:///etc/passwd", "gopher://x"])
      assert.equal(await code(newMirror(w, { url })), "invalid_input", url);
  });

  test("is changed by managers and administrators, seen by viewers, unknown elsewhere", async () => {
    const w = await world();
    const { id } = await newMirror(w);
    assert.equal((await w.as("viewer").call(getMirror, { mirrorId: id })).id, id);
    assert.equal(await code(w.as("viewer").call(pauseMirror, { mirrorId: id })), "forbidden");
    assert.equal(await code(w.as("data_scientist").call(removeMirror, { mirrorId: id })), "forbidden");
    assert.equal(await code((await w.outsider()).call(getMirror, { mirrorId: id })), "not_found");
    assert.equal((await w.as("project_manager").call(pauseMirror, { mirrorId: id })).state, "paused");
  });
});

test("points of one step make one line for W&B, a second value of a metric in the step another", () => {
  const at = { atMs: 1_500, step: 1 };
  const points = [
    { ...at, key: "a", value: 1 },
    { ...at, key: "b", value: Number.NaN },
    { ...at, key: "a", value: 2 },
    { ...at, key: "_step", value: 9 },
    { ...at, step: 2, key: "a", value: Number.POSITIVE_INFINITY },
  ];
  assert.deepEqual(linesOf(points), [
    '{"_step":1,"_timestamp":1.5,"a":1,"b":"NaN"}',
    '{"_step":1,"_timestamp":1.5,"a":2}',
    '{"_step":2,"_timestamp":1.5,"a":"Infinity"}',
  ]);
});
