import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "../../../db/sql.ts";
import { app, world, type World } from "../../../../tests/harness.ts";
import { checkExpression, createCustomMetric, deleteCustomMetric, listCustomMetrics, updateCustomMetric } from "../contract/custom-metrics.ts";
import { logMetrics } from "../contract/metrics.ts";
import { createRun, getRun } from "../contract/runs.ts";
import { runKeys, searchRuns } from "../contract/search.ts";
import { customMetricLoop } from "../custom-metric-loop.ts";

/** What the worker does every second. */
async function turn(w: World): Promise<void> {
  const { database } = await app();
  await customMetricLoop.run({
    services: w.services,
    log: w.services.log,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    workspaces: async () => [w.workspaceId],
    transaction: (ws, body) => database.transaction(ws, {}, body),
    call: async () => assert.fail("it calls nothing"),
  });
}

async function aRun(w: World, metrics: Record<string, number | "NaN">): Promise<string> {
  const { id } = await w.call(createRun, { projectId: w.projectId });
  await log(w, id, metrics);
  return id;
}

async function log(w: World, runId: string, metrics: Record<string, number | "NaN">, step = 0): Promise<void> {
  const points = Object.entries(metrics).map(([key, value]) => ({ key, value, step }));
  if (points.length > 0) await w.call(logMetrics, { runId, metrics: points });
}

async function valueOf(w: World, runId: string, key: string): Promise<number | null | undefined> {
  return (await w.call(getRun, { runId })).metrics[key]?.last;
}

const f1 = "2 * precision * recall / (precision + recall)";

test("runs have it like any metric: in the answer, the filter, the order and the list of keys", async () => {
  const w = await world();
  const good = await aRun(w, { precision: 0.8, recall: 0.5 });
  const bad = await aRun(w, { precision: 0.2, recall: 0.3 });
  const half = await aRun(w, { precision: 0.9 });
  const metric = await w.call(createCustomMetric, { projectId: w.projectId, name: "f1", expression: f1 });
  assert.deepEqual([metric.key, metric.keys, metric.filled], ["custom.f1", ["precision", "recall"], false]);
  await turn(w);
  assert.ok(Math.abs(((await valueOf(w, good, "custom.f1")) ?? 0) - 0.8 / 1.3) < 1e-12);
  assert.ok(Math.abs(((await valueOf(w, bad, "custom.f1")) ?? 0) - 0.24) < 1e-12);
  assert.equal(await valueOf(w, half, "custom.f1"), undefined);
  const found = async (filter: string, orderBy: string[] = []): Promise<string[]> =>
    (await w.call(searchRuns, { projectId: w.projectId, filter, orderBy })).items.map((r) => r.id);
  assert.deepEqual(await found("metrics.custom.f1 > 0.5"), [good]);
  assert.deepEqual(await found("", ["metrics.custom.f1 ASC"]), [bad, good, half]);
  assert.deepEqual((await w.call(runKeys, { projectId: w.projectId, kind: "metric", q: "custom" })).items, ["custom.f1"]);
  assert.equal((await w.call(listCustomMetrics, { projectId: w.projectId })).items[0]?.filled, true);
});

test("it follows points that come later, and aggregates of them", async () => {
  const w = await world();
  await w.call(createCustomMetric, { projectId: w.projectId, name: "gap", expression: "max(acc) - last(acc)" });
  await turn(w);
  const run = await aRun(w, { acc: 0.5, other: 1 });
  await turn(w);
  assert.equal(await valueOf(w, run, "custom.gap"), 0);
  await log(w, run, { acc: 0.75 }, 1);
  await log(w, run, { acc: 0.25 }, 2);
  await turn(w);
  const { metrics } = await w.call(getRun, { runId: run });
  assert.deepEqual([metrics["custom.gap"]?.last, metrics["custom.gap"]?.lastStep, metrics["custom.gap"]?.count], [0.5, 2, 1]);
});

test("what is undefined is NaN and passes no filter; what is divided by zero is infinite", async () => {
  const w = await world();
  await w.call(createCustomMetric, { projectId: w.projectId, name: "ratio", expression: "a / b" });
  const [nan, infinite, plain] = [await aRun(w, { a: 0, b: 0 }), await aRun(w, { a: 1, b: 0 }), await aRun(w, { a: 1, b: 4 })];
  await turn(w);
  const { special } = (await w.call(getRun, { runId: nan })).metrics["custom.ratio"] ?? {};
  assert.equal(special?.last, "NaN");
  assert.deepEqual(
    (await w.call(searchRuns, { projectId: w.projectId, filter: "metrics.custom.ratio > 0", orderBy: ["metrics.custom.ratio DESC"] })).items.map((r) => r.id),
    [infinite, plain],
  );
});

