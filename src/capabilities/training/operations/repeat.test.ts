import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { getRun } from "../../tracking/contract/runs.ts";
import { getTraining, repeatTraining } from "../contract.ts";
import { aFinishedTraining } from "../factory.ts";

test("a repeated training has the same data, settings and seed, and comes to the same scores", async () => {
  const w = await world();
  const first = await aFinishedTraining(w);
  const { trainingId } = await w.call(repeatTraining, { trainingId: first.id });
  await w.drainJobs();
  const again = await w.call(getTraining, { trainingId });
  assert.equal(again.status, "finished", JSON.stringify(again.error));
  const facts = (t: typeof first) => [t.datasetId, t.version, t.target, t.task, t.folds, t.seed, t.candidates.map((c) => [c.algorithm, c.settings, c.metrics])];
  assert.deepEqual(facts(again), facts(first));
  const runs = await Promise.all([first.runId, again.runId].map(async (runId) => (await w.call(getRun, { runId })).params));
  assert.deepEqual(runs[1], runs[0]);
});

test("one candidate is repeated alone; a run of another training is refused", async () => {
  const w = await world();
  const first = await aFinishedTraining(w);
  const candidate = first.candidates[0];
  const { trainingId } = await w.call(repeatTraining, { trainingId: first.id, runId: candidate?.runId });
  assert.deepEqual(
    (await w.call(getTraining, { trainingId })).candidates.map((c) => c.algorithm),
    [candidate?.algorithm],
  );
  await assert.rejects(w.call(repeatTraining, { trainingId: first.id, runId: trainingId }), { code: "not_found" });
});
