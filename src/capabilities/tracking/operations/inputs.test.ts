import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createExperiment } from "../contract/experiments.ts";
import { linksOfMany, logInputs, logOutputs, runInputs, searchInputDatasets } from "../contract/inputs.ts";
import { createRun } from "../contract/runs.ts";
import { searchRuns } from "../contract/search.ts";
import { aLoggedModel } from "../model-factory.ts";

const w = await world();
const titanic = { name: "titanic", digest: "d1", sourceType: "local", source: "a.csv", schema: '{"a":"long"}', profile: null };

async function aRunIn(experimentId: string): Promise<string> {
  return (await w.call(createRun, { projectId: w.projectId, experimentId })).id;
}

async function anExperiment(): Promise<string> {
  return (await w.call(createExperiment, { projectId: w.projectId, name: w.unique() })).id;
}

test("a dataset is its name and digest in its experiment: described by the first who named it, linked to each run once", async () => {
  const experimentId = await anExperiment();
  const [one, two] = [await aRunIn(experimentId), await aRunIn(experimentId)];
  const given = [
    { dataset: titanic, tags: { "mlflow.data.context": "training" } },
    { dataset: { ...titanic, digest: "d2" } },
    { dataset: { ...titanic, source: "twice in one request" } },
  ];
  assert.deepEqual(await w.call(logInputs, { runId: one, datasets: given }), { datasets: 2, models: 0 });
  assert.deepEqual(await w.call(logInputs, { runId: one, datasets: given }), { datasets: 0, models: 0 });
  await w.call(logInputs, { runId: two, datasets: [{ dataset: { ...titanic, source: "elsewhere.csv", schema: null } }] });
  assert.deepEqual((await w.call(runInputs, { runId: one })).inputs.datasets, [
    { ...titanic, tags: { "mlflow.data.context": "training" } },
    { ...titanic, digest: "d2", tags: {} },
  ]);
  assert.deepEqual((await w.call(runInputs, { runId: two })).inputs.datasets, [{ ...titanic, tags: {} }]);
});

test("runs at once that read one dataset make it once", async () => {
  const experimentId = await anExperiment();
  const runs = await Promise.all(Array.from({ length: 8 }, () => aRunIn(experimentId)));
  await Promise.all(runs.map((runId) => w.call(logInputs, { runId, datasets: [{ dataset: titanic }] })));
  const { links } = await w.call(linksOfMany, { runIds: runs });
  assert.equal(links.length, 8);
  assert.deepEqual((await w.call(searchInputDatasets, { experimentIds: [experimentId] })).datasets.length, 1);
});

test("models a run read and made are told apart, in their order; a run without links is left out", async () => {
  const experimentId = await anExperiment();
  const [runId, bare] = [await aRunIn(experimentId), await aRunIn(experimentId)];
  const [a, b] = [await aLoggedModel(w), await aLoggedModel(w)];
  await w.call(logInputs, { runId, models: [b] });
  await w.call(logOutputs, {
    runId,
    models: [
      { modelId: b, step: 1 },
      { modelId: a, step: 0 },
      { modelId: b, step: 1 },
    ],
  });
  assert.deepEqual((await w.call(linksOfMany, { runIds: [bare, runId] })).links, [
    {
      runId,
      inputs: { datasets: [], models: [{ modelId: b }] },
      outputs: {
        models: [
          { modelId: b, step: 1 },
          { modelId: a, step: 0 },
        ],
      },
    },
  ]);
});

test("an experiment shows which datasets its runs read, and what for", async () => {
  const experimentId = await anExperiment();
  const runId = await aRunIn(experimentId);
  const other = await aRunIn(experimentId);
  await w.call(logInputs, { runId, datasets: [{ dataset: titanic, tags: { "mlflow.data.context": "training" } }] });
  await w.call(logInputs, { runId: other, datasets: [{ dataset: titanic }] });
  assert.deepEqual((await w.call(searchInputDatasets, { experimentIds: [experimentId] })).datasets, [
    { experimentId, name: "titanic", digest: "d1", context: "training" },
    { experimentId, name: "titanic", digest: "d1", context: null },
  ]);
});

test("runs are found by the datasets they read", async () => {
  const experimentId = await anExperiment();
  const [trained, tested] = [await aRunIn(experimentId), await aRunIn(experimentId)];
  await w.call(logInputs, { runId: trained, datasets: [{ dataset: titanic, tags: { "mlflow.data.context": "training" } }] });
  await w.call(logInputs, { runId: tested, datasets: [{ dataset: { ...titanic, digest: "d2" }, tags: { "mlflow.data.context": "test" } }] });
  const found = async (filter: string): Promise<string[]> => (await w.call(searchRuns, { experimentIds: [experimentId], filter })).items.map((r) => r.id);
  assert.deepEqual(await found("dataset.name = 'titanic'"), [tested, trained]);
  assert.deepEqual(await found("dataset.context = 'test' AND dataset.name LIKE 'tit%'"), [tested]);
  assert.deepEqual(await found("datasets.digest IN ('d1')"), [trained]);
  assert.deepEqual(await found("dataset.name = 'iris'"), []);
});
