import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Actor, ProjectRole, Resource, Role } from "../../../kernel/ports.ts";
import { decide, matches } from "./roles.ts";

const reads = [
  "workspace:read",
  "member:read",
  "project:read",
  "dataset:read",
  "experiment:read",
  "run:read",
  "training:read",
  "model:read",
  "deployment:read",
  "monitoring:read",
  "job:read",
  "approval:read",
  "chat:read",
];
const builds = [
  "dataset:write",
  "experiment:write",
  "run:write",
  "training:write",
  "model:write",
  "model:promote",
  "deployment:write",
  "deployment:predict",
  "monitoring:write",
  "job:write",
];
const talks = ["chat:self", "chat:write", "plan:write"];
const leads = ["project:write", "project:admin", "approval:decide"];
const watches = ["audit:read"];
const governs = ["member:admin", "workspace:admin", "key:read", "invitation:read", "secret:read", "secret:write"];
const all = [...reads, ...builds, ...talks, ...leads, ...watches, ...governs];

function actor(role: Role | null, extra: Partial<Actor> = {}): Actor {
  return { kind: "user", id: "u", name: "Ada", workspaceId: "w", role, projectGrants: {}, ...extra };
}

function onProject(projectId: string): Resource {
  return { type: "dataset", id: "d", projectId, label: "titanic", state: "1" };
}

const byRole: Record<Role, readonly string[]> = {
  admin: all,
  project_manager: [...reads, ...builds, ...talks, ...leads, ...watches],
  data_scientist: [...reads, ...builds, ...talks],
  viewer: [...reads, ...talks],
};

describe("every role times every action", () => {
  for (const [role, allowed] of Object.entries(byRole) as [Role, readonly string[]][])
    for (const action of all)
      test(`${role} ${allowed.includes(action) ? "may" : "may not"} ${action}`, () => {
        assert.equal(decide(actor(role), action, null).allowed, allowed.includes(action));
      });
});

const byGrant: Record<ProjectRole, readonly string[]> = {
  owner: [...reads, ...builds, ...leads],
  editor: [...reads, ...builds],
  viewer: reads,
};

describe("a grant stands in place of the role on its project", () => {
  for (const [grant, allowed] of Object.entries(byGrant) as [ProjectRole, readonly string[]][])
    for (const role of ["project_manager", "data_scientist", "viewer"] as const)
      for (const action of [...builds, ...leads, "dataset:read", "member:admin", "audit:read"])
        test(`${role} with the grant ${grant} ${allowed.includes(action) ? "may" : "may not"} ${action} there`, () => {
          assert.equal(decide(actor(role, { projectGrants: { p: grant } }), action, onProject("p")).allowed, allowed.includes(action));
        });

  test("it counts on no other project", () => {
    const viewer = actor("viewer", { projectGrants: { p: "owner" } });
    assert.equal(decide(viewer, "dataset:write", onProject("q")).allowed, false);
    assert.equal(decide(viewer, "dataset:write", null).allowed, false);
  });

  test("an administrator is never narrowed", () => {
    assert.equal(decide(actor("admin", { projectGrants: { p: "viewer" } }), "dataset:write", onProject("p")).allowed, true);
  });
});

describe("a key's scopes limit", () => {
  test("to the actions they name, whatever the role", () => {
    const admin = actor("admin", { keyId: "k", scopes: ["run:write", "*:read"] });
    assert.equal(decide(admin, "run:write", null).allowed, true);
    assert.equal(decide(admin, "model:read", null).allowed, true);
    assert.equal(decide(admin, "model:write", null).allowed, false);
    assert.match(decide(admin, "model:write", null).rule, /limited to run:write, \*:read/);
  });

  test("and never widen", () => {
    assert.equal(decide(actor("viewer", { keyId: "k", scopes: ["*:*"] }), "run:write", null).allowed, false);
  });
});

describe("a refusal says why and who can help", () => {
  test("for a role", () => {
    const { rule, grantors } = decide(actor("viewer"), "model:promote", onProject("p"));
    assert.equal(rule, "the role Viewer does not include model:promote");
    assert.equal(
      grantors,
      "an Admin of the workspace can give the role Admin or Project Manager or Data Scientist, or an owner of the project can give a grant on it",
    );
  });

  test("for who is in no workspace", () => {
    assert.equal(decide(actor(null, { workspaceId: null }), "dataset:read", null).rule, "you are not a member of this workspace");
  });
});

test("the system may only what its list says, and nobody nothing", () => {
  const system: Actor = { kind: "system", id: "system", name: "System", workspaceId: "w", role: null, projectGrants: {} };
  assert.equal(decide(system, "deployment:write", null).allowed, true);
  assert.equal(decide(system, "dataset:write", null).allowed, true);
  for (const action of ["model:promote", "run:write", "member:read", "audit:read", "approval:decide"])
    assert.equal(decide(system, action, null).allowed, false, action);
  assert.equal(decide(system, "member:admin", null).allowed, false);
  assert.equal(decide({ ...system, id: "anonymous" }, "dataset:read", null).allowed, false);
});

test("patterns match whole words", () => {
  assert.equal(matches("run:*", "run:write"), true);
  assert.equal(matches("run:*", "runs:write"), false);
  assert.equal(matches("*:read", "model:reads"), false);
});
