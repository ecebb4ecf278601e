import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reference } from "../../serving/contract/reference.ts";
import type { Signature } from "../../serving/contract/shapes.ts";
import { sketchOf } from "../../serving/factory.ts";
import { titanicLike, referenceOf } from "../factory.ts";
import { judge, limits } from "./drift.ts";
import { Reservoir, seeded, shiftRow, type Shift } from "./sample.ts";

const table = titanicLike(891, 7);
const reference: Reference = referenceOf(table);
const signature: Signature = {
  inputs: Object.entries(reference.features).map(([name, f]) => ({ name, type: f.kind === "number" ? "number" : "string", required: false })),
  outputs: [{ name: "label" }],
  task: "classification",
  target: "Survived",
  classes: ["0", "1"],
};

function window(shifts: readonly Shift[], rows: number, seed: number) {
  const random = seeded(seed);
  const sample = new Reservoir<Record<string, unknown>>(rows, random);
  for (const row of table) sample.offer(row);
  const shifted = sample.kept.map((row) => shiftRow(row, shifts, signature, reference, random));
  return judge(reference, sketchOf(reference, shifted), false);
}

/** A fresh table of the same make, so that the window is not a part of the reference. */
function fresh(rows: number, seed: number) {
  return judge(reference, sketchOf(reference, titanicLike(rows, seed)), false);
}

test("shift 0 names no feature, over 200 seeds and window sizes from 100 rows", () => {
  for (let seed = 1; seed <= 200; seed++)
    for (const rows of [limits.minRows, 250, 500]) assert.deepEqual(window([], rows, seed).drifted, [], `seed ${seed}, ${rows} rows`);
});

test("new rows of the same make name no feature, over 200 seeds", () => {
  for (let seed = 1000; seed < 1200; seed++)
    for (const rows of [limits.minRows, 500, 2000]) assert.deepEqual(fresh(rows, seed).drifted, [], `seed ${seed}, ${rows} rows`);
});

test("only shifted features are named, whichever are shifted, over 20 seeds", () => {
  const names = Object.keys(reference.features);
  for (let seed = 1; seed <= 20; seed++)
    for (const name of names) assert.deepEqual(window([{ feature: name, sd: 1.5 }], 500, seed).drifted, [name], `${name}, seed ${seed}`);
  for (let seed = 1; seed <= 20; seed++) {
    const { drifted } = window(
      [
        { feature: "Age", sd: -1 },
        { feature: "Sex", sd: 1 },
      ],
      500,
      seed,
    );
    assert.deepEqual(drifted.toSorted(), ["Age", "Sex"], `seed ${seed}`);
  }
});

test("below 100 rows nothing is judged, however far it moved", () => {
  assert.deepEqual(window([{ feature: "Age", sd: 3 }], 99, 1).drifted, []);
});

test("values that only became missing are named", () => {
  const sketch = sketchOf(
    reference,
    table.slice(0, 400).map((row) => ({ ...row, Fare: null })),
  );
  const { features, drifted } = judge(reference, sketch, false);
  assert.deepEqual(drifted, ["Fare"]);
  assert.equal(features.find((f) => f.name === "Fare")?.missing01, 1);
});

test("categories never seen in training are named and counted", () => {
  const sketch = sketchOf(
    reference,
    table.slice(0, 400).map((row, i) => ({ ...row, Embarked: i % 2 === 0 ? "Z" : row["Embarked"] })),
  );
  const { features, drifted } = judge(reference, sketch, false);
  assert.deepEqual(drifted, ["Embarked"]);
  assert.ok(Math.abs((features.find((f) => f.name === "Embarked")?.unseen01 ?? 0) - 0.5) < 1e-9);
});

test("a number that float32 rounds falls into the bin the trainer counted it in", () => {
  const cut = Math.fround(7.8958);
  const one: Reference = { rows: 4, features: { Fare: { kind: "number", edges: [0, cut, 100], counts: [1, 3], missing: 0, mean: 10, sd: 5 } } };
  const sketch = sketchOf(one, [{ Fare: 7.8958 }]);
  assert.deepEqual(sketch.counts.slice(0, 2), [0, 1]);
});
