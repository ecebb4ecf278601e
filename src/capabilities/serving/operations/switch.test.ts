import assert from "node:assert/strict";
import { test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { undoAudit } from "../../governance/contract.ts";
import { newestAct } from "../../governance/factory.ts";
import { aVersion } from "../../registry/factory.ts";
import {
  createDeployment,
  getDeployment,
  listRevisions,
  predict,
  removeDeployment,
  rollbackDeployment,
  syncDeployment,
  updateDeployment,
} from "../contract.ts";
import { aDeployment, anUpdatedDeployment, backInProduction, passenger, toProduction } from "../factory.ts";

async function served(w: World, deploymentId: string): Promise<number> {
  const until = Date.now() + 1500;
  const { deployment } = await w.call(getDeployment, { deploymentId });
  for (;;) {
    const { revision } = await w.call(predict, { deploymentId, rows: [passenger] });
    if (revision === deployment.revision || Date.now() > until) return revision;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function inProduction(w: World): Promise<{ deploymentId: string; modelId: string; name: string }> {
  const { modelId, name } = await aVersion(w);
  await toProduction(w, modelId, 1);
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, name: `p-${w.unique()}`, modelId, environment: "production" });
  return { deploymentId: deployment.id, modelId, name };
}

test("an update serves the other version within a second; no prediction in between fails", async () => {
  const w = await world();
  const first = await aVersion(w);
  await aVersion(w, { name: first.name, fixture: "survival-2" });
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, modelId: first.modelId, version: 1 });
  const before = await w.call(predict, { deploymentId: deployment.id, rows: [passenger] });
  const stop = new AbortController();
  const seen: number[] = [];
  const traffic = (async () => {
    while (!stop.signal.aborted) seen.push((await w.call(predict, { deploymentId: deployment.id, rows: [passenger] })).modelVersion);
  })();
  await w.call(updateDeployment, { deploymentId: deployment.id, version: 2, reason: "Higher recall" });
  assert.equal(await served(w, deployment.id), 2);
  stop.abort();
  await traffic;
  const after = await w.call(predict, { deploymentId: deployment.id, rows: [passenger] });
  assert.equal(after.modelVersion, 2);
  assert.notDeepEqual(before.predictions, after.predictions);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
    "never back to the old version",
  );
});

test("an update that changes nothing leaves no revision", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const { deployment } = await w.call(updateDeployment, { deploymentId: id, log: "durable" });
  assert.equal(deployment.revision, 1);
});

test("rollback serves the previous version as a new revision, and its undo goes forward again", async () => {
  const w = await world();
  const { id } = await anUpdatedDeployment(w);
  const { deployment } = await w.call(rollbackDeployment, { deploymentId: id, reason: "Wrong answers" });
  assert.deepEqual([deployment.modelVersion, deployment.revision], [1, 3]);
  assert.equal(await served(w, id), 3);
  await w.call(undoAudit, { auditId: await newestAct(w, "deployments.rollback") });
  const { items } = await w.call(listRevisions, { deploymentId: id });
  assert.deepEqual(
    items.map((r) => [r.revision, r.modelVersion, r.current]),
    [
      [4, 2, true],
      [3, 1, false],
      [2, 2, false],
      [1, 1, false],
    ],
  );
  assert.equal(items[1]?.reason, "Wrong answers");
});

test("there is nothing to roll back to before a second version was served", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await assert.rejects(w.call(rollbackDeployment, { deploymentId: id }), (e: unknown) => e instanceof Refusal && e.code === "checks_failed");
});

test("production switches when the registry promotes and when it rolls back, with person and reason", async () => {
  const w = await world();
  const { deploymentId, modelId, name } = await inProduction(w);
  await aVersion(w, { name, fixture: "survival-2" });
  await toProduction(w, modelId, 2);
  assert.equal((await w.call(syncDeployment, { deploymentId })).deployment.modelVersion, 2);
  assert.equal(await served(w, deploymentId), 2);
  await backInProduction(w, modelId);
  assert.equal((await w.call(syncDeployment, { deploymentId })).deployment.modelVersion, 1);
  assert.equal((await w.call(syncDeployment, { deploymentId })).deployment.revision, 3, "a second look changes nothing");
  const { items } = await w.call(listRevisions, { deploymentId });
  assert.deepEqual(
    items.map((r) => [r.modelVersion, r.reason]),
    [
      [1, "Version 1 rolled back to production: Too many errors"],
      [2, "Version 2 promoted to production: Better"],
      [1, "Deployed version 1"],
    ],
  );
});

test("a rollback of a production deployment holds until the stage moves", async () => {
  const w = await world();
  const { deploymentId, modelId, name } = await inProduction(w);
  await aVersion(w, { name, fixture: "survival-2" });
  await toProduction(w, modelId, 2);
  await w.call(syncDeployment, { deploymentId });
  await w.call(rollbackDeployment, { deploymentId });
  assert.equal((await w.call(syncDeployment, { deploymentId })).deployment.modelVersion, 1);
  await aVersion(w, { name });
  await toProduction(w, modelId, 3);
  assert.equal((await w.call(syncDeployment, { deploymentId })).deployment.modelVersion, 3);
});

test("a native version in production leaves the old one serving and says why", async () => {
  const w = await world();
  const { deploymentId, modelId, name } = await inProduction(w);
  await aVersion(w, { name, native: true });
  await toProduction(w, modelId, 2);
  const { deployment } = await w.call(syncDeployment, { deploymentId });
  assert.deepEqual([deployment.status, deployment.modelVersion, deployment.revision], ["problem", 1, 1]);
  assert.match(deployment.problem ?? "", /native.*Version 1 keeps serving/);
  assert.equal(await served(w, deploymentId), 1);
});

test("production refuses a version set by hand", async () => {
  const w = await world();
  const { deploymentId, name } = await inProduction(w);
  await aVersion(w, { name });
  await assert.rejects(
    w.call(updateDeployment, { deploymentId, version: 2 }),
    (e: unknown) => e instanceof Refusal && /follows the production stage/.test(e.message),
  );
});

test("a removed deployment frees its name; undoing the removal needs the name free", async () => {
  const w = await world();
  const { id, name, modelId } = await aDeployment(w);
  await w.call(removeDeployment, { deploymentId: id, reason: "Not used" });
  const auditId = await newestAct(w, "deployments.remove");
  const second = await w.call(createDeployment, { projectId: w.projectId, name, modelId });
  await assert.rejects(w.call(undoAudit, { auditId }), (e: unknown) => e instanceof Refusal && e.code === "conflict");
  await w.call(removeDeployment, { deploymentId: second.deployment.id });
  await w.call(undoAudit, { auditId });
  assert.equal((await w.call(predict, { deploymentId: id, rows: [passenger] })).revision, 1);
});
