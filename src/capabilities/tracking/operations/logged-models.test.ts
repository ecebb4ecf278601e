import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { undoAudit } from "../../governance/contract.ts";
import { createProject } from "../../projects/contract.ts";
import { logOutputs, runInputs } from "../contract/inputs.ts";
import { logMetrics } from "../contract/metrics.ts";
import { deleteModelArtifacts, downloadModelArtifact, listModelArtifacts, uploadModelArtifact } from "../contract/model-artifacts.ts";
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTags,
  finalizeLoggedModel,
  getLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
} from "../contract/models.ts";
import { createExperiment, deleteExperiment } from "../contract/experiments.ts";
import { createRun, getRun } from "../contract/runs.ts";
import { aLoggedModel } from "../model-factory.ts";

const w = await world();

async function labels(of: World, loggedModelId: string) {
  const { params, tags } = await of.call(getLoggedModel, { loggedModelId });
  return { params, tags };
}

test("a model begins pending under a made-up name, and becomes ready or failed", async () => {
  const { id: experimentId } = await w.call(createExperiment, { projectId: w.projectId, name: w.unique() });
  const made = await w.call(createLoggedModel, { experimentId });
  assert.equal(made.status, "pending");
  assert.match(made.name, /^\w+-\w+-\d+$/);
  assert.equal((await w.call(finalizeLoggedModel, { loggedModelId: made.id, status: "failed", message: "disk full" })).statusMessage, "disk full");
  assert.equal((await w.call(getLoggedModel, { loggedModelId: made.id })).status, "failed");
});

test("a deleted experiment takes no model, and a name that no URI can hold is refused", async () => {
  const { id: experimentId } = await w.call(createExperiment, { projectId: w.projectId, name: w.unique() });
  for (const name of ["a/b", "a:b", "a.b", "50%", "it's", 'say "x"', ""])
    await assert.rejects(w.call(createLoggedModel, { experimentId, name }), /name: /, name);
  await w.call(deleteExperiment, { experimentId });
  await assert.rejects(w.call(createLoggedModel, { experimentId }), { code: "conflict" });
});

test("parameters are written once, tags again and again", async () => {
  const loggedModelId = await aLoggedModel(w);
  await w.call(logLoggedModelParams, { loggedModelId, params: { alpha: "0.5", depth: "3" } });
  await assert.rejects(w.call(logLoggedModelParams, { loggedModelId, params: { alpha: "0.7", extra: "1" } }), /alpha = 0.5 already/);
  await w.call(setLoggedModelTags, { loggedModelId, tags: { team: "chat", owner: "me" } });
  assert.deepEqual((await w.call(deleteLoggedModelTags, { loggedModelId, keys: ["owner", "absent", "constructor"] })).deleted, ["owner"]);
  assert.deepEqual(await labels(w, loggedModelId), { params: { alpha: "0.5", depth: "3" }, tags: { team: "chat" } });
});

test("a deleted model is hidden, and comes back by Undo", async () => {
  const loggedModelId = await aLoggedModel(w);
  assert.deepEqual(await w.call(deleteLoggedModel, { loggedModelId }), { deleted: true });
  await assert.rejects(w.call(getLoggedModel, { loggedModelId }), { code: "not_found" });
  await assert.rejects(w.call(finalizeLoggedModel, { loggedModelId, status: "ready" }), { code: "not_found" });
  assert.ok((await w.call(getLoggedModel, { loggedModelId, deleted: true })).deletedAt);
  assert.deepEqual(await w.call(deleteLoggedModel, { loggedModelId }), { deleted: false });
  const [row] = await w.sql((tx) =>
    tx.rows<{ id: string }>({
      text: "select id from governance.audit where workspace_id = $1 and operation = $2",
      values: [w.workspaceId, deleteLoggedModel.name],
    }),
  );
  await w.call(undoAudit, { auditId: row?.id ?? "" });
  assert.equal((await w.call(getLoggedModel, { loggedModelId })).deletedAt, null);
});

