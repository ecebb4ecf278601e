import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { getJob } from "../../jobs/contract.ts";
import { cleanDataset, getVersion, previewCleaning, previewRows } from "../contract.ts";
import type { Step } from "../contract/cleaning.ts";
import { aDataset, smallCsv } from "../factory.ts";

let w: World;
before(async () => {
  w = await world();
});

/** Cleans and answers the new version's rows. */
async function clean(datasetId: string, input: { steps?: Step[]; version?: number; replay?: number }) {
  const { jobId } = await w.call(cleanDataset, { datasetId, ...input });
  await w.drainJobs();
  const job = await w.call(getJob, { jobId });
  assert.equal(job.state, "finished", job.error ?? "");
  const { version } = job.result as { version: number };
  const made = await w.call(getVersion, { datasetId, version });
  const { items } = await w.call(previewRows, { datasetId, version });
  return { made, items, jobId };
}

const refusedStep = (datasetId: string, steps: Step[], message: RegExp): Promise<void> =>
  assert.rejects(w.call(previewCleaning, { datasetId, steps }), { code: "invalid_input", message });

describe("datasets.clean", () => {
  test("each step does what it says, in order, and the version keeps recipe, fitted values and parent", async () => {
    const datasetId = await aDataset(w, smallCsv, "bought");
    const { made, items } = await clean(datasetId, {
      steps: [{ kind: "dropDuplicates" }, { kind: "impute", strategy: "auto" }, { kind: "clip", columns: ["income"], upper: 5000 }, { kind: "dropNonNumeric" }],
    });
    assert.equal(made.version, 2);
    assert.equal(made.parentVersion, 1);
    assert.equal(made.madeBy, "clean");
    assert.deepEqual(
      made.columns.map((c) => [c.name, c.type, c.role ?? ""]),
      [
        ["age", "integer", ""],
        ["income", "number", ""],
        ["bought", "string", "target"],
      ],
    );
    assert.deepEqual(items, [
      { age: 31, income: 4200.5, bought: "yes" },
      { age: 45, income: 4100, bought: "no" },
      { age: 39, income: 3900, bought: "no" },
      { age: 28, income: 3100, bought: "yes" },
      { age: 52, income: 5000, bought: "no" },
      { age: 39, income: 4100, bought: "yes" },
    ]);
    const { recipe } = made;
    assert.deepEqual([recipe?.rowsBefore, recipe?.rowsAfter], [7, 6]);
    assert.deepEqual(
      recipe?.steps.map((s) => s.effect),
      [
        { rowsDropped: 1, columnsDropped: 0, cellsChanged: 0 },
        { rowsDropped: 0, columnsDropped: 0, cellsChanged: 3 },
        { rowsDropped: 0, columnsDropped: 0, cellsChanged: 1 },
        { rowsDropped: 0, columnsDropped: 1, cellsChanged: 0 },
      ],
    );
    assert.deepEqual(recipe?.steps[1]?.fitted, { values: { age: 39, income: 4100, city: "Berlin" } });
    assert.deepEqual(recipe?.steps[3]?.fitted, { dropped: ["city"] });
    assert.equal((await w.call(previewRows, { datasetId, version: 1 })).total, 7, "the version it started from stays");
  });

  test("the preview of the same steps tells the same effect and shows the rows that change", async () => {
    const datasetId = await aDataset(w);
    const steps: Step[] = [{ kind: "dropDuplicates" }, { kind: "impute", strategy: "median", columns: ["income"] }, { kind: "dropMissingRows" }];
    const preview = await w.call(previewCleaning, { datasetId, steps });
    const { made, items } = await clean(datasetId, { steps });
    assert.deepEqual(preview.steps, made.recipe?.steps);
    assert.deepEqual([preview.rowsBefore, preview.rowsAfter, preview.columns], [7, made.rowCount, made.columns]);
    assert.deepEqual(preview.total, { rowsDropped: 3, columnsDropped: 0, cellsChanged: 1 });
    assert.deepEqual(
      preview.sample.map((s) => [s.row, s.after?.["income"] ?? null, s.changed]),
      [
        [2, 4100, ["income"]],
        [3, null, []],
        [4, null, []],
        [5, null, []],
      ],
    );
    assert.equal(items.length, 4);
  });

  test("mean, mode and constants fill; a whole-number column that gets a fraction holds numbers from then on", async () => {
    const datasetId = await aDataset(w, "a,b,c,d\n1,x,true,2024-01-01\n2,,,\n,y,false,2024-01-01\n4,x,true,2024-03-01\n");
    const { items, made } = await clean(datasetId, {
      steps: [
        { kind: "impute", columns: ["a"], strategy: "mean" },
        { kind: "impute", columns: ["b"], strategy: "constant", value: 'it\'s "new"; drop table x' },
        { kind: "impute", columns: ["c", "d"], strategy: "mode" },
      ],
    });
    assert.deepEqual(
      made.columns.map((c) => c.type),
      ["number", "string", "boolean", "date"],
    );
    assert.deepEqual(items[1], { a: 2, b: 'it\'s "new"; drop table x', c: true, d: "2024-01-01" });
    assert.deepEqual(items[2], { a: 7 / 3, b: "y", c: false, d: "2024-01-01" });
  });

  test("quantile clipping leaves yes/no columns and the target alone and keeps whole numbers whole", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i},${i % 2},${i * 1.5},${i}`);
    const datasetId = await aDataset(w, `n,flag,x,y\n${rows.join("\n")}\n`, "y");
    const { made } = await clean(datasetId, { steps: [{ kind: "clip", lowerQuantile01: 0.1, upperQuantile01: 0.9 }] });
    const limits = made.recipe?.steps[0]?.fitted.limits ?? {};
    assert.deepEqual(Object.keys(limits), ["n", "x"]);
    assert.ok((limits["n"] ?? []).every(Number.isInteger));
    assert.deepEqual(
      made.columns.map((c) => c.type),
      ["integer", "integer", "number", "integer"],
    );
  });

  test("the same steps on the same rows make the same bytes", async () => {
    const datasetId = await aDataset(w);
    const steps: Step[] = [{ kind: "dropDuplicates" }, { kind: "impute", strategy: "auto" }];
    const first = await clean(datasetId, { version: 1, steps });
    const second = await clean(datasetId, { version: 1, steps });
    assert.equal(first.made.sha256, second.made.sha256);
    assert.equal(second.made.version, 3);
  });

  test("a recipe is replayed with the values of then", async () => {
    const datasetId = await aDataset(w, "a,b\n1,x\n3,\n,y\n,x\n");
    await clean(datasetId, { steps: [{ kind: "impute", strategy: "auto" }] });
    const { items, made } = await clean(datasetId, { version: 1, replay: 2 });
    assert.deepEqual(items, [
      { a: 1, b: "x" },
      { a: 3, b: "x" },
      { a: 2, b: "y" },
      { a: 2, b: "x" },
    ]);
    assert.deepEqual(made.recipe?.steps[0]?.fitted, { values: { a: 2, b: "x" } });
    await assert.rejects(w.call(cleanDataset, { datasetId, replay: 1 }), { code: "invalid_input", message: /has no recipe/ });
    await assert.rejects(w.call(cleanDataset, { datasetId, replay: 2, steps: [{ kind: "dropDuplicates" }] }), /not both/);
    await assert.rejects(w.call(cleanDataset, { datasetId }), /no step to run/);
  });

  test("progress advances at least three times before the end", async () => {
    const datasetId = await aDataset(w);
    const { jobId } = await clean(datasetId, { steps: [{ kind: "dropDuplicates" }, { kind: "impute", strategy: "auto" }] });
    const job = await w.call(getJob, { jobId });
    assert.deepEqual([job.done, job.total], [4, 4]);
  });
});

describe("a cleaning step is refused", () => {
  test("with its place in the recipe and what to do", async () => {
    const datasetId = await aDataset(w, smallCsv, "bought");
    await refusedStep(datasetId, [{ kind: "dropColumns", columns: ["price"] }], /Step 1 \(dropColumns\): there is no column "price"/);
    await refusedStep(
      datasetId,
      [
        { kind: "dropColumns", columns: ["city"] },
        { kind: "impute", columns: ["city"], strategy: "mode" },
      ],
      /Step 2 \(impute\): there is no column "city"/,
    );
    await refusedStep(datasetId, [{ kind: "dropColumns", columns: ["age", "income", "city", "bought"] }], /no column would be left/);
    await refusedStep(datasetId, [{ kind: "impute", columns: ["city"], strategy: "mean" }], /"city" holds string values, which have no mean/);
    await refusedStep(datasetId, [{ kind: "impute", columns: ["age"], strategy: "constant", value: "old" }], /"old" does not fit column "age"/);
    await refusedStep(datasetId, [{ kind: "impute", columns: ["age"], strategy: "constant" }], /needs its value/);
    await refusedStep(datasetId, [{ kind: "clip", columns: ["city"], lower: 0 }], /only numbers can be clipped/);
    await refusedStep(datasetId, [{ kind: "clip", lower: 5, upper: 1 }], /lower limit 5 is above/);
    await refusedStep(datasetId, [{ kind: "clip", lower: 5, lowerQuantile01: 0.1 }], /not both/);
  });

  test("when no row would be left, and when an all-missing column has nothing to fill from", async () => {
    const datasetId = await aDataset(w, "a,b\n1,\n2,\n");
    await refusedStep(datasetId, [{ kind: "dropMissingRows" }], /no row would be left/);
    await refusedStep(datasetId, [{ kind: "impute", columns: ["b"], strategy: "median" }], /"b" has no value at all/);
    const preview = await w.call(previewCleaning, { datasetId, steps: [{ kind: "impute", strategy: "auto" }] });
    assert.equal(preview.total.cellsChanged, 0);
  });

  test("and leaves no version when it fails inside the job", async () => {
    const datasetId = await aDataset(w, "a,b\n1,\n2,\n");
    const { jobId } = await w.call(cleanDataset, { datasetId, steps: [{ kind: "impute", strategy: "auto" }, { kind: "dropMissingRows" }] });
    await w.drainJobs();
    const job = await w.call(getJob, { jobId });
    assert.equal(job.state, "failed");
    assert.match(job.error ?? "", /no row would be left/);
    await assert.rejects(w.call(getVersion, { datasetId, version: 2 }), { code: "not_found" });
  });
});
