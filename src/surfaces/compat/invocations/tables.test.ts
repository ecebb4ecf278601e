import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Signature } from "../../../capabilities/serving/contract/shapes.ts";
import { pythonJson } from "../served.ts";
import { rowsOfCsv } from "./tables.ts";

const field = (name: string) => ({ name, type: "string" as const, required: false, example: null });
const signature: Signature = { inputs: [field("a"), field("b")], outputs: [], task: "regression", target: "y" };
const refused = (error: unknown): boolean => error instanceof Refusal && error.code === "invalid_input";

test("quoted cells hold commas, quotes and lines", () => {
  assert.deepEqual(rowsOfCsv('a,b\r\n"x, ""y""\n",z\n', signature), [{ a: 'x, "y"\n', b: "z" }]);
});

test("a quote in the middle of a cell is refused, not read as something else", () => {
  for (const csv of ['a,b\n"x"y,z\n', 'a,b\nx"y,z\n', 'a,b\n"x,z\n']) assert.throws(() => rowsOfCsv(csv, signature), refused, csv);
});

test("megabytes that are no CSV or no JSON are refused at once", () => {
  const started = performance.now();
  assert.throws(() => rowsOfCsv(`a,b\n"${"x".repeat(2_000_000)}"y`, signature), refused);
  assert.throws(() => pythonJson(Buffer.from(`{${String.raw`\"`.repeat(1_000_000)}`)), refused);
  assert.ok(performance.now() - started < 5000);
});

test("a cell of megabytes is read", () => {
  assert.equal(rowsOfCsv(`a,b\n"${"x".repeat(12_000_000)}",z`, signature).length, 1);
});
