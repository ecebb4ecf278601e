import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { getJob } from "../../jobs/contract.ts";
import { downloadBatch, listBatches, predict, predictBatch, predictionLog } from "../contract.ts";
import { aDeployment, someRows } from "../factory.ts";

test("a batch predicts every row into a CSV with the dataset's columns, and says why a row has no prediction", async () => {
  const w = await world();
  const { id: deploymentId } = await aDeployment(w);
  const { jobId, batchId } = await w.call(predictBatch, { deploymentId, datasetId: await someRows(w) });
  const [waiting] = (await w.call(listBatches, { deploymentId })).items;
  assert.deepEqual([waiting?.ready, waiting?.rows], [false, null]);
  await assert.rejects(w.download(downloadBatch, { deploymentId, batchId }), (e: unknown) => e instanceof Refusal && e.code === "checks_failed");
  await w.drainJobs();
  const job = await w.call(getJob, { jobId });
  assert.deepEqual([job.state, job.done, job.total], ["finished", 6, 6]);
  const [batch] = (await w.call(listBatches, { deploymentId })).items;
  assert.deepEqual([batch?.ready, batch?.rows, batch?.refused], [true, 6, 1]);
  const lines = (await w.download(downloadBatch, { deploymentId, batchId })).toString("utf8").trimEnd().split("\r\n");
  assert.equal(lines[0], "PassengerId,Survived,Age,Fare,Sex,prediction,probability,probability_0,probability_1,error");
  assert.equal(lines.length, 7);
  assert.match(lines[6] ?? "", /^6,0,2,,male,,,,,"?Fare: sent null; accepted: a number/);
  const { predictions } = await w.call(predict, { deploymentId, rows: [{ Age: 22, Fare: 7.25, Sex: "male" }] });
  assert.equal(
    lines[1],
    [
      "1,0,22,7.25,male",
      predictions[0]?.label,
      predictions[0]?.probability,
      predictions[0]?.probabilities?.["0"],
      predictions[0]?.probabilities?.["1"],
      "",
    ].join(","),
  );
});

test("a batch leaves the prediction log alone: its file is the record", async () => {
  const w = await world();
  const { id: deploymentId } = await aDeployment(w);
  await w.call(predictBatch, { deploymentId, datasetId: await someRows(w) });
  await w.drainJobs();
  assert.equal((await w.call(predictionLog, { deploymentId })).items.length, 0);
});

test("ten thousand rows come out whole and in order", async () => {
  const w = await world();
  const { id: deploymentId } = await aDeployment(w);
  const csv = ["Age,Fare,Sex", ...Array.from({ length: 10_000 }, (_, i) => `${i % 80},${(i % 300) + 0.5},${i % 3 === 0 ? "female" : "male"}`)].join("\n");
  const { jobId, batchId } = await w.call(predictBatch, { deploymentId, datasetId: await someRows(w, csv) });
  await w.drainJobs();
  assert.equal((await w.call(getJob, { jobId })).done, 10_000);
  const lines = (await w.download(downloadBatch, { deploymentId, batchId })).toString("utf8").trimEnd().split("\r\n");
  assert.equal(lines.length, 10_001);
  assert.ok(lines.slice(1).every((line, i) => line.startsWith(`${i % 80},${(i % 300) + 0.5},`) && /,(0|1),0\.\d+/.test(line)));
});

test("a dataset without a needed column is refused before any job starts", async () => {
  const w = await world();
  const { id: deploymentId } = await aDeployment(w);
  const datasetId = await someRows(w, "Age,Name\n22,Anna\n31,Ben\n");
  await assert.rejects(
    w.call(predictBatch, { deploymentId, datasetId }),
    (e: unknown) => e instanceof Refusal && e.code === "invalid_input" && /lacks Fare, Sex/.test(e.message),
  );
  assert.equal((await w.call(listBatches, { deploymentId })).items.length, 0);
});
