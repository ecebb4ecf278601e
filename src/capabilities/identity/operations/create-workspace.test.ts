import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from "../contract/workspaces.ts";

describe("workspaces", () => {
  test("create makes the person its administrator; list shows both, with the members of each", async () => {
    const w = await world();
    const made = await w.call(createWorkspace, { name: "Zweite" });
    assert.equal(made.role, "admin");
    const { items } = await w.call(listWorkspaces, {});
    assert.deepEqual(
      items.map((i) => [i.role, i.memberCount]),
      [
        ["admin", 4],
        ["admin", 1],
      ],
    );
    assert.equal(items[1]?.id, made.id);
  });

  test("list shows only one's own", async () => {
    const w = await world();
    const other = await w.outsider();
    await other.call(createWorkspace, { name: "Secret" });
    assert.deepEqual(
      (await w.call(listWorkspaces, {})).items.map((i) => i.id),
      [w.workspaceId],
    );
    assert.deepEqual((await w.as("viewer").call(listWorkspaces, { q: "secret" })).items, []);
  });

  test("update renames; the same name again leaves nothing", async () => {
    const w = await world();
    assert.equal((await w.call(updateWorkspace, { workspaceId: w.workspaceId, name: "Titanic & Co" })).name, "Titanic & Co");
    assert.equal((await w.as("viewer").call(getWorkspace, { workspaceId: w.workspaceId })).name, "Titanic & Co");
  });
});

describe("workspaces refuse", () => {
  test("another workspace than the open one", async () => {
    const w = await world();
    const other = await w.outsider();
    await assert.rejects(w.call(getWorkspace, { workspaceId: other.workspaceId }), { code: "not_found" });
    await assert.rejects(w.call(updateWorkspace, { workspaceId: other.workspaceId, name: "Mine" }), { code: "not_found" });
  });

  test("a service account, which is no person", async () => {
    const w = await world();
    await assert.rejects(w.by({ ...w.actor, kind: "service" }).call(createWorkspace, { name: "Robots" }), { code: "forbidden" });
  });

  test("a key without the scope", async () => {
    const w = await world();
    await assert.rejects(w.by({ ...w.actor, scopes: ["run:write"] }).call(createWorkspace, { name: "X" }), {
      code: "forbidden",
      message: /limited to run:write/,
    });
  });
});
