import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listAudit, undoAudit } from "../../governance/contract.ts";
import { createDeployment } from "../../serving/contract.ts";
import { createModel, deleteModel, getModel, getModelByName, listModels } from "../contract/models.ts";
import { modelHistory, promoteModel } from "../contract/stages.ts";
import { createVersion, deleteVersion, getVersion, listVersions } from "../contract/versions.ts";
import { aVersion, promoted } from "../factory.ts";

test("a deleted model is gone with its versions, and its name is free; undo brings both back while the name is free", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  assert.deepEqual(await w.call(deleteModel, { modelId }), { modelId, name });
  await assert.rejects(w.call(getModel, { modelId }), { code: "not_found" });
  await assert.rejects(w.call(getVersion, { modelId, version: 1 }), { code: "not_found" });
  await assert.rejects(w.call(getModelByName, { projectId: w.projectId, name }), { code: "not_found" });
  await assert.rejects(w.call(deleteModel, { modelId }), { code: "not_found" });
  assert.deepEqual((await w.call(listModels, {})).items, []);
  const again = await aVersion(w, { name });
  assert.deepEqual([again.version, again.modelId === modelId], [1, false]);
  const [act] = (await w.call(listAudit, { operation: "models.delete" })).items.filter((row) => row.outcome === "done");
  await assert.rejects(w.call(undoAudit, { auditId: act?.id ?? "" }), { code: "conflict" });
  await w.call(deleteModel, { modelId: again.modelId });
  await w.call(undoAudit, { auditId: act?.id ?? "" });
  assert.equal((await w.call(getVersion, { modelId, version: 1 })).name, name);
});

test("a deleted version's number is not used again, and history says that it left its stage", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await promoted(w, await aVersion(w, { name }));
  await w.call(deleteVersion, { modelId, version: 2, reason: "Trained on the wrong year" });
  assert.equal((await aVersion(w, { name })).version, 3);
  await w.call(deleteVersion, { modelId, version: 3 });
  const model = await w.call(getModel, { modelId });
  assert.deepEqual([model.latestVersion, model.versionCount, model.stagingVersion], [1, 1, null]);
  const { items, asOf } = await w.call(modelHistory, { modelId });
  assert.deepEqual([items[0]?.cause, items[0]?.from, items[0]?.reason, asOf.staging], ["deleted", "staging", "Trained on the wrong year", null]);
  await assert.rejects(w.call(promoteModel, { modelId, version: 2, stage: "staging" }), { code: "not_found" });
  assert.deepEqual(
    (await w.call(listVersions, { modelId })).items.map((v) => v.version),
    [1],
  );
});

test("what a deployment serves is not deleted", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await aVersion(w, { name });
  await w.call(createDeployment, { projectId: w.projectId, modelId, version: 1, environment: "staging" });
  await assert.rejects(w.call(deleteVersion, { modelId, version: 1 }), { code: "checks_failed", message: /serves version 1/ });
  await assert.rejects(w.call(deleteModel, { modelId }), { code: "checks_failed", message: /serves version 1/ });
  await w.call(deleteVersion, { modelId, version: 2 });
});

test("a prompt and a model do not share a name, and neither takes the other's versions", async () => {
  const w = await world();
  const tags = { "mlflow.prompt.is_prompt": "true" };
  const prompt = await w.call(createModel, { projectId: w.projectId, name: "greet", tags });
  assert.equal(prompt.kind, "prompt");
  await assert.rejects(w.call(createModel, { projectId: w.projectId, name: "greet" }), { code: "conflict", message: /has a prompt named greet/ });
  const first = await w.call(createVersion, { modelId: prompt.id, source: "dummy-source", tags: { ...tags, "mlflow.prompt.text": "Hi {{name}}" } });
  assert.deepEqual([first.kind, first.format], ["prompt", "prompt"]);
  await assert.rejects(w.call(createVersion, { modelId: prompt.id, source: "s3://b/m", run: "r" }), { code: "conflict", message: /is a prompt/ });
  await assert.rejects(w.call(promoteModel, { modelId: prompt.id, version: 1, stage: "staging" }), { code: "conflict", message: /no stages/ });
  const { modelId } = await aVersion(w);
  await assert.rejects(w.call(createVersion, { modelId, source: "dummy-source", tags }), { code: "conflict", message: /is a model/ });
  assert.deepEqual(
    (await w.call(listModels, { kind: "prompt" })).items.map((m) => m.name),
    ["greet"],
  );
  assert.equal((await w.call(listModels, {})).items.length, 1);
});
