import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { asWritten, readBody } from "./body.ts";
import { MlflowError } from "./problems.ts";
import { list, message, nested, string } from "./proto.ts";

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

test("a value of a wrong type is shown as it was written: 9.0 is a float, and long digits stay", () => {
  const Create = message({ name: string, tags: list(nested(message({ key: string }))) });
  const told = (text: string): string => {
    try {
      Create.read(read(text));
    } catch (error) {
      if (error instanceof MlflowError) return asWritten(error, Buffer.from(text)).message;
    }
    return "";
  };
  assert.match(told('{"name": 9.0}'), /^Invalid value 9\.0 for parameter 'name' supplied: {2}Hint: Value was of type 'float'/);
  assert.match(told('{"name": 9}'), /^Invalid value 9 for .* type 'int'/);
  assert.match(told('{"name": 12345678901234567890}'), /^Invalid value 12345678901234567890 for .* type 'int'/);
  assert.match(told('{"name": 1e3}'), /^Invalid value 1000\.0 for .* type 'float'/);
  assert.match(told('{"name": {"b": [1.0, "9.0"], "a": 0.5}}'), /^Invalid value \{"a":0\.5,"b":\[1\.0,"9\.0"\]\} for .* type 'dict'/);
  assert.match(told('{"tags": [{"key": "a"}, {"key": 2.0}]}'), /^Invalid value 2\.0 for parameter 'tags\[1\]\.key'/);
  assert.match(told('{"name": NaN, "tags": 2.0}'), /^Invalid value 2 for parameter 'tags'/, "what is no JSON is shown as it was read");
});
