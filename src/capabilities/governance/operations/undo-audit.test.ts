import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { getModel, updateModel } from "../../registry/contract/models.ts";
import { modelHistory, promoteModel } from "../../registry/contract/stages.ts";
import { getVersion, registerModel } from "../../registry/contract/versions.ts";
import { aModelRun, aVersion, promoted } from "../../registry/factory.ts";
import { getAudit, listAudit, undoAudit } from "../contract.ts";
import { newestAct } from "../factory.ts";

test("undoing a move puts the version back and is audited itself", async () => {
  const w = await world();
  const version = await promoted(w, await aVersion(w));
  const auditId = await newestAct(w, "models.promote");
  assert.equal((await w.call(getAudit, { auditId })).undo, "available");
  const answer = await w.call(undoAudit, { auditId });
  assert.deepEqual(answer, { auditId, operation: "models.promote", undone: true });
  assert.equal((await w.call(getVersion, { modelId: version.modelId, version: 1 })).stage, "none");
  assert.equal((await w.call(getAudit, { auditId })).undo, "undone");
  assert.equal((await w.call(listAudit, { operation: "audit.undo", target: auditId })).items.length, 1);
  const { items } = await w.call(modelHistory, { modelId: version.modelId });
  assert.deepEqual(
    items.map((c) => [c.from, c.to, c.cause]),
    [
      ["staging", "none", "undone"],
      ["none", "staging", "promoted"],
    ],
  );
});

test("a second undo is refused and changes nothing", async () => {
  const w = await world();
  await promoted(w, await aVersion(w));
  const auditId = await newestAct(w, "models.promote");
  const both = await Promise.allSettled([w.call(undoAudit, { auditId }), w.call(undoAudit, { auditId })]);
  assert.deepEqual(both.map((one) => one.status).toSorted(), ["fulfilled", "rejected"]);
  await assert.rejects(w.call(undoAudit, { auditId }), { code: "conflict", message: /was undone at/ });
});

test("an act without an inverse says so", async () => {
  const w = await world();
  await w.call(registerModel, { projectId: w.projectId, name: "Churn", runId: await aModelRun(w) });
  const auditId = await newestAct(w, "models.register");
  await assert.rejects(w.call(undoAudit, { auditId }), { code: "checks_failed", message: /has no inverse/ });
});

test("undo asks the original act's right: a viewer is refused and nothing is undone", async () => {
  const w = await world();
  const version = await promoted(w, await aVersion(w));
  const auditId = await newestAct(w, "models.promote");
  await assert.rejects(w.as("viewer").call(undoAudit, { auditId }), { code: "forbidden" });
  assert.equal((await w.call(getVersion, { modelId: version.modelId, version: 1 })).stage, "staging");
  await w.as("data_scientist").call(undoAudit, { auditId });
});

test("an act of another workspace does not exist here", async () => {
  const w = await world();
  await promoted(w, await aVersion(w));
  const auditId = await newestAct(w, "models.promote");
  await assert.rejects((await w.outsider()).call(undoAudit, { auditId }), { code: "not_found" });
});

test("a move is not undone once the stages moved on", async () => {
  const w = await world();
  const first = await promoted(w, await aVersion(w));
  const auditId = await newestAct(w, "models.promote");
  await promoted(w, await aVersion(w, { name: first.name }));
  await assert.rejects(w.call(undoAudit, { auditId }), { code: "conflict", message: /changed since/ });
  assert.equal((await w.call(getModel, { modelId: first.modelId })).stagingVersion, 2);
});

test("words of a model come back by undo", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await w.call(updateModel, { modelId, name: `${name} new`, description: "Other words" });
  await w.call(undoAudit, { auditId: await newestAct(w, "models.update") });
  const model = await w.call(getModel, { modelId });
  assert.deepEqual([model.name, model.description], [name, ""]);
});

test("undoing the move of version 2 restores version 1 in its stage", async () => {
  const w = await world();
  const first = await promoted(w, await aVersion(w));
  const second = await promoted(w, await aVersion(w, { name: first.name }));
  await w.call(undoAudit, { auditId: await newestAct(w, "models.promote") });
  const model = await w.call(getModel, { modelId: first.modelId });
  assert.equal(model.stagingVersion, 1);
  assert.equal((await w.call(getVersion, { modelId: first.modelId, version: second.version })).stage, "none");
  await w.call(promoteModel, { modelId: first.modelId, version: 2, stage: "staging" });
});
