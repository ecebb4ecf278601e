import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { aModelRun } from "../factory.ts";
import { getVersion, registerModel } from "../contract.ts";

test("a finished run becomes version 1 with its signature, gate, metrics and graph", async () => {
  const w = await world();
  const runId = await aModelRun(w);
  const made = await w.call(registerModel, { projectId: w.projectId, name: "Survival", runId });
  assert.equal(made.version, 1);
  assert.equal(made.format, "onnx");
  assert.equal(made.formatReason, null);
  assert.equal(made.target, "Survived");
  assert.deepEqual(made.metrics, { accuracy: 0.81, roc_auc: 0.86 });
  assert.deepEqual(made.signature.inputs.map((i) => i.name), ["Age", "Fare", "Sex"]);
  assert.ok(made.graphKey && made.referenceKey);
  assert.deepEqual(await w.call(getVersion, { modelId: made.modelId, version: 1 }), made);
});
