import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { world, type World } from "../../../tests/harness.ts";
import { listAudit, undoAudit } from "../governance/contract.ts";
import { setMemberRole, getMember } from "../identity/contract/members.ts";
import { getProfile, updateProfile } from "../identity/contract/profile.ts";
import { getWorkspace, updateWorkspace } from "../identity/contract/workspaces.ts";
import { archiveProject, getProject, listGrants, removeGrant, setGrant, updateProject } from "./contract.ts";

async function undoLast(w: World, operation: string): Promise<void> {
  const { items } = await w.call(listAudit, { operation });
  await w.call(undoAudit, { auditId: items[0]?.id ?? "" });
}

describe("undo brings back", () => {
  test("an archived project, and a renamed one", async () => {
    const w = await world();
    await w.call(archiveProject, { projectId: w.projectId });
    await undoLast(w, "projects.archive");
    assert.equal((await w.call(getProject, { projectId: w.projectId })).status, "active");
    await w.call(updateProject, { projectId: w.projectId, name: "Olympic" });
    await undoLast(w, "projects.update");
    assert.equal((await w.call(getProject, { projectId: w.projectId })).name, "Titanic");
  });

  test("a grant that was set, changed or taken back", async () => {
    const w = await world();
    const memberId = w.as("viewer").actor.id;
    const roles = async (): Promise<string[]> => (await w.call(listGrants, { projectId: w.projectId })).items.map((g) => g.role);
    await w.call(setGrant, { projectId: w.projectId, memberId, role: "editor" });
    await undoLast(w, "grants.set");
    assert.deepEqual(await roles(), []);
    await w.call(setGrant, { projectId: w.projectId, memberId, role: "editor" });
    await w.call(removeGrant, { projectId: w.projectId, memberId });
    await undoLast(w, "grants.remove");
    assert.deepEqual(await roles(), ["editor"]);
  });

  test("a role, a workspace's name and one's own profile", async () => {
    const w = await world();
    const memberId = w.as("viewer").actor.id;
    await w.call(setMemberRole, { memberId, role: "admin" });
    await undoLast(w, "members.setRole");
    assert.equal((await w.call(getMember, { memberId })).role, "viewer");
    const before = await w.call(getWorkspace, { workspaceId: w.workspaceId });
    await w.call(updateWorkspace, { workspaceId: w.workspaceId, name: "Other" });
    await undoLast(w, "workspaces.update");
    assert.equal((await w.call(getWorkspace, { workspaceId: w.workspaceId })).name, before.name);
    await w.call(updateProfile, { theme: "light" });
    await undoLast(w, "profile.update");
    assert.equal((await w.call(getProfile, {})).theme, "dark");
  });

  test("not another person's profile", async () => {
    const w = await world();
    await w.as("viewer").call(updateProfile, { theme: "light" });
    await assert.rejects(undoLast(w, "profile.update"), { code: "forbidden" });
    assert.equal((await w.call(getProfile, {})).theme, "dark");
    assert.equal((await w.as("viewer").call(getProfile, {})).theme, "light");
  });
});
