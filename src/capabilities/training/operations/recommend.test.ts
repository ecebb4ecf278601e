import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { updateDataset } from "../../datasets/contract.ts";
import { recommendTraining } from "../contract.ts";
import { aTable } from "../factory.ts";

test("a target gets task, validation and algorithms, each with its reason, settings, time and memory", async () => {
  const w = await world();
  const found = await w.call(recommendTraining, { datasetId: await aTable(w), target: "Survived" });
  assert.deepEqual([found.task, found.primaryMetric, found.validation?.strategy], ["classification", "roc_auc", "stratified_k_fold"]);
  assert.equal(found.algorithms.length, 5);
  for (const choice of found.algorithms) {
    assert.ok(choice.reason.length > 10 && choice.expectedSeconds > 0 && choice.expectedMemoryBytes > 1e6);
    assert.ok(Object.keys(choice.settings).length > 0, choice.algorithm);
  }
  assert.equal(found.columns.find((column) => column.name === "Cabin")?.treatment, "prefix");
  assert.ok(found.warnings.some((warning) => /Boat/.test(warning.message)));
});

test("without a target the dataset's own target is taken", async () => {
  const w = await world();
  const datasetId = await aTable(w);
  await w.call(updateDataset, { datasetId, target: "Fare" });
  const found = await w.call(recommendTraining, { datasetId });
  assert.deepEqual([found.target, found.targetReason, found.task], ["Fare", "it is marked as the target of this dataset", "regression"]);
});

test("a table that does not say its target gets one question with at most five choices", async () => {
  const w = await world();
  const found = await w.call(recommendTraining, { datasetId: await aTable(w) });
  assert.equal(found.target, null);
  assert.equal(found.targetChoices[0]?.column, "Survived");
  assert.ok(found.targetChoices.length <= 5);
  assert.deepEqual(found.algorithms, []);
});

test("a regression asked for a two-valued target is recommended as asked, with a warning that offers classification", async () => {
  const w = await world();
  const found = await w.call(recommendTraining, { datasetId: await aTable(w), target: "Survived", task: "regression" });
  assert.equal(found.task, "regression");
  assert.equal(found.warnings.find((warning) => warning.code === "two_valued_regression")?.offer?.task, "classification");
  assert.ok(found.algorithms.some((choice) => choice.algorithm === "ridge"));
});

test("a target that cannot be learned is refused with a fix", async () => {
  const w = await world();
  await assert.rejects(w.call(recommendTraining, { datasetId: await aTable(w), target: "Boat" }), /Only 0 rows have a value/);
});
