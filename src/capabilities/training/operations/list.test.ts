import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listTrainings, startTraining } from "../contract.ts";
import { aTable } from "../factory.ts";

test("trainings come newest first, page by page, and can be searched, filtered and sorted", async () => {
  const w = await world();
  const datasetId = await aTable(w);
  for (const name of ["beta", "alpha", "gamma"])
    await w.call(startTraining, {
      projectId: w.projectId,
      datasetId,
      name,
      target: "Survived",
      task: "classification",
      algorithms: ["logistic_regression"],
      folds: 2,
    });
  const first = await w.call(listTrainings, { projectId: w.projectId, limit: 2 });
  assert.deepEqual(
    first.items.map((item) => item.name),
    ["gamma", "alpha"],
  );
  const second = await w.call(listTrainings, { projectId: w.projectId, limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual([second.items.map((item) => item.name), second.nextCursor], [["beta"], null]);
  assert.deepEqual(
    (await w.call(listTrainings, { sort: "name", order: "asc" })).items.map((item) => item.name),
    ["alpha", "beta", "gamma"],
  );
  assert.deepEqual(
    (await w.call(listTrainings, { q: "GAM" })).items.map((item) => item.name),
    ["gamma"],
  );
  assert.equal((await w.call(listTrainings, { status: "finished" })).items.length, 0);
  assert.equal((await w.call(listTrainings, { datasetId, status: "queued" })).items.length, 3);
});
