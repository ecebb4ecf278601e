import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listGrants, setGrant } from "../../projects/contract.ts";
import { createKey, listAllKeys } from "../contract/keys.ts";
import { listMembers, removeMember } from "../contract/members.ts";
import { createServiceAccount, listServiceAccounts } from "../contract/service-accounts.ts";
import { atOnce, newMember } from "../factory.ts";

describe("members.remove", () => {
  test("takes membership, keys and grants, and hands service accounts to who removed", async () => {
    const w = await world();
    const leaving = await newMember(w, "admin");
    await w.by(leaving).call(createKey, { name: "laptop" });
    await w.by(leaving).call(createServiceAccount, { name: "airflow" });
    await w.call(setGrant, { projectId: w.projectId, memberId: leaving.id, role: "owner" });

    assert.deepEqual(await w.call(removeMember, { memberId: leaving.id }), { id: leaving.id, keysRevoked: 1 });

    assert.equal(
      (await w.call(listMembers, {})).items.some((m) => m.id === leaving.id),
      false,
    );
    assert.deepEqual(
      (await w.call(listAllKeys, { ownerId: leaving.id })).items.map((k) => k.state),
      ["revoked"],
    );
    assert.deepEqual((await w.call(listGrants, { projectId: w.projectId })).items, []);
    assert.equal((await w.call(listServiceAccounts, {})).items[0]?.ownerId, w.actor.id);
  });
});

describe("members.remove refuses", () => {
  test("oneself", async () => {
    const w = await world();
    await newMember(w, "admin");
    await assert.rejects(w.call(removeMember, { memberId: w.actor.id }), { code: "forbidden", message: /remove yourself/ });
  });

  test("the last administrator, even when two remove each other at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const w = await world();
      const second = await newMember(w, "admin");
      const both = await atOnce(w, [() => w.call(removeMember, { memberId: second.id }), () => w.by(second).call(removeMember, { memberId: w.actor.id })]);
      assert.deepEqual(both.map((r) => r.status).toSorted(), ["fulfilled", "rejected"]);
    }
  });
});
