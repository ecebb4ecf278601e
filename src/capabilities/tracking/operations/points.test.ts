import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createProject } from "../../projects/contract.ts";
import { createExperiment } from "../contract/experiments.ts";
import { logBatch, logMetrics } from "../contract/metrics.ts";
import { createLoggedModel, getLoggedModel } from "../contract/models.ts";
import { createRun } from "../contract/runs.ts";

test("a run writes points of models of its own project only; a foreign model reads as absent and nothing is kept", async () => {
  const w = await world();
  const other = await w.call(createProject, { name: `other ${w.unique()}` });
  const of = async (projectId: string) => {
    const { id: experimentId } = await w.call(createExperiment, { projectId, name: w.unique() });
    return (await w.call(createLoggedModel, { experimentId })).id;
  };
  const [own, foreign] = [await of(w.projectId), await of(other.id)];
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  await w.call(logMetrics, { runId, metrics: [{ key: "auc", value: 0.9, modelId: own }] });
  const metrics = [{ key: "auc", value: 0.1, modelId: foreign }];
  await assert.rejects(w.call(logMetrics, { runId, metrics }), { code: "not_found" });
  await assert.rejects(w.call(logBatch, { runId, metrics }), { code: "not_found" });
  assert.deepEqual(
    [(await w.call(getLoggedModel, { loggedModelId: own })).metricCount, (await w.call(getLoggedModel, { loggedModelId: foreign })).metricCount],
    [1, 0],
  );
});
