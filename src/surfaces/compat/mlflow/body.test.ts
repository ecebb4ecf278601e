import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { readBody } from "./body.ts";
import { MlflowError } from "./problems.ts";

const read = (text: string): unknown => readBody(Buffer.from(text));

test("Python's bare numbers are read as words, and texts that look like them stay", () => {
  const text = String.raw`{"a": NaN, "b": [-Infinity, Infinity], "NaN": "say \"NaN\", Infinity", "c": "\\"}`;
  assert.deepEqual(read(text), { a: "NaN", b: ["-Infinity", "Infinity"], NaN: 'say "NaN", Infinity', c: "\\" });
});

test("JSON inside a JSON text is opened", () => assert.deepEqual(read(JSON.stringify('{"a": NaN}')), { a: "NaN" }));

test("a body of megabytes that is no JSON is refused at once, whoever sends it", () => {
  const started = performance.now();
  for (const text of [`{${String.raw`\"`.repeat(1_000_000)}`, `{${'"'.repeat(2_000_001)}`, `{"${"\\".repeat(2_000_000)}`, `{${"-".repeat(2_000_000)}`])
    assert.throws(() => read(text), MlflowError);
  assert.ok(performance.now() - started < 5000);
});

test("depth is refused inside a JSON text too", () => {
  assert.throws(
    () => read(JSON.stringify("[".repeat(100) + "]".repeat(100))),
    (error: unknown) => error instanceof Refusal && error.code === "invalid_input",
  );
});
