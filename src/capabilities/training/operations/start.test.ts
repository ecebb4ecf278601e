import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { world } from "../../../../tests/harness.ts";
import { getJob } from "../../jobs/contract.ts";
import { listArtifacts } from "../../tracking/contract/artifacts.ts";
import { metricHistory } from "../../tracking/contract/metrics.ts";
import { getRun, listRuns } from "../../tracking/contract/runs.ts";
import { getTraining, startTraining, watchTraining } from "../contract.ts";
import { aTable } from "../factory.ts";

const all = ["logistic_regression", "random_forest", "xgboost", "lightgbm", "mlp"] as const;

test("every algorithm becomes a child run with parameters, a metric per fold, their mean and a model", async () => {
  const w = await world();
  const datasetId = await aTable(w);
  const started = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId,
    target: "Survived",
    task: "classification",
    algorithms: [...all],
    folds: 3,
    seed: 5,
  });
  assert.equal((await w.call(getTraining, { trainingId: started.trainingId })).status, "queued");
  await w.drainJobs();

  const training = await w.call(getTraining, { trainingId: started.trainingId });
  assert.equal(training.status, "finished", JSON.stringify(training.error));
  assert.equal(training.done, training.total);
  assert.deepEqual(
    training.candidates.map((c) => c.rank),
    [1, 2, 3, 4, 5],
  );
  assert.equal(training.bestRunId, training.candidates[0]?.runId);
  assert.ok(training.columns.some((column) => column.name === "PassengerId" && column.treatment === "identifier"));

  const runs = (await w.call(listRuns, { projectId: w.projectId, parentRunId: started.runId })).items;
  assert.equal(runs.length, 5);
  for (const candidate of training.candidates) {
    const run = await w.call(getRun, { runId: candidate.runId });
    assert.equal(run.status, "finished");
    assert.equal(run.params["algorithm"], candidate.algorithm);
    assert.equal(run.metrics["fold_roc_auc"]?.count, 3);
    assert.equal(run.metrics["roc_auc"]?.last, candidate.metrics["roc_auc"]);
    assert.equal(run.datasetId, datasetId);
    assert.equal(candidate.format, "onnx");
    const paths = (await w.call(listArtifacts, { runId: candidate.runId })).items.map((artifact) => artifact.path);
    for (const path of [
      "model/model.onnx",
      "model/native.joblib",
      "model/signature.json",
      "model/gate.json",
      "model/reference.json",
      "model/importance.json",
      "model/plots/roc.json",
    ])
      assert.ok(paths.includes(path), path);
  }
  const parent = await w.call(getRun, { runId: started.runId });
  assert.equal(parent.status, "finished");
  assert.equal(parent.tags["bestRun"], training.bestRunId);
  assert.equal(parent.metrics["roc_auc"]?.last, training.candidates[0]?.metrics["roc_auc"]);
  const job = await w.call(getJob, { jobId: started.jobId });
  assert.deepEqual([job.state, job.done, job.total], ["finished", 20, 20]);
});

test("a regression learns numbers and is ranked by the lowest error", async () => {
  const w = await world();
  const datasetId = await aTable(w);
  const { trainingId } = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId,
    target: "Fare",
    task: "regression",
    algorithms: ["ridge", "lightgbm"],
    folds: 2,
  });
  await w.drainJobs();
  const training = await w.call(getTraining, { trainingId });
  assert.equal(training.status, "finished");
  const [best, second] = training.candidates.map((candidate) => candidate.metrics["rmse"] ?? Number.NaN);
  assert.ok(best !== undefined && second !== undefined && best <= second);
  assert.equal(training.higherIsBetter, false);
});

test("a regression of a two-valued target is obeyed, warned about and offers classification", async () => {
  const w = await world();
  const datasetId = await aTable(w);
  const { trainingId, warnings } = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId,
    target: "Survived",
    task: "regression",
    algorithms: ["ridge"],
    folds: 2,
  });
  assert.deepEqual(warnings.find((warning) => warning.code === "two_valued_regression")?.offer?.task, "classification");
  await w.drainJobs();
  assert.equal((await w.call(getTraining, { trainingId })).status, "finished");
});

test("without algorithms the recommended ones are trained", async () => {
  const w = await world();
  const { trainingId } = await w.call(startTraining, { projectId: w.projectId, datasetId: await aTable(w), target: "Survived", task: "classification" });
  const training = await w.call(getTraining, { trainingId });
  assert.deepEqual(
    training.candidates.map((candidate) => candidate.algorithm),
    ["xgboost", "lightgbm", "random_forest", "logistic_regression"],
  );
});

test("an algorithm that fails says why and the others finish", async () => {
  const w = await world();
  const { trainingId } = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    algorithms: ["logistic_regression", "lightgbm"],
    folds: 2,
    settings: { logistic_regression: { C: -1 } },
  });
  await w.drainJobs();
  const training = await w.call(getTraining, { trainingId });
  assert.equal(training.status, "finished");
  const failed = training.candidates.find((candidate) => candidate.algorithm === "logistic_regression");
  assert.equal(failed?.status, "failed");
  assert.match(failed?.error ?? "", /'C' parameter/);
  assert.equal((await w.call(getRun, { runId: failed?.runId ?? "" })).status, "failed");
  assert.match(training.message, /LightGBM is best by roc_auc; 1 failed/);
});

test("a try after a killed trainer leaves finished candidates alone and doubles no metric", async () => {
  const w = await world();
  const started = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    algorithms: ["logistic_regression", "random_forest"],
    folds: 3,
    settings: { random_forest: { n_estimators: 1000 } },
  });
  const { trainingId } = started;
  const killed = w
    .watch(watchTraining, { trainingId }, (events) => (events.at(-1)?.candidates ?? []).some((c) => c.algorithm === "random_forest" && c.foldsDone > 0))
    .then(() => w.services.trainer.close());
  await w.drainJobs();
  await killed;
  const interrupted = await w.call(getJob, { jobId: started.jobId });
  assert.deepEqual([interrupted.state, interrupted.attempt], ["queued", 1]);
  for (;;) {
    await w.drainJobs();
    if ((await w.call(getJob, { jobId: started.jobId })).state !== "queued") break;
    await sleep(200);
  }

  const training = await w.call(getTraining, { trainingId });
  assert.equal(training.status, "finished", JSON.stringify(training.error));
  assert.ok(training.candidates.every((candidate) => candidate.status === "finished"));
  for (const candidate of training.candidates) {
    const history = await w.call(metricHistory, { runId: candidate.runId, key: "fold_roc_auc" });
    assert.deepEqual(
      history.points.map((point) => point.step),
      [0, 1, 2],
    );
    const first = (await w.call(listArtifacts, { runId: candidate.runId })).items.map((artifact) => artifact.path);
    assert.equal(first.length, new Set(first).size);
  }
  assert.equal((await w.call(listRuns, { projectId: w.projectId, parentRunId: started.runId })).items.length, 2);
  assert.equal((await w.call(metricHistory, { runId: started.runId, key: "roc_auc" })).total, 1);
});
