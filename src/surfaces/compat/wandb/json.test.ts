import assert from "node:assert/strict";
import { test } from "node:test";
import { isObject, readJson, writeJson } from "./json.ts";

test("numbers without one in JSON are read, and words inside texts stay", () => {
  const text = String.raw`{"a":NaN,"b":[-Infinity,Infinity,1e400],"c":"NaN, \"Infinity\"","d":9007199254740993}`;
  assert.equal(writeJson(readJson(text)), text);
});

test("a text of twelve megabytes is read", () => {
  const value = readJson(`{"a":"${"x".repeat(12_000_000)}","loss":0.5}`);
  assert.deepEqual(isObject(value) && Object.keys(value), ["a", "loss"]);
});

test("a line of megabytes that is no JSON is told at once", () => {
  const started = performance.now();
  for (const text of [`{${String.raw`\"`.repeat(1_000_000)}`, `{${'"'.repeat(2_000_001)}`]) assert.throws(() => readJson(text), SyntaxError);
  assert.ok(performance.now() - started < 5000);
});
