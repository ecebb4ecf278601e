import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { atOnce } from "../../identity/factory.ts";
import { archiveProject, createProject, getProject, listProjects, updateProject } from "../contract.ts";

describe("projects", () => {
  test("are created, described, archived and brought back", async () => {
    const w = await world();
    const made = await w.as("project_manager").call(createProject, { name: "Churn" });
    assert.equal(made.status, "active");
    assert.equal((await w.call(updateProject, { projectId: made.id, description: "Who leaves" })).description, "Who leaves");
    const archived = await w.call(archiveProject, { projectId: made.id });
    assert.equal(archived.status, "archived");
    assert.ok(archived.archivedAt);
    const back = await w.call(updateProject, { projectId: made.id, status: "active" });
    assert.deepEqual([back.status, back.archivedAt, back.description], ["active", null, "Who leaves"]);
  });

  test("are listed by page, search, state and time", async () => {
    const w = await world();
    for (const name of ["beta", "Alpha", "gamma_%"]) await w.call(createProject, { name });
    const names = async (input: object): Promise<string[]> => (await w.call(listProjects, input)).items.map((p) => p.name);
    assert.deepEqual(await names({}), ["Alpha", "beta", "gamma_%", "Titanic"]);
    assert.deepEqual(await names({ q: "_%" }), ["gamma_%"]);
    assert.deepEqual(await names({ sort: "createdAt", order: "desc", limit: 2 }), ["gamma_%", "Alpha"]);
    assert.deepEqual(await names({ status: "archived" }), []);
    const first = await w.call(listProjects, { sort: "updatedAt", limit: 2 });
    const second = await w.call(listProjects, { sort: "updatedAt", limit: 2, cursor: first.nextCursor ?? "" });
    assert.equal(new Set([...first.items, ...second.items].map((p) => p.id)).size, 4);
    assert.equal(second.nextCursor, null);
  });

  test("keep the name of an archived one free", async () => {
    const w = await world();
    const first = await w.call(createProject, { name: "Once" });
    await w.call(archiveProject, { projectId: first.id });
    await w.call(createProject, { name: "Once" });
    await assert.rejects(w.call(updateProject, { projectId: first.id, status: "active" }), { code: "conflict" });
  });
});

describe("projects refuse", () => {
  test("a name two take at the same moment, to one of them", async () => {
    for (let round = 0; round < 3; round += 1) {
      const w = await world();
      const { id } = await w.call(createProject, { name: "Old" });
      const both = await atOnce(w, [
        () => w.call(createProject, { name: "Same" }),
        () => w.call(updateProject, { projectId: id, name: "same" }),
        () => w.call(updateProject, { projectId: w.projectId, name: "SAME" }),
      ]);
      assert.equal(both.filter((r) => r.status === "fulfilled").length, 1);
      for (const r of both) if (r.status === "rejected") assert.equal((r.reason as { code: string }).code, "conflict");
    }
  });

  test("a name that is taken, whatever its case", async () => {
    const w = await world();
    await assert.rejects(w.call(createProject, { name: "TITANIC" }), { code: "conflict" });
  });

  test("a data scientist to create, a viewer to change", async () => {
    const w = await world();
    await assert.rejects(w.as("data_scientist").call(createProject, { name: "Mine" }), {
      code: "forbidden",
      message: /Data Scientist does not include project:write/,
    });
    await assert.rejects(w.as("viewer").call(updateProject, { projectId: w.projectId, name: "Mine" }), { code: "forbidden" });
  });

  test("another workspace's", async () => {
    const w = await world();
    const other = await w.outsider();
    await assert.rejects(other.call(getProject, { projectId: w.projectId }), { code: "not_found" });
  });
});
