import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../tests/harness.ts";
import { startTraining, getTraining } from "../training/contract.ts";
import { aTable } from "../training/factory.ts";
import { registerModel } from "./contract/versions.ts";

test("every candidate of a real training registers as ONNX with its own metrics; the parent run does not", async () => {
  const w = await world();
  const started = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    algorithms: ["logistic_regression", "random_forest", "xgboost", "lightgbm", "mlp"],
    folds: 2,
  });
  await w.drainJobs();
  const { candidates } = await w.call(getTraining, { trainingId: started.trainingId });
  assert.equal(candidates.length, 5);
  for (const candidate of candidates) {
    const made = await w.call(registerModel, { projectId: w.projectId, name: candidate.algorithm, runId: candidate.runId });
    assert.deepEqual([made.format, made.formatReason, made.algorithm, made.target], ["onnx", null, candidate.algorithm, "Survived"]);
    assert.equal(made.metrics["roc_auc"], candidate.metrics["roc_auc"]);
    assert.equal(made.gate?.passed, true);
    assert.ok(made.datasetId !== null && made.datasetVersion === 1);
  }
  await assert.rejects(w.call(registerModel, { projectId: w.projectId, name: "parent", runId: started.runId }), {
    code: "checks_failed",
    message: /has no model files/,
  });
});
