import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { logBatch } from "../contract/metrics.ts";
import { createRun, getRun, logParams, setTags } from "../contract/runs.ts";
import { searchRuns } from "../contract/search.ts";

const w = await world();
const aRun = async (params: Record<string, string> = {}): Promise<string> => (await w.call(createRun, { projectId: w.projectId, params })).id;
const entries = (labels: Record<string, string>) => Object.entries(labels).map(([key, value]) => ({ key, value }));

test("metrics, parameters and tags of one batch are there together, and found", async () => {
  const runId = await aRun();
  await w.call(logBatch, { runId, metrics: [{ key: "batch", value: 1 }], params: entries({ depth: "3" }), tags: entries({ team: "batch" }) });
  const run = await w.call(getRun, { runId });
  assert.deepEqual([run.metrics.batch?.last, run.params, run.tags], [1, { depth: "3" }, { team: "batch" }]);
  const found = await w.call(searchRuns, { projectId: w.projectId, filter: "metrics.batch = 1 and params.depth = '3' and tags.team = 'batch'" });
  assert.deepEqual(
    found.items.map((r) => r.id),
    [runId],
  );
});

test("a parameter with another value refuses the whole batch and keeps nothing of it", async () => {
  const runId = await aRun({ depth: "3" });
  const batch = { runId, metrics: [{ key: "loss", value: 1 }], params: entries({ width: "8", depth: "4" }), tags: entries({ team: "risk" }) };
  await assert.rejects(w.call(logBatch, batch), /Changing param values is not allowed\. Param with key='depth' was already logged with value='3'/);
  const run = await w.call(getRun, { runId });
  assert.deepEqual([run.metrics, run.params, run.tags], [{}, { depth: "3" }, {}]);
  await w.call(logBatch, { ...batch, params: entries({ width: "8", depth: "3" }) });
  assert.deepEqual((await w.call(getRun, { runId })).params, { depth: "3", width: "8" });
});

test("a parameter that stands twice in a batch is refused, also with equal values; of a tag that does the last stands", async () => {
  const runId = await aRun();
  const twice = [
    { key: "depth", value: "3" },
    { key: "depth", value: "3" },
  ];
  await assert.rejects(w.call(logBatch, { runId, params: twice }), /Duplicate parameter keys have been submitted: \['depth'\]/);
  const tags = [
    { key: "stage", value: "one" },
    { key: "stage", value: "two" },
  ];
  await w.call(logBatch, { runId, tags });
  assert.deepEqual((await w.call(getRun, { runId })).tags, { stage: "two" });
});

test("batches of one run at once agree on one value of a parameter, and every accepted point is there", async () => {
  const runId = await aRun();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, i) =>
      w.call(logBatch, { runId, metrics: [{ key: "loss", value: i, step: i }], params: entries({ seed: String(i % 3) }), tags: entries({ last: String(i) }) }),
    ),
  );
  const accepted = outcomes.filter((o) => o.status === "fulfilled").length;
  const run = await w.call(getRun, { runId });
  assert.equal(accepted, 10);
  assert.equal(run.metrics.loss?.count, 10);
  assert.ok(run.params.seed);
  const found = async (filter: string): Promise<number> =>
    (await w.call(searchRuns, { projectId: w.projectId, filter: `run_id = '${runId}' and ${filter}` })).items.length;
  assert.equal(await found(`params.seed = '${run.params.seed}'`), 1);
  assert.equal(await found(`tags.last = '${run.tags.last}'`), 1);
  assert.equal(await found(`tags.last = '${run.tags.last === "0" ? "3" : "0"}'`), 0);
});

test("a value longer than its index row is found whole, and not by its beginning", async () => {
  const runId = await aRun();
  const long = "🦊".repeat(100);
  await w.call(setTags, { runId, tags: { note: long } });
  const found = async (value: string): Promise<number> => (await w.call(searchRuns, { projectId: w.projectId, filter: `tags.note = '${value}'` })).items.length;
  assert.deepEqual([await found(long), await found("🦊".repeat(32)), await found("🦊".repeat(99))], [1, 0, 0]);
});

test("labels named as the language's own properties are kept like others", async () => {
  const runId = await aRun();
  await w.call(logParams, { runId, params: { constructor: "a", toString: "b" } });
  await w.call(logParams, { runId, params: { constructor: "a" } });
  assert.deepEqual((await w.call(getRun, { runId })).params, { constructor: "a", toString: "b" });
});
