import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { acceptInvitation, createInvitation, listInvitations, revokeInvitation, showInvitation } from "../contract/invitations.ts";
import { getMember } from "../contract/members.ts";
import { getProfile } from "../contract/profile.ts";
import { createWorkspace, listWorkspaces } from "../contract/workspaces.ts";
import { newLinkToken } from "../domain/secrets.ts";
import { atOnce } from "../factory.ts";

describe("an invitation", () => {
  test("shows where it leads to whoever holds it, and makes a member once", async () => {
    const w = await world();
    const guest = await w.outsider();
    const { token, link, invitation } = await w.call(createInvitation, { role: "data_scientist" });
    assert.equal(link, `/invite/${token}`);
    assert.equal((await guest.call(showInvitation, { token })).role, "data_scientist");

    assert.equal((await guest.call(acceptInvitation, { token })).role, "data_scientist");

    assert.equal((await w.call(getMember, { memberId: guest.actor.id })).role, "data_scientist");
    assert.equal((await guest.call(listWorkspaces, {})).items.length, 2);
    const [accepted] = (await w.call(listInvitations, { state: "accepted" })).items;
    assert.deepEqual([accepted?.id, accepted?.acceptedBy], [invitation.id, guest.actor.name]);
    await assert.rejects(guest.as("viewer").call(acceptInvitation, { token }), { code: "not_found" });
  });

  test("two takers at the same moment: one gets it", async () => {
    for (let round = 0; round < 5; round += 1) {
      const w = await world();
      const guests = await w.outsider();
      const { token } = await w.call(createInvitation, {});
      const both = await atOnce(
        w,
        (["viewer", "data_scientist"] as const).map((role) => () => guests.as(role).call(acceptInvitation, { token })),
      );
      assert.deepEqual(both.map((r) => r.status).toSorted(), ["fulfilled", "rejected"]);
    }
  });

  test("for an address is only for it, however it is written", async () => {
    const w = await world();
    const guest = await w.outsider();
    const { email } = await guest.as("viewer").call(getProfile, {});
    const { token } = await w.call(createInvitation, { email: email.toUpperCase() });
    await assert.rejects(guest.call(acceptInvitation, { token }), { code: "forbidden", message: /another e-mail address/ });
    assert.equal((await guest.as("viewer").call(acceptInvitation, { token })).role, "viewer");
  });
});

describe("an invitation refuses", () => {
  test("links that are invented, revoked, or of a member, all but the last in the same words", async () => {
    const w = await world();
    const guest = await w.outsider();
    const { token, invitation } = await w.call(createInvitation, {});
    await w.call(revokeInvitation, { invitationId: invitation.id });
    const words = async (t: string): Promise<string> =>
      await guest.call(acceptInvitation, { token: t }).then(
        () => "",
        (e: Error) => e.message,
      );
    assert.equal(await words(token), await words(newLinkToken()));
    await assert.rejects(w.call(revokeInvitation, { invitationId: invitation.id }), { code: "conflict" });
    const mine = await w.call(createInvitation, {});
    await assert.rejects(w.as("viewer").call(acceptInvitation, { token: mine.token }), { code: "conflict" });
  });

  test("to invite who is a member", async () => {
    const w = await world();
    const { email } = await w.as("viewer").call(getProfile, {});
    await assert.rejects(w.call(createInvitation, { email }), { code: "conflict" });
  });

  test("to be seen by others than administrators", async () => {
    const w = await world();
    await assert.rejects(w.as("project_manager").call(listInvitations, {}), { code: "forbidden" });
  });
});

test("who is in no workspace any more joins by an invitation, or makes a workspace", async () => {
  const w = await world();
  const other = await w.outsider();
  const nowhere = w.by({ ...other.as("viewer").actor, workspaceId: null, role: null });
  const { token } = await w.call(createInvitation, { role: "viewer" });
  assert.equal((await nowhere.call(acceptInvitation, { token })).id, w.workspaceId);
  assert.equal((await nowhere.call(createWorkspace, { name: "Anew" })).role, "admin");
  assert.equal((await nowhere.call(listWorkspaces, {})).items.length, 3);
});
