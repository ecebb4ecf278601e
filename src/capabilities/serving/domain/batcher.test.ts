import assert from "node:assert/strict";
import { test } from "node:test";
import { createBatcher } from "./batcher.ts";

/** A model that answers when told, and remembers what it was asked together. */
function slowModel() {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const run = async (inputs: readonly number[]): Promise<number[]> => {
    batches.push([...inputs]);
    await new Promise<void>((resolve) => gates.push(resolve));
    if (inputs.includes(-1)) throw new Error("bad row");
    return inputs.map((x) => x * 2);
  };
  const open = async (): Promise<void> => {
    while (gates.length > 0) {
      gates.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { batches, run, open };
}

test("runs at once when idle, and gathers what piles up while it runs", async () => {
  const model = slowModel();
  const ask = createBatcher(true, model.run);
  const answers = Promise.all([1, 2, 3, 4].map((x) => ask(x, 1)));
  await model.open();
  assert.deepEqual(await answers, [2, 4, 6, 8]);
  assert.deepEqual(model.batches, [[1], [2, 3, 4]]);
});

test("a batch holds at most 64 rows, but a larger request runs whole", async () => {
  const model = slowModel();
  const ask = createBatcher(true, model.run);
  const answers = Promise.all([ask(0, 1), ask(1, 40), ask(2, 40), ask(3, 500), ask(4, 1)]);
  await model.open();
  await answers;
  assert.deepEqual(model.batches, [[0], [1], [2], [3], [4]]);
});

test("a graph with a fixed row dimension is asked one request after another", async () => {
  const model = slowModel();
  const ask = createBatcher(false, model.run);
  const answers = Promise.all([1, 2, 3].map((x) => ask(x, 1)));
  await model.open();
  await answers;
  assert.deepEqual(model.batches, [[1], [2], [3]]);
});

test("a request that breaks its batch fails alone", async () => {
  const model = slowModel();
  const ask = createBatcher(true, model.run);
  const answers = Promise.allSettled([0, 1, -1, 2].map((x) => ask(x, 1)));
  await model.open();
  assert.deepEqual(
    (await answers).map((a) => (a.status === "fulfilled" ? a.value : (a.reason as Error).message)),
    [0, 2, "bad row", 4],
  );
});

test("while several ask at once, what comes in one turn runs together", async () => {
  const model = slowModel();
  const ask = createBatcher(true, model.run);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const first = Promise.all([1, 2, 3].map((x) => ask(x, 1)));
  await model.open();
  await first;
  const second = Promise.all([4, 5].map((x) => ask(x, 1)));
  await turn();
  await model.open();
  assert.deepEqual(await second, [8, 10]);
  assert.deepEqual(model.batches, [[1], [2, 3], [4, 5]]);
});
