import assert from "node:assert/strict";
import { test } from "node:test";
import type { Graph } from "../providers/graph.ts";
import { createGraphs } from "./graphs.ts";

test("a graph whose claim was given back before the close is released once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let released = 0;
  const graph: Graph = { inputs: new Map(), tensors: [], freeRows: true, run: async () => [], release: async () => void (released += 1) };
  const graphs = createGraphs({ load: async () => graph });
  const lease = await graphs.claim("abc", async () => "model.onnx");
  lease.giveBack();
  await graphs.close();
  t.mock.timers.tick(60_000);
  await Promise.resolve();
  assert.equal(released, 1);
});
