import assert from "node:assert/strict";
import { test } from "node:test";
import type { Character } from "../contract/protocol.ts";
import { recommendAlgorithms, recommendTask, recommendValidation } from "./recommend.ts";
import { guessTarget } from "./target.ts";

type Column = Character["columns"][number];
const column = (name: string, part: Partial<Column> = {}): Column => ({
  name,
  type: "number",
  treatment: "number",
  reason: "",
  missing: 0,
  distinct: 50,
  ...part,
});
const table = (part: Partial<Character> = {}): Character => ({
  rows: 891,
  width: 17,
  columns: [column("Age")],
  target: null,
  settings: {},
  warnings: [],
  ...part,
});
const classes = (rows: number, smallestClass: number, names = ["0", "1"]): Character["target"] => ({
  name: "Survived",
  task: "classification",
  distinct: names.length,
  rows,
  classes: names,
  smallestClass,
});

test("the target role decides before any name", () => {
  assert.equal(guessTarget([column("y"), column("Survived")], "Survived").target, "Survived");
});

test("without a role a column called target, label or y is taken, whatever its case", () => {
  assert.equal(guessTarget([column("Age"), column("Label")], null).target, "Label");
});

test("without role and name one question with at most five choices is asked, likely outcomes first", () => {
  const columns = [
    column("PassengerId", { treatment: "identifier" }),
    column("Survived", { distinct: 2 }),
    column("Sex", { distinct: 2 }),
    ...["a", "b", "c", "d"].map((name) => column(name)),
  ];
  const guess = guessTarget(columns, null);
  assert.equal(guess.target, null);
  assert.equal(guess.choices.length, 5);
  assert.equal(guess.choices[0]?.column, "Survived");
  assert.ok(!guess.choices.some((choice) => choice.column === "PassengerId"));
});

test("classes are validated in stratified folds, never more than the rarest class has rows", () => {
  assert.deepEqual(
    [recommendValidation(table({ target: classes(891, 342) })).strategy, recommendValidation(table({ target: classes(891, 342) })).folds],
    ["stratified_k_fold", 5],
  );
  assert.equal(recommendValidation(table({ target: classes(40, 3) })).folds, 3);
  assert.equal(recommendValidation(table({ rows: 60_000, target: { name: "p", task: "regression", distinct: 9, rows: 60_000 } })).folds, 3);
});

test("a neural network is not recommended for few rows, and comes after what is", () => {
  const found = recommendAlgorithms(table({ rows: 100, target: classes(100, 40) }), 5);
  assert.equal(found.at(-1)?.algorithm, "mlp");
  assert.equal(found.at(-1)?.recommended, false);
  assert.equal(found[0]?.algorithm, "xgboost");
});

test("every recommendation has a reason, a time and a memory that grow with the rows", () => {
  const few = recommendAlgorithms(table({ target: classes(891, 342) }), 5);
  const many = recommendAlgorithms(table({ rows: 90_000, target: classes(90_000, 30_000) }), 5);
  for (const [i, choice] of few.entries()) {
    assert.ok(choice.reason.length > 10);
    const later = many.find((other) => other.algorithm === choice.algorithm);
    assert.ok(later && later.expectedSeconds > choice.expectedSeconds && later.expectedMemoryBytes > choice.expectedMemoryBytes, String(i));
  }
});

test("an asked task is obeyed, an unasked one follows the target", () => {
  const character = table({ target: classes(891, 342) });
  assert.equal(recommendTask(character, "regression").task, "regression");
  assert.equal(recommendTask(character, undefined).task, "classification");
});
