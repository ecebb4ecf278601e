import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsIn } from "./cleaning.ts";
import { algorithmsIn, namedColumns, projectNameIn, shiftIn, stageIn, targetIn, versionIn } from "./slots.ts";
import { wordsOf } from "./words.ts";

const columns = ["Survived", "Age", "Fare", "Name", "house_price"].map((name) => ({ name }));

for (const [sentence, target] of [
  ["predict Fare from Age and Name", "Fare"],
  ["train a classifier for Survived using Age and Fare", "Survived"],
  ["fit a model with Age as the target, ignore Name", "Age"],
  ["target is Survived, drop Name", "Survived"],
  ["regress Fare on Age", "Fare"],
  ["estimate the house price", "house_price"],
  ["train a model", null],
] as const)
  test(`“${sentence}” aims at ${target ?? "no column"}`, () => assert.equal(targetIn(wordsOf(sentence), columns), target));

test("columns are named in any form, in their order", () => {
  assert.deepEqual(
    namedColumns(wordsOf("drop name, then the house prices"), columns).map((c) => c.name),
    ["Name", "house_price"],
  );
});

test("algorithms are known by their usual names", () => {
  assert.deepEqual(algorithmsIn("an xgb and a neural net"), ["xgboost", "mlp"]);
  assert.deepEqual(algorithmsIn("gradient boosting"), ["xgboost", "lightgbm"]);
  assert.deepEqual(algorithmsIn("linear regression or a forest"), ["random_forest", "ridge"]);
});

for (const [sentence, kinds] of [
  ["clean the data: drop the non-numeric columns and handle missing values", ["dropNonNumeric", "impute:auto"]],
  ["throw out everything that isn't a number, fill the blanks with the average", ["dropNonNumeric", "impute:mean"]],
  ["keep only numeric features", ["dropNonNumeric"]],
  ["remove rows with missing values", ["dropMissingRows"]],
  ["keep only complete rows", ["dropMissingRows"]],
  ["dedupe the table and clip outliers", ["dropDuplicates", "clip"]],
  ["replace nulls by the median", ["impute:median"]],
] as const)
  test(`“${sentence}” is ${kinds.join(", ")}`, () => {
    const steps = stepsIn(wordsOf(sentence), []);
    assert.deepEqual(
      steps.map((s) => (s.kind === "impute" ? `impute:${s.strategy}` : s.kind)),
      kinds,
    );
  });

test("columns named after a word of dropping are dropped", () => {
  assert.deepEqual(stepsIn(wordsOf("get rid of Name and Age"), ["Name", "Age"]), [{ kind: "dropColumns", columns: ["Name", "Age"] }]);
});

test("versions, stages, shifts and names are found however they are said", () => {
  assert.deepEqual(["v2", "version 3", "version number 4", "the second version", "the model"].map(versionIn), [2, 3, 4, 2, undefined]);
  assert.equal(stageIn(wordsOf("move v2 from staging to production")), "production");
  assert.equal(stageIn(wordsOf("promote the staging model")), "production");
  assert.equal(stageIn(wordsOf("promote it to staging")), "staging");
  assert.equal(shiftIn(wordsOf("shift Age by 1.5 sd")), 1.5);
  assert.equal(shiftIn(wordsOf("send 500 rows shifted by 3 sigma")), 3);
  assert.equal(shiftIn(wordsOf("send traffic without any shift")), 0);
  assert.equal(projectNameIn(wordsOf("create a project 'Loans EU' for me")), "Loans EU");
  assert.equal(projectNameIn(wordsOf("new project, call it Wind Park please")), "Wind Park");
  assert.equal(projectNameIn(wordsOf("start project Kepler")), "Kepler");
});
