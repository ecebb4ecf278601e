import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { getMember, setMemberRole } from "../contract/members.ts";
import { createServiceAccount } from "../contract/service-accounts.ts";
import { atOnce, newMember } from "../factory.ts";

describe("members.setRole", () => {
  test("gives the role", async () => {
    const w = await world();
    const { id } = await newMember(w, "viewer");
    assert.equal((await w.call(setMemberRole, { memberId: id, role: "data_scientist" })).role, "data_scientist");
    assert.equal((await w.call(getMember, { memberId: id })).role, "data_scientist");
  });
});

describe("members.setRole refuses", () => {
  test("one's own role, also by a service account that counts as one", async () => {
    const w = await world();
    const second = await newMember(w, "admin");
    await assert.rejects(w.call(setMemberRole, { memberId: w.actor.id, role: "viewer" }), { code: "forbidden", message: /your own role/ });
    const robot = await w.by(second).call(createServiceAccount, { name: "robot", role: "admin" });
    const actor = { kind: "service", id: robot.id, name: "robot", workspaceId: w.workspaceId, role: "admin", projectGrants: {}, ownerId: second.id } as const;
    await assert.rejects(w.by(actor).call(setMemberRole, { memberId: second.id, role: "viewer" }), { code: "forbidden" });
    await w.by(actor).call(setMemberRole, { memberId: w.as("viewer").actor.id, role: "data_scientist" });
  });

  test("to demote the last administrator, even two at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const w = await world();
      const second = await newMember(w, "admin");
      const both = await atOnce(w, [
        () => w.call(setMemberRole, { memberId: second.id, role: "viewer" }),
        () => w.by(second).call(setMemberRole, { memberId: w.actor.id, role: "viewer" }),
      ]);
      assert.deepEqual(both.map((r) => r.status).toSorted(), ["fulfilled", "rejected"]);
    }
  });

  test("a project manager", async () => {
    const w = await world();
    const { id } = await newMember(w);
    await assert.rejects(w.as("project_manager").call(setMemberRole, { memberId: id, role: "admin" }), { code: "forbidden" });
  });

  test("a member of another workspace", async () => {
    const w = await world();
    const other = await w.outsider();
    await assert.rejects(w.call(setMemberRole, { memberId: other.as("viewer").actor.id, role: "admin" }), { code: "not_found" });
  });
});
