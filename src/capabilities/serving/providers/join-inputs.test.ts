import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type * as Ort from "onnxruntime-node";
import { compileValidator } from "../domain/validator.ts";
import { joinInputs } from "./join-inputs.ts";
import { onnx } from "./onnx.ts";

const fixture = (name: string): URL => new URL(`../../registry/fixtures/${name}/`, import.meta.url);

async function ort(): Promise<typeof Ort> {
  process.env["ORT_DISABLE_TELEMETRY"] = "1";
  return await import("onnxruntime-node");
}

test("columns that the graph joins first become one input, and the answers stay the same", async () => {
  const { InferenceSession, Tensor } = await ort();
  const path = new URL("model.onnx", fixture("price-1")).pathname;
  const original = await InferenceSession.create(path);
  const graph = await onnx.load(path);
  assert.deepEqual(graph.tensors, [{ name: "features", wire: "float", columns: ["area", "rooms"] }]);
  assert.deepEqual(
    [...graph.inputs],
    [
      ["area", "float"],
      ["rooms", "float"],
    ],
  );
  assert.equal(graph.freeRows, true);
  const rows = Array.from({ length: 50 }, (_, i) => ({ area: 20 + i * 3.7, rooms: 1 + (i % 6) }));
  const column = (name: "area" | "rooms") =>
    new Tensor(
      "float32",
      Float32Array.from(rows, (row) => row[name]),
      [rows.length, 1],
    );
  const asked = await original.run({ area: column("area"), rooms: column("rooms") });
  const signature = JSON.parse(await readFile(new URL("signature.json", fixture("price-1")), "utf8"));
  const validator = compileValidator(signature, graph.tensors, false);
  // As two requests: what is fed together lies one after the other.
  const feeds = [validator.check(rows.slice(0, 20)).feeds, validator.check(rows.slice(20)).feeds];
  const [answer] = await graph.run(feeds, rows.length);
  assert.deepEqual(answer?.values, asked[original.outputNames[0] ?? ""]?.data);
  await graph.release();
});

test("a graph that treats each column by itself keeps its inputs", async () => {
  const file = await readFile(new URL("model.onnx", fixture("survival-1")));
  const { model, joined } = joinInputs(file);
  assert.deepEqual(joined, []);
  assert.ok(model.equals(file));
  const graph = await onnx.load(new URL("model.onnx", fixture("survival-1")).pathname);
  assert.deepEqual(
    graph.tensors.map((tensor) => [tensor.name, tensor.wire, ...tensor.columns]),
    [
      ["Age", "float", "Age"],
      ["Fare", "float", "Fare"],
      ["Sex", "string", "Sex"],
    ],
  );
  await graph.release();
});

test("text columns are joined as numbers are", async () => {
  const { InferenceSession, Tensor } = await ort();
  const { model, joined } = joinInputs(twoTexts());
  assert.deepEqual(joined, [{ name: "both", columns: ["a", "b"] }]);
  const before = await InferenceSession.create(twoTexts());
  const after = await InferenceSession.create(model);
  const cells = ["x", "1", "ä", "2"];
  const one = await before.run({ a: new Tensor("string", ["x", "ä"], [2, 1]), b: new Tensor("string", ["1", "2"], [2, 1]) });
  const other = await after.run({ both: new Tensor("string", cells, [2, 2]) });
  assert.deepEqual(one["out"]?.data, cells);
  assert.deepEqual(other["out"]?.data, cells);
});

test("a column that something else uses too is left alone", () => {
  const twice = [...columns, node("Concat", ["a", "b"], "both", axis(1)), node("Identity", ["both"], "out"), node("Identity", ["a"], "other")];
  assert.deepEqual(joinInputs(graphOf([...twice, output("out")])).joined, []);
  assert.deepEqual(joinInputs(graphOf([...columns, node("Concat", ["a", "b"], "out", axis(0)), output("out")])).joined, []);
  const branching = [node("If", ["c"], "unused"), node("Concat", ["a", "b"], "both", axis(1)), node("Identity", ["both"], "out")];
  assert.deepEqual(joinInputs(graphOf([...columns, ...branching, output("out")])).joined, []);
});

test("bytes that are no model are refused by name, or left to the library", async () => {
  assert.throws(() => joinInputs(Buffer.from("not a model, but long enough")), /no ONNX model/);
  await assert.rejects(onnx.load(new URL("gate.json", fixture("price-1")).pathname));
});

function part(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}
const number = (field: number, value: number): Buffer => Buffer.from([field * 8, value]);
const all = (...parts: Buffer[]): Buffer => Buffer.concat(parts);
const shape = (width: number): Buffer => all(part(1, part(2, "N")), part(1, number(1, width)));
const value = (name: string, width: number): Buffer => all(part(1, name), part(2, part(1, all(number(1, 8), part(2, shape(width))))));
const axis = (at: number): Buffer => part(5, all(part(1, "axis"), number(3, at), Buffer.from([0xa0, 0x01, 2])));
const node = (operation: string, inputs: string[], out: string, attribute: Buffer = Buffer.alloc(0)): Buffer =>
  part(1, all(...inputs.map((name) => part(1, name)), part(2, out), part(4, operation), attribute));
const columns = [part(11, value("a", 1)), part(11, value("b", 1))];
const output = (name: string): Buffer => part(12, value(name, 2));

function graphOf(parts: Buffer[]): Buffer {
  const graph = all(...parts, part(2, "texts"));
  const head = Buffer.from([7 * 8 + 2, (graph.length & 127) | 128, graph.length >> 7]);
  return all(number(1, 9), head, graph, part(8, all(part(1, ""), number(2, 17))));
}

/** Two text columns joined, and handed out. */
function twoTexts(): Buffer {
  return graphOf([...columns, node("Concat", ["a", "b"], "both", axis(1)), node("Identity", ["both"], "out"), output("out")]);
}
