import assert from "node:assert/strict";
import { test } from "node:test";
import { app, world } from "../../../../tests/harness.ts";
import type { Actor } from "../../../kernel/ports.ts";
import { getModel } from "../../registry/contract/models.ts";
import { modelHistory, promoteModel } from "../../registry/contract/stages.ts";
import { getVersion } from "../../registry/contract/versions.ts";
import { aVersion, promoted } from "../../registry/factory.ts";
import { approveApproval, getApproval, listApprovals, listAudit, rejectApproval } from "../contract.ts";
import { aRequest } from "../factory.ts";

test("a move to production waits, and after another person's agreement it happens in its maker's name", async () => {
  const w = await world();
  const { approvalId, modelId, version } = await aRequest(w);
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
  const waiting = await w.call(getApproval, { approvalId });
  assert.equal(waiting.status, "pending");
  assert.equal(waiting.reason, "Better than the last one");
  assert.equal(waiting.resourceId, modelId);

  const approved = await w.as("project_manager").call(approveApproval, { approvalId, comment: "Numbers look right" });
  assert.equal(approved.status, "approved");
  assert.ok(approved.jobId);
  await w.drainJobs();

  const done = await w.call(getApproval, { approvalId });
  assert.equal(done.status, "done");
  assert.equal(done.checker?.id, w.as("project_manager").actor.id);
  assert.equal((done.result as { stage: string }).stage, "production");
  assert.equal((await w.call(getModel, { modelId })).productionVersion, version);
  const { items } = await w.call(modelHistory, { modelId });
  assert.equal(items[0]?.by.id, w.as("data_scientist").actor.id);
  const acts = await w.call(listAudit, { target: modelId, operation: "models.promote", order: "asc" });
  assert.deepEqual(
    acts.items.map((a) => [a.outcome, a.actor?.id]),
    [
      ["approval_required", w.as("data_scientist").actor.id],
      ["done", w.as("data_scientist").actor.id],
    ],
  );
});

test("the maker cannot approve, and neither can a viewer", async () => {
  const w = await world();
  const manager = w.as("project_manager");
  const { approvalId } = await aRequest(w, manager);
  await assert.rejects(manager.call(approveApproval, { approvalId }), { code: "forbidden", message: /maker cannot decide/ });
  await assert.rejects(w.as("viewer").call(approveApproval, { approvalId }), { code: "forbidden" });
  assert.equal((await w.call(getApproval, { approvalId })).status, "pending");
});

test("a service account cannot approve, and its owner cannot approve what it asked for", async () => {
  const w = await world();
  const robot: Actor = {
    kind: "service",
    id: crypto.randomUUID(),
    name: "ci",
    workspaceId: w.workspaceId,
    role: "admin",
    projectGrants: {},
    ownerId: w.actor.id,
  };
  (await app()).people.set(robot.id, robot);
  const human = await aRequest(w);
  await assert.rejects(w.by(robot).call(approveApproval, { approvalId: human.approvalId }), { code: "forbidden", message: /Only a person/ });
  const machine = await aRequest(w, w.by(robot));
  await assert.rejects(w.call(approveApproval, { approvalId: machine.approvalId }), { code: "forbidden" });
  await w.as("project_manager").call(approveApproval, { approvalId: machine.approvalId });
  await w.drainJobs();
  assert.equal((await w.call(getApproval, { approvalId: machine.approvalId })).status, "done");
});

test("a request whose model moved on is stale when someone approves it", async () => {
  const w = await world();
  const { approvalId, modelId } = await aRequest(w);
  const other = await aVersion(w, { name: (await w.call(getModel, { modelId })).name });
  await promoted(w, other);
  const answer = await w.call(approveApproval, { approvalId });
  assert.equal(answer.status, "stale");
  await w.drainJobs();
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
});

test("a request whose model moved on between agreement and job is stale and changes nothing", async () => {
  const w = await world();
  const { approvalId, modelId } = await aRequest(w);
  await w.call(approveApproval, { approvalId });
  await promoted(w, await aVersion(w, { name: (await w.call(getModel, { modelId })).name }));
  await w.drainJobs();
  const ended = await w.call(getApproval, { approvalId });
  assert.equal(ended.status, "stale");
  assert.match(ended.error ?? "", /changed after the request/);
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
});

test("a maker who lost the right meanwhile fails the request", async () => {
  const w = await world();
  const maker = w.as("data_scientist").actor;
  const { approvalId, modelId } = await aRequest(w);
  await w.call(approveApproval, { approvalId });
  const { people } = await app();
  people.set(maker.id, { ...maker, role: "viewer" });
  await w.drainJobs();
  const ended = await w.call(getApproval, { approvalId });
  assert.equal(ended.status, "failed");
  assert.match(ended.error ?? "", /model:promote/);
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
});

test("a rejected request never runs and cannot be approved afterwards", async () => {
  const w = await world();
  const { approvalId, modelId, version } = await aRequest(w);
  const rejected = await w.call(rejectApproval, { approvalId, comment: "The recall is too low" });
  assert.equal(rejected.status, "rejected");
  assert.equal(rejected.comment, "The recall is too low");
  await assert.rejects(w.as("project_manager").call(approveApproval, { approvalId }), { code: "conflict", message: /is rejected/ });
  await w.drainJobs();
  assert.equal((await w.call(getVersion, { modelId, version })).stage, "none");
});

test("asking twice for the same leaves one request; two people deciding at once leave one decision", async () => {
  const w = await world();
  const { approvalId, modelId, version } = await aRequest(w);
  const again = await w.as("data_scientist").invoke(promoteModel, { modelId, version, stage: "production", reason: "Better than the last one" });
  assert.deepEqual(again, { kind: "approval_required", id: approvalId });
  assert.equal((await w.call(listApprovals, { status: "pending" })).items.length, 1);
  const decisions = await Promise.allSettled([
    w.call(approveApproval, { approvalId }),
    w.as("project_manager").call(rejectApproval, { approvalId, comment: "No" }),
  ]);
  assert.deepEqual(decisions.map((d) => d.status).toSorted(), ["fulfilled", "rejected"]);
});

test("a move to staging asks nobody", async () => {
  const w = await world();
  const version = await aVersion(w);
  assert.equal((await promoted(w, version)).stage, "staging");
});
