import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createServiceAccount } from "../../identity/contract/service-accounts.ts";
import { listGrants, removeGrant, setGrant, updateProject } from "../contract.ts";

describe("grants", () => {
  test("widen a role on the project, until they are taken back", async () => {
    const w = await world();
    const viewer = w.as("viewer");
    const grant = await w.call(setGrant, { projectId: w.projectId, memberId: viewer.actor.id, role: "owner" });
    assert.deepEqual([grant.memberName, grant.role], ["Vera Viewer", "owner"]);
    const granted = w.by({ ...viewer.actor, projectGrants: { [w.projectId]: "owner" } });
    assert.equal((await granted.call(updateProject, { projectId: w.projectId, description: "By its owner" })).description, "By its owner");
    await w.call(removeGrant, { projectId: w.projectId, memberId: viewer.actor.id });
    assert.deepEqual((await w.call(listGrants, { projectId: w.projectId })).items, []);
  });

  test("narrow a role on the project", async () => {
    const w = await world();
    const manager = w.as("project_manager").actor;
    const narrowed = w.by({ ...manager, projectGrants: { [w.projectId]: "viewer" } });
    await assert.rejects(narrowed.call(updateProject, { projectId: w.projectId, name: "X" }), {
      code: "forbidden",
      message: /the grant viewer on the project/,
    });
  });

  test("are for service accounts too", async () => {
    const w = await world();
    const robot = await w.call(createServiceAccount, { name: "robot", role: "viewer" });
    await w.call(setGrant, { projectId: w.projectId, memberId: robot.id, role: "editor" });
    assert.deepEqual(
      (await w.call(listGrants, { projectId: w.projectId, q: "robot", role: "editor" })).items.map((g) => g.memberId),
      [robot.id],
    );
  });
});

describe("grants refuse", () => {
  test("who is no member, one's own, and a viewer who gives", async () => {
    const w = await world();
    const other = await w.outsider();
    await assert.rejects(w.call(setGrant, { projectId: w.projectId, memberId: other.actor.id, role: "viewer" }), { code: "not_found" });
    const manager = w.as("project_manager");
    await assert.rejects(manager.call(setGrant, { projectId: w.projectId, memberId: manager.actor.id, role: "owner" }), {
      code: "forbidden",
      message: /your own grant/,
    });
    await assert.rejects(w.as("viewer").call(setGrant, { projectId: w.projectId, memberId: manager.actor.id, role: "viewer" }), { code: "forbidden" });
    await assert.rejects(w.call(removeGrant, { projectId: w.projectId, memberId: manager.actor.id }), { code: "not_found" });
  });
});
