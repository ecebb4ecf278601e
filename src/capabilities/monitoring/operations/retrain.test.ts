import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { uploadDataset } from "../../datasets/contract.ts";
import { predict } from "../../serving/contract.ts";
import { aDeployment } from "../../serving/factory.ts";
import { getTraining } from "../../training/contract.ts";
import { passengersCsv } from "../../training/factory.ts";
import { compareChallenger, monitoringDrift, retrain, retrainingAdvice, simulateDrift } from "../contract.ts";
import { aTrainedDeployment } from "../factory.ts";

test("a trained model is served, simulated without drift, retrained on the newest data with the same settings and compared", async () => {
  const w = await world();
  const { deploymentId, datasetId, training } = await aTrainedDeployment(w);
  const { predictions } = await w.call(predict, { deploymentId, rows: [{ Pclass: 1, Sex: "female", Age: 29, Fare: 40, Cabin: null }] });
  assert.ok(predictions[0]?.label === "0" || predictions[0]?.label === "1");

  await w.call(simulateDrift, { deploymentId, rows: 150, seed: 3 });
  await w.drainJobs();
  const drift = await w.call(monitoringDrift, { deploymentId, source: "simulated" });
  assert.deepEqual([drift.rows, drift.drifted], [150, []]);
  assert.ok(drift.prediction);

  await w.upload(uploadDataset, { projectId: w.projectId, name: "more", datasetId }, passengersCsv(220), "more.csv");
  const advice = await w.call(retrainingAdvice, { deploymentId });
  assert.deepEqual([advice.tier, advice.newestDatasetVersion, advice.trainedOnVersion], ["soon", 2, 1]);

  const started = await w.call(retrain, { deploymentId });
  assert.deepEqual([started.datasetVersion, started.sameData], [2, false]);
  await assert.rejects(
    w.call(compareChallenger, { deploymentId, trainingId: started.trainingId }),
    (e: unknown) => e instanceof Refusal && e.code === "checks_failed",
  );
  await w.drainJobs();
  const challenger = await w.call(getTraining, { trainingId: started.trainingId });
  assert.deepEqual(
    [challenger.status, challenger.version, challenger.target, challenger.folds, challenger.seed, challenger.candidates.map((c) => c.algorithm)],
    ["finished", 2, training.target, training.folds, training.seed, training.candidates.map((c) => c.algorithm)],
  );
  const comparison = await w.call(compareChallenger, { deploymentId, trainingId: started.trainingId });
  assert.deepEqual([comparison.metric, comparison.serving.datasetVersion, comparison.challenger.datasetVersion], [training.primaryMetric, 1, 2]);
  assert.ok(comparison.interval && comparison.interval.low <= comparison.difference && comparison.difference <= comparison.interval.high);
  assert.match(comparison.sentence, /^The challenger \(.+\) .+ version 1 .*\.$/);
});

test("a model that was not trained here cannot be retrained by itself", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await assert.rejects(
    w.call(retrain, { deploymentId: id }),
    (e: unknown) => e instanceof Refusal && e.code === "checks_failed" && /not trained here/.test(e.message),
  );
});
