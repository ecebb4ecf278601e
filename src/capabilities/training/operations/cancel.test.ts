import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { world } from "../../../../tests/harness.ts";
import { getJob } from "../../jobs/contract.ts";
import { getRun } from "../../tracking/contract/runs.ts";
import { cancelTraining, getTraining, startTraining } from "../contract.ts";
import { aFinishedTraining, aTable, aTraining } from "../factory.ts";

test("a queued training is cancelled at once with its job and its runs", async () => {
  const w = await world();
  const { trainingId, jobId, runId } = await aTraining(w);
  assert.equal((await w.call(cancelTraining, { trainingId })).status, "cancelled");
  const training = await w.call(getTraining, { trainingId });
  assert.deepEqual([training.status, training.candidates[0]?.status], ["cancelled", "cancelled"]);
  assert.equal((await w.call(getJob, { jobId })).state, "cancelled");
  assert.equal((await w.call(getRun, { runId })).status, "cancelled");
  assert.equal((await w.call(cancelTraining, { trainingId })).status, "cancelled");
});

test("a running training stops soon, keeps what is finished and marks the rest cancelled", { timeout: 60_000 }, async () => {
  const w = await world();
  const started = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    algorithms: ["logistic_regression", "random_forest"],
    folds: 2,
    settings: { random_forest: { n_estimators: 60_000 } },
  });
  const { trainingId } = started;
  const draining = w.drainJobs();
  for (;;) {
    const { candidates } = await w.call(getTraining, { trainingId });
    if (candidates.some((candidate) => candidate.algorithm === "random_forest" && candidate.status === "running")) break;
    await sleep(50);
  }
  assert.equal((await w.call(cancelTraining, { trainingId })).status, "running");
  const asked = performance.now();
  await draining;
  assert.ok(performance.now() - asked < 12_000);
  const training = await w.call(getTraining, { trainingId });
  assert.equal(training.status, "cancelled");
  assert.deepEqual(Object.fromEntries(training.candidates.map((candidate) => [candidate.algorithm, candidate.status])), {
    logistic_regression: "finished",
    random_forest: "cancelled",
  });
  assert.equal((await w.call(getJob, { jobId: started.jobId })).state, "cancelled");
  assert.equal((await w.call(getRun, { runId: started.runId })).status, "cancelled");
});

test("a finished training cannot be cancelled and says so", async () => {
  const w = await world();
  const training = await aFinishedTraining(w);
  await assert.rejects(w.call(cancelTraining, { trainingId: training.id }), /has ended already: finished/);
});