test("another expression or name replaces what runs had, and deletion takes it away", async () => {
  const w = await world();
  const run = await aRun(w, { a: 3, b: 4 });
  const { id } = await w.call(createCustomMetric, { projectId: w.projectId, name: "sum", expression: "a + b" });
  await turn(w);
  assert.equal(await valueOf(w, run, "custom.sum"), 7);
  await w.call(updateCustomMetric, { customMetricId: id, expression: "sqrt(a^2 + b^2)" });
  assert.equal(await valueOf(w, run, "custom.sum"), undefined);
  await turn(w);
  assert.equal(await valueOf(w, run, "custom.sum"), 5);
  await w.call(updateCustomMetric, { customMetricId: id, name: "length", description: "by Pythagoras" });
  await turn(w);
  assert.deepEqual([await valueOf(w, run, "custom.sum"), await valueOf(w, run, "custom.length")], [undefined, 5]);
  await w.call(deleteCustomMetric, { customMetricId: id });
  await turn(w);
  assert.equal(await valueOf(w, run, "custom.length"), undefined);
  assert.deepEqual((await w.call(runKeys, { projectId: w.projectId, kind: "metric", q: "custom" })).items, []);
});

test("more runs than one transaction looks at all get it", async () => {
  const w = await world();
  const first = await aRun(w, { a: 2 });
  await w.sql((tx) =>
    tx.run({
      text: `with r as (insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, created_by)
        select workspace_id, gen_random_uuid(), project_id, experiment_id, 'r' || n, status, kind, created_by
        from tracking.runs, generate_series(1, 2100) n where workspace_id = $1 and id = $2 returning id)
        insert into tracking.run_metrics (workspace_id, run_id, key, first_value, last_value, last_step, last_at, min_value, min_step, max_value, max_step, sum_value, points)
        select $1, id, 'a', 2, 2, 0, now(), 2, 0, 2, 0, 2, 1 from r`,
      values: [w.workspaceId, first],
    }),
  );
  await w.call(createCustomMetric, { projectId: w.projectId, name: "double", expression: "2 * a" });
  await turn(w);
  const [row] = await w.sql((tx) =>
    tx.rows<{ n: number }>({
      text: "select count(*) as n from tracking.run_metrics where workspace_id = $1 and key = 'custom.double' and last_value = 4",
      values: [w.workspaceId],
    }),
  );
  assert.equal(row?.n, 2101);
});

test("an expression that cannot be read, a name taken, and one made of itself are refused", async () => {
  const w = await world();
  const make = (expression: string, name = "x") => w.call(createCustomMetric, { projectId: w.projectId, name, expression });
  await assert.rejects(make("a +"), (error: unknown) => /at character 4/.test(String(error)) && (error as { fix: string }).fix.includes("bracket"));
  await assert.rejects(make("1 + 2"), /names no metric/);
  await assert.rejects(make("custom.x + a"), /custom.x is a custom metric itself/);
  await assert.rejects(make("a", "x y"), /name: /);
  await make("a");
  await assert.rejects(make("b"), { code: "conflict" });
  const { id } = await make("a", "y");
  await assert.rejects(w.call(updateCustomMetric, { customMetricId: id, name: "x" }), { code: "conflict" });
});

test("an expression is checked while it is typed, and tried on a run", async () => {
  const w = await world();
  const runId = await aRun(w, { a: 3, b: 0 });
  const check = (expression: string) => w.call(checkExpression, { projectId: w.projectId, expression, runId });
  assert.deepEqual(await check("a * 2"), { error: null, keys: ["a"], value: 6 });
  assert.deepEqual(await check("a / b"), { error: null, keys: ["a", "b"], value: "Infinity" });
  assert.equal((await check("absent")).value, null);
  assert.deepEqual((await check("a * * 2")).error?.from, 4);
});

test("where no point comes nothing is written, however often it looks", async () => {
  const w = await world();
  await aRun(w, { precision: 0.8, recall: 0.5 });
  const { id } = await w.call(createCustomMetric, { projectId: w.projectId, name: "f1", expression: f1 });
  const written = () =>
    w.sql((tx) => tx.first<{ xmin: string }>(sql`select xmin::text from tracking.custom_metrics where workspace_id = ${w.workspaceId} and id = ${id}`));
  await turn(w);
  await turn(w);
  const before = await written();
  for (let i = 0; i < 3; i += 1) await turn(w);
  assert.deepEqual(await written(), before);
  const late = await aRun(w, { precision: 1, recall: 1 });
  await turn(w);
  assert.equal(await valueOf(w, late, "custom.f1"), 1);
});

test("it goes on in a database that was restored and counts its transactions anew", async () => {
  const w = await world();
  const { id } = await w.call(createCustomMetric, { projectId: w.projectId, name: "f1", expression: f1 });
  await turn(w);
  await w.sql((tx) => tx.run(sql`update tracking.custom_metrics set done_tx = 9000000000000 where workspace_id = ${w.workspaceId} and id = ${id}`));
  const runId = await aRun(w, { precision: 1, recall: 1 });
  await turn(w);
  assert.equal(await valueOf(w, runId, "custom.f1"), 1);
  await log(w, runId, { precision: 0.5, recall: 0.5 }, 1);
  await turn(w);
  assert.equal(await valueOf(w, runId, "custom.f1"), 0.5);
});