test("points that name a model stand with the run and with the model, once however often they come", async () => {
  const [loggedModelId, run] = [await aLoggedModel(w), await w.call(createRun, { projectId: w.projectId })];
  const metric = { key: "rmse", value: 0.4, step: 2, timestamp: "2026-01-01T00:00:00.000Z", modelId: loggedModelId, datasetName: "test", datasetDigest: "d1" };
  await w.call(logMetrics, { runId: run.id, metrics: [metric, { ...metric, key: "nan", value: "NaN" }, { key: "elsewhere", value: 1 }] });
  await w.call(logMetrics, { runId: run.id, metrics: [metric] });
  const { metrics, metricCount } = await w.call(getLoggedModel, { loggedModelId });
  const { key, value, step, timestamp } = metric;
  const point = { step, timestamp, runId: run.id, datasetName: "test", datasetDigest: "d1" };
  assert.equal(metricCount, 2);
  assert.deepEqual(
    metrics.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    [
      { key: "nan", value: "NaN", ...point },
      { key, value, ...point },
    ],
  );
  assert.equal((await w.call(getRun, { runId: run.id })).metrics["rmse"]?.last, 0.4);
  const absent = { ...metric, modelId: run.id };
  await assert.rejects(w.call(logMetrics, { runId: run.id, metrics: [absent] }), { code: "not_found" });
});

test("files of a model are listed, read back and taken away by folder", async () => {
  const loggedModelId = await aLoggedModel(w);
  for (const path of ["MLmodel", "data/a.bin", "data/b.bin", "data2"]) await w.upload(uploadModelArtifact, { loggedModelId, path }, `bytes of ${path}`);
  assert.equal(String(await w.download(downloadModelArtifact, { loggedModelId, path: "data/a.bin" })), "bytes of data/a.bin");
  assert.deepEqual(await w.call(deleteModelArtifacts, { loggedModelId, path: "data" }), { deleted: 2 });
  assert.deepEqual(
    (await w.call(listModelArtifacts, { loggedModelId })).items.map((a) => a.path),
    ["MLmodel", "data2"],
  );
  await assert.rejects(w.call(deleteModelArtifacts, { loggedModelId, path: "data" }), { code: "not_found" });
});

test("a run of one project makes no model of another, whichever of the two names the other", async () => {
  const { id: elsewhere } = await w.call(createProject, { name: "Elsewhere" });
  const { id: theirs } = await w.call(createExperiment, { projectId: elsewhere, name: "theirs" });
  const { id: mine } = await w.call(createExperiment, { projectId: w.projectId, name: w.unique() });
  const [runId, theirRun] = [
    (await w.call(createRun, { projectId: w.projectId, experimentId: mine })).id,
    (await w.call(createRun, { projectId: elsewhere, experimentId: theirs })).id,
  ];
  const { id: theirModel } = await w.call(createLoggedModel, { experimentId: theirs, sourceRunId: theirRun });
  // Writes in the first project, reads in the second.
  const guest = w.by({ ...w.as("data_scientist").actor, projectGrants: { [elsewhere]: "viewer" } });
  await assert.rejects(guest.call(logOutputs, { runId, models: [{ modelId: theirModel }] }), { code: "invalid_input" });
  for (const sourceRunId of [theirRun, theirRun.replaceAll("-", ""), theirRun.toUpperCase()])
    await assert.rejects(guest.call(createLoggedModel, { experimentId: mine, sourceRunId }), /is in another project/);
  await assert.rejects(guest.call(logOutputs, { runId, models: [{ modelId: randomUUIDv7() }] }), /no logged model/);
  assert.deepEqual((await w.call(runInputs, { runId })).outputs.models, []);
  const foreign = await guest.call(createLoggedModel, { experimentId: mine, sourceRunId: "run-of-another-server" });
  const own = await guest.call(createLoggedModel, { experimentId: mine, sourceRunId: runId });
  assert.deepEqual([foreign.sourceRunId, own.sourceRunId], ["run-of-another-server", runId]);
  assert.deepEqual(await guest.call(logOutputs, { runId, models: [{ modelId: own.id }] }), { models: 1 });
});
