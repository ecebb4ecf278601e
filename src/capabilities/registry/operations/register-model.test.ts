import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createProject } from "../../projects/contract.ts";
import { createRun, updateRun } from "../../tracking/contract/runs.ts";
import { archiveModel, getModel, listModels } from "../contract/models.ts";
import { getVersion, registerModel } from "../contract/versions.ts";
import { aModelRun, aVersion, type RunOptions } from "../factory.ts";

test("a finished run becomes version 1 with its signature, gate, metrics and graph", async () => {
  const w = await world();
  const runId = await aModelRun(w);
  const made = await w.call(registerModel, { projectId: w.projectId, name: "Survival", runId, tags: { owner: "risk" } });
  assert.equal(made.version, 1);
  assert.equal(made.stage, "none");
  assert.equal(made.format, "onnx");
  assert.equal(made.formatReason, null);
  assert.equal(made.target, "Survived");
  assert.equal(made.algorithm, "logistic_regression");
  assert.deepEqual(made.metrics, { accuracy: 0.81, roc_auc: 0.86 });
  assert.deepEqual(
    made.signature?.inputs.map((i) => i.name),
    ["Age", "Fare", "Sex"],
  );
  assert.equal(made.signature?.["positive"], "1");
  assert.ok(made.graphKey !== null && made.graphSha256 !== null);
  assert.deepEqual(made.tags, { owner: "risk" });
  assert.deepEqual(await w.call(getVersion, { modelId: made.modelId, version: 1 }), made);
});

test("a known name gets the next version; another case is another name", async () => {
  const w = await world();
  const first = await aVersion(w, { name: "Survival" });
  const second = await aVersion(w, { name: "Survival", fixture: "survival-2" });
  assert.deepEqual([second.modelId, second.version, second.name], [first.modelId, 2, "Survival"]);
  const other = await aVersion(w, { name: "survival" });
  assert.deepEqual([other.modelId === first.modelId, other.version], [false, 1]);
  assert.notEqual(second.graphSha256, first.graphSha256);
  assert.equal((await w.call(getModel, { modelId: first.modelId })).latestVersion, 2);
});

test("registering at once gives each run a version of its own", async () => {
  const w = await world();
  const runs = await Promise.all(Array.from({ length: 5 }, () => aModelRun(w)));
  const made = await Promise.all(runs.map((runId) => w.call(registerModel, { projectId: w.projectId, name: "Race", runId })));
  assert.deepEqual(made.map((v) => v.version).toSorted(), [1, 2, 3, 4, 5]);
});

test("a model without a graph registers as native and says why", async () => {
  const w = await world();
  const made = await aVersion(w, { native: true });
  assert.equal(made.format, "native");
  assert.equal(made.formatReason, "This algorithm has no converter to ONNX.");
  assert.equal(made.graphKey, null);
  assert.ok(made.nativeKey !== null);
});

test("a graph that failed the gate is not served: the version is native", async () => {
  const w = await world();
  const gate = JSON.stringify({ passed: false, rowsCompared: 891, maxAbsDiff: 0.7, reason: "27 of 891 validation rows differ by up to 0.7" });
  const made = await aVersion(w, { files: { "gate.json": gate } });
  assert.equal(made.format, "native");
  assert.match(made.formatReason ?? "", /27 of 891/);
});

const broken: [string, RunOptions, RegExp][] = [
  [
    "no model files at all",
    { files: Object.fromEntries(["model.onnx", "signature.json", "reference.json", "gate.json", "native.joblib"].map((f) => [f, null])) },
    /has no model files/,
  ],
  ["no signature", { files: { "signature.json": null } }, /signature\.json: it is missing/],
  ["a signature that is not JSON", { files: { "signature.json": "{" } }, /signature\.json: it is not JSON/],
  [
    "a signature without inputs",
    { files: { "signature.json": JSON.stringify({ inputs: [], outputs: [{ name: "label" }], task: "classification", target: "y" }) } },
    /signature\.json: inputs/,
  ],
  [
    "a reference that misses an input",
    { files: { "reference.json": JSON.stringify({ rows: 5, features: {} }) } },
    /reference\.json: it has nothing about the input Age/,
  ],
  ["a graph that is not ONNX", { files: { "model.onnx": "not a graph at all, only words" } }, /model\.onnx/],
  ["a graph that is cut off", { files: { "model.onnx": new Uint8Array([0x08, 0x09, 0x3a, 0xff, 0x7f]) } }, /model\.onnx: the file is cut off/],
  ["a failed gate without the native model", { native: true, files: { "native.joblib": null } }, /native\.joblib/],
];

for (const [what, options, problem] of broken)
  test(`${what} is refused and leaves no model`, async () => {
    const w = await world();
    const runId = await aModelRun(w, options);
    await assert.rejects(w.call(registerModel, { projectId: w.projectId, name: "Broken", runId }), { code: "checks_failed", message: problem });
    assert.equal((await w.call(listModels, {})).items.length, 0);
  });

test("a graph whose inputs are not the signature's is refused", async () => {
  const w = await world();
  const other = await aVersion(w, { fixture: "price-1" });
  const chunks = await (await w.services.objects.get(other.graphKey ?? "")).toArray();
  const runId = await aModelRun(w, { files: { "model.onnx": Buffer.concat(chunks as Buffer[]) } });
  await assert.rejects(w.call(registerModel, { projectId: w.projectId, name: "Mixed", runId }), { code: "checks_failed", message: /no input Age/ });
});

test("a run that still runs, of another project, or of another task is refused", async () => {
  const w = await world();
  const run = await w.call(createRun, { projectId: w.projectId });
  const register = (name: string, runId: string, projectId = w.projectId) => w.call(registerModel, { projectId, name, runId });
  await assert.rejects(register("A", run.id), { code: "checks_failed", message: /is running/ });
  await w.call(updateRun, { runId: run.id, status: "failed" });
  await assert.rejects(register("A", run.id), { code: "checks_failed", message: /is failed/ });
  const elsewhere = await w.call(createProject, { name: "Elsewhere" });
  const good = await aModelRun(w);
  await assert.rejects(register("A", good, elsewhere.id), { code: "conflict", message: /another project/ });
  const classifier = await register("A", good);
  await assert.rejects(register("A", await aModelRun(w, { fixture: "price-1" })), { code: "conflict", message: /does classification/ });
  await w.call(archiveModel, { modelId: classifier.modelId });
  await assert.rejects(register("A", good), { code: "conflict", message: /is archived/ });
});
