import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { getJob } from "../../jobs/contract.ts";
import { listArtifacts } from "../../tracking/contract/artifacts.ts";
import { metricHistory } from "../../tracking/contract/metrics.ts";
import { getRun, listRuns } from "../../tracking/contract/runs.ts";
import { getTraining, startTraining } from "../contract.ts";
import { aTable } from "../factory.ts";

const all = ["logistic_regression", "random_forest", "xgboost", "lightgbm", "mlp"] as const;

test("every algorithm becomes a child run with parameters, a metric per fold, their mean and a model", async () => {
  const w = await world();
  const datasetId = await aTable(w);
  const started = await w.call(startTraining, { projectId: w.projectId, datasetId, target: "Survived", task: "classification", algorithms: [...all], folds: 3, seed: 5 });
  assert.equal((await w.call(getTraining, { trainingId: started.trainingId })).status, "queued");
  await w.drainJobs();

  const training = await w.call(getTraining, { trainingId: started.trainingId });
  assert.equal(training.status, "finished", JSON.stringify(training.error));
  assert.equal(training.done, training.total);
  assert.deepEqual(training.candidates.map((c) => c.rank), [1, 2, 3, 4, 5]);
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
    for (const path of ["model/model.onnx", "model/native.joblib", "model/signature.json", "model/gate.json", "model/reference.json", "model/importance.json", "model/plots/roc.json"])
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
  const { trainingId } = await w.call(startTraining, { projectId: w.projectId, datasetId, target: "Fare", task: "regression", algorithms: ["ridge", "lightgbm"], folds: 2 });
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
  const { trainingId, warnings } = await w.call(startTraining, { projectId: w.projectId, datasetId, target: "Survived", task: "regression", algorithms: ["ridge"], folds: 2 });
  assert.deepEqual(warnings.find((warning) => warning.code === "two_valued_regression")?.offer?.task, "classification");
  await w.drainJobs();
  assert.equal((await w.call(getTraining, { trainingId })).status, "finished");
});

test("without algorithms the recommended ones are trained", async () => {
  const w = await world();
  const { trainingId } = await w.call(startTraining, { projectId: w.projectId, datasetId: await aTable(w), target: "Survived", task: "classification" });
  const training = await w.call(getTraining, { trainingId });
  assert.deepEqual(training.candidates.map((candidate) => candidate.algorithm), ["xgboost", "lightgbm", "random_forest", "logistic_regression"]);
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

test("a try after a killed worker leaves finished candidates alone and doubles no metric", async () => {
  const w = await world();
  const started = await w.call(startTraining, { projectId: w.projectId, datasetId: await aTable(w), target: "Survived", task: "classification", algorithms: ["logistic_regression", "lightgbm"], folds: 3 });
  await w.drainJobs();
  const before = await w.call(getTraining, { trainingId: started.trainingId });
  const redone = before.candidates.find((candidate) => candidate.algorithm === "lightgbm");
  // As a worker leaves it that died in the second candidate after its last fold.
  await w.sql(async (tx) => {
    await tx.run({ text: "update training.candidates set status = 'running', metrics = '{}' where run_id = $1", values: [redone?.runId] });
    await tx.run({ text: "update training.trainings set status = 'running' where id = $1", values: [started.trainingId] });
    await tx.run({ text: "update tracking.runs set status = 'running', ended_at = null where id = any($1)", values: [[redone?.runId, started.runId]] });
    await tx.run({ text: "update jobs.jobs set state = 'queued', ended_at = null, result = null where id = $1", values: [started.jobId] });
  });
  await w.drainJobs();
  const after = await w.call(getTraining, { trainingId: started.trainingId });
  assert.equal(after.status, "finished", JSON.stringify(after.error));
  assert.deepEqual(after.candidates.map((c) => [c.algorithm, c.metrics]), before.candidates.map((c) => [c.algorithm, c.metrics]));
  const history = await w.call(metricHistory, { runId: redone?.runId ?? "", key: "fold_roc_auc" });
  assert.equal(history.total, 3);
  assert.equal((await w.call(listRuns, { projectId: w.projectId, parentRunId: started.runId })).items.length, 2);
});
