import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { logMetrics } from "../contract/metrics.ts";
import { createRun } from "../contract/runs.ts";
import { checkFilter } from "../contract/search.ts";

const w = await world();
const { id } = await w.call(createRun, { projectId: w.projectId, params: { model: "ridge", "learning rate": "0.1" }, tags: { team: "risk" } });
await w.call(logMetrics, {
  runId: id,
  metrics: [
    { key: "val loss", value: 1 },
    { key: "rmse", value: 1 },
  ],
});

/** `|` is the caret. */
async function check(text: string) {
  return await w.call(checkFilter, { projectId: w.projectId, text: text.replace("|", ""), ...(text.includes("|") && { position: text.indexOf("|") }) });
}

test("an error stands under its word", async () => {
  const text = "metrics.rmse < 1 AND params.model = ridge";
  const { ok, error } = await check(text);
  assert.equal(ok, false);
  assert.equal(text.slice(error?.from, error?.to), "ridge");
  assert.match(error?.fix ?? "", /'ridge'/);
  assert.deepEqual(await check("metrics.rmse < 1").then((a) => [a.ok, a.error]), [true, null]);
  assert.equal((await check("")).ok, true);
});

test("what may come next is offered from the language and from the keys and values that are there", async () => {
  const offered = async (text: string): Promise<string[]> => (await check(text)).suggestions.map((s) => s.insert);
  assert.ok((await offered("|")).includes("metrics."));
  assert.deepEqual(await offered("met|"), ["metrics."]);
  assert.deepEqual((await offered("metrics.|")).toSorted(), ["`val loss`", "rmse"]);
  assert.deepEqual(await offered("params.lear|"), ["`learning rate`"]);
  assert.deepEqual(await offered("params.`lear|"), ["`learning rate`"]);
  assert.ok((await offered("metrics.rmse |")).includes(">= "));
  assert.deepEqual(await offered("params.model = |"), ["'ridge'"]);
  assert.deepEqual(await offered("tags.team = 'r|"), ["'risk'"]);
  assert.deepEqual(await offered("status = 'FIN|"), ["'FINISHED'"]);
  assert.deepEqual(await offered("metrics.rmse < 1 |"), ["AND "]);
});

test("a suggestion says which part of the text it replaces", async () => {
  const [first] = (await check("metrics.rm| < 1")).suggestions;
  assert.deepEqual([first?.from, first?.to, first?.insert, first?.kind], [8, 10, "rmse", "metric"]);
});
