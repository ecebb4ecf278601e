import assert from "node:assert/strict";
import { test } from "node:test";
import { read, type Pointer } from "./intent.ts";
import { nearly, wordsOf } from "./words.ts";

const pointers: Pointer[] = [
  {
    operation: "rows.clean",
    all: [
      ["clean", "drop", "handle"],
      ["data", "column", "missing"],
    ],
    example: "",
  },
  { operation: "model.train", all: [["train", "fit"], ["model"]], example: "" },
  { operation: "model.deploy", all: [["deploy"], ["model"]], example: "" },
];

test("a sentence with a list of things to do to the data is one operation with all its parts", () => {
  const reading = read("clean the data: drop the non-numeric columns and handle missing values", pointers);
  assert.deepEqual(reading, {
    kind: "clear",
    parts: [{ operation: "rows.clean", text: "clean the data, drop the non-numeric columns, handle missing values" }],
  });
});

test("two orders in a sentence are two operations, in their order", () => {
  const reading = read("Fit a model, then deploy that model to staging", pointers);
  assert.deepEqual(reading.kind === "clear" && reading.parts.map((p) => p.operation), ["model.train", "model.deploy"]);
});

test("a sentence that hits only half of everything is unclear, and its nearest meanings are the choices", () => {
  const reading = read("do something with the model", pointers);
  assert.deepEqual(reading.kind === "unclear" && reading.candidates.map((c) => c.operation), ["model.train", "model.deploy"]);
});

test("one wrong letter in a long word is forgiven, in a short one not", () => {
  assert.equal(nearly("colum", "column"), true);
  assert.equal(nearly("deploy", "depoly"), true);
  assert.equal(nearly("fit", "fat"), false);
  assert.deepEqual(wordsOf('Drop "Fare Paid" at 0.5').quoted, ["Fare Paid"]);
});
