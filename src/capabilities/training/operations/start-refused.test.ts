import assert from "node:assert/strict";
import { test } from "node:test";
import type * as z from "zod";
import { world, type World } from "../../../../tests/harness.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { listJobs } from "../../jobs/contract.ts";
import { listRuns } from "../../tracking/contract/runs.ts";
import { listTrainings, startTraining } from "../contract.ts";
import { aTable } from "../factory.ts";

type Ask = Omit<z.input<typeof startTraining.input>, "projectId" | "datasetId">;

/** The refusal, once it is sure that nothing was left behind. */
async function refusal(w: World, csv: string, ask: Ask): Promise<Refusal> {
  const datasetId = await aTable(w, csv);
  let caught: unknown;
  await w.call(startTraining, { projectId: w.projectId, datasetId, ...ask }).catch((error: unknown) => (caught = error));
  assert.ok(caught instanceof Refusal, String(caught));
  assert.equal((await w.call(listTrainings, { datasetId })).items.length, 0);
  assert.equal((await w.call(listRuns, { datasetId })).items.length, 0);
  assert.equal((await w.call(listJobs, { name: "training.train", projectId: w.projectId })).items.length, 0);
  return caught;
}

function csv(row: (i: number) => string, rows = 60): string {
  return `x,y\n${Array.from({ length: rows }, (_, i) => row(i)).join("\n")}\n`;
}

const classify = { target: "y", task: "classification" } as const;
const regress = { target: "y", task: "regression" } as const;

const cases: { name: string; rows: string; ask: Ask; detail: RegExp; fix: RegExp }[] = [
  { name: "a target with one class", rows: csv((i) => `${i % 9},same`), ask: classify, detail: /only one value \(same\)/, fix: /at least two values/ },
  {
    name: "too few rows of a class",
    rows: csv((i) => `${i % 9},${i < 3 ? "rare" : "common"}`),
    ask: classify,
    detail: /'rare' of 'y' has 3 rows; 5 folds need at least 5/,
    fix: /at most 3 folds/,
  },
  {
    name: "a target of words for a regression",
    rows: csv((i) => `${i % 9},${i % 2 ? "low" : "high"}`),
    ask: regress,
    detail: /not numeric/,
    fix: /Train a classification/,
  },
  {
    name: "a target of many numbers for a classification",
    rows: csv((i) => `${i % 9},${i}`, 300),
    ask: classify,
    detail: /300 different values/,
    fix: /regression/,
  },
  { name: "an unknown target", rows: csv((i) => `${i % 9},${i % 2}`), ask: { ...classify, target: "z" }, detail: /'z' does not exist/, fix: /x, y/ },
  {
    name: "an unknown column to drop",
    rows: csv((i) => `${i % 9},${i % 2}`),
    ask: { ...classify, dropColumns: ["z"] },
    detail: /'z' does not exist/,
    fix: /x, y/,
  },
  {
    name: "nothing left to learn from",
    rows: csv((i) => `${i % 9},${i % 2}`),
    ask: { ...classify, dropColumns: ["x"] },
    detail: /No column is left/,
    fix: /drop fewer/,
  },
  { name: "an all-missing target", rows: csv((i) => `${i % 9},`), ask: classify, detail: /Only 0 rows have a value/, fix: /another target/ },
  {
    name: "an algorithm of the other task",
    rows: csv((i) => `${i % 9},${i % 2}`),
    ask: { ...classify, algorithms: ["ridge"] },
    detail: /Ridge regression does not do classification/,
    fix: /xgboost/,
  },
  {
    name: "settings of an algorithm that is not there",
    rows: csv((i) => `${i % 9},${i % 2}`),
    ask: { ...classify, settings: { svm: { C: 1 } } },
    detail: /no algorithm svm/,
    fix: /xgboost/,
  },
  {
    name: "a setting that the algorithm does not have",
    rows: csv((i) => `${i % 9},${i % 2}`),
    ask: { ...classify, algorithms: ["xgboost"], settings: { xgboost: { depth: 3 } } },
    detail: /no setting 'depth'/,
    fix: /max_depth/,
  },
];

for (const { name, rows, ask, detail, fix } of cases) {
  test(`${name} is refused before anything is written, with a fix`, async () => {
    const found = await refusal(await world(), rows, ask);
    assert.equal(found.code, "invalid_input");
    assert.match(found.message, detail);
    assert.match(found.fix, fix);
  });
}

test("a column without any value is left out with a warning, not refused", async () => {
  const w = await world();
  const { warnings } = await w.call(startTraining, {
    projectId: w.projectId,
    datasetId: await aTable(w),
    target: "Survived",
    task: "classification",
    folds: 2,
  });
  assert.ok(warnings.some((warning) => warning.code === "dropped_column" && /Boat is left out: has no values/.test(warning.message)));
});
