import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { logMetrics, metricHistory } from "../contract/metrics.ts";
import { createRun, deleteRun, getRun, updateRun } from "../contract/runs.ts";

test("points of one run are appended, and their aggregates are folded in", async () => {
  const w = await world();
  const run = await w.call(createRun, { projectId: w.projectId });
  await w.call(logMetrics, {
    runId: run.id,
    metrics: [
      { key: "loss", value: 3, step: 1 },
      { key: "loss", value: 1, step: 2 },
    ],
  });
  const lastAt = "2026-11-20T10:00:00.250Z";
  await w.call(logMetrics, { runId: run.id, metrics: [{ key: "loss", value: 2, step: 3, timestamp: lastAt }] });
  const { metrics } = await w.call(getRun, { runId: run.id });
  assert.deepEqual(metrics, { loss: { first: 3, last: 2, min: 1, max: 3, mean: 2, count: 3, lastStep: 3, lastAt, minStep: 2, maxStep: 1 } });
});

test("many callers at once lose no point, whatever batches they fall into", async () => {
  const w = await world();
  const run = await w.call(createRun, { projectId: w.projectId });
  await Promise.all(Array.from({ length: 200 }, (_, step) => w.call(logMetrics, { runId: run.id, metrics: [{ key: "loss", value: step, step }] })));
  const history = await w.call(metricHistory, { runId: run.id, key: "loss" });
  assert.equal(history.total, 200);
  assert.deepEqual(
    history.points.map((p) => p.step),
    Array.from({ length: 200 }, (_, i) => i),
  );
});

test("an ended run takes points, a deleted one refuses them, and others of the same batch are written", async () => {
  const w = await world();
  const [deleted, ended] = [await w.call(createRun, { projectId: w.projectId }), await w.call(createRun, { projectId: w.projectId })];
  await w.call(updateRun, { runId: ended.id, status: "finished" });
  await w.call(deleteRun, { runId: deleted.id });
  const [refused, written] = await Promise.allSettled([deleted, ended].map((r) => w.call(logMetrics, { runId: r.id, metrics: [{ key: "loss", value: 1 }] })));
  assert.match(String(refused?.status === "rejected" && refused.reason), /must be in the 'active' state/);
  assert.equal(written?.status, "fulfilled");
});

test("NaN and infinities are kept, and shown as null where JSON has no number", async () => {
  const w = await world();
  const run = await w.call(createRun, { projectId: w.projectId });
  await w.call(logMetrics, {
    runId: run.id,
    metrics: [
      { key: "loss", value: "NaN", step: 1 },
      { key: "loss", value: 2, step: 2 },
    ],
  });
  const { metrics } = await w.call(getRun, { runId: run.id });
  assert.equal(metrics.loss?.first, null);
  assert.equal(metrics.loss?.last, 2);
  assert.equal(metrics.loss?.min, 2);
});

test("a long history is sampled and keeps its extremes", async () => {
  const w = await world();
  const run = await w.call(createRun, { projectId: w.projectId });
  for (let at = 0; at < 5; at += 1)
    await w.call(logMetrics, {
      runId: run.id,
      metrics: Array.from({ length: 1000 }, (_, i) => ({ key: "loss", value: at === 2 && i === 500 ? 999 : Math.sin(i), step: at * 1000 + i })),
    });
  const history = await w.call(metricHistory, { runId: run.id, key: "loss", points: 300 });
  assert.equal(history.exact, false);
  assert.ok(history.points.length <= 300);
  assert.ok(history.points.some((p) => p.value === 999 && p.step === 2500));
});

const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 10, 0, second)).toISOString();

test("the same point sent again is no second point, whether all of a batch or a part of it was there", async () => {
  const w = await world();
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  const points = [
    { key: "loss", value: 3, step: 1, timestamp: at(1) },
    { key: "loss", value: 1, step: 2, timestamp: at(2) },
    { key: "acc", value: 0.5, step: 1, timestamp: at(1) },
  ];
  await w.call(logMetrics, { runId, metrics: points });
  await w.call(logMetrics, { runId, metrics: points });
  await w.call(logMetrics, {
    runId,
    metrics: [...points, ...points, { key: "loss", value: 5, step: 3, timestamp: at(3) }, { key: "lr", value: 0.1, timestamp: at(0) }],
  });
  const { metrics } = await w.call(getRun, { runId });
  assert.deepEqual(metrics.loss, { first: 3, last: 5, min: 1, max: 5, mean: 3, count: 3, lastStep: 3, lastAt: at(3), minStep: 2, maxStep: 3 });
  assert.deepEqual([metrics.acc?.count, metrics.lr?.count], [1, 1]);
  assert.equal((await w.call(metricHistory, { runId, key: "loss" })).total, 3);
});

test("another timestamp or another value at a step is another point; the last is the greatest step, then time, then value", async () => {
  const w = await world();
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  const log = (value: number, step: number, second: number) => w.call(logMetrics, { runId, metrics: [{ key: "m", value, step, timestamp: at(second) }] });
  await log(1, 5, 1);
  await log(2, 4, 9);
  await log(7, 5, 1);
  await log(6, 5, 1);
  await log(9, -1, 0);
  const { metrics } = await w.call(getRun, { runId });
  assert.deepEqual(metrics.m, { first: 9, last: 7, min: 1, max: 9, mean: 5, count: 5, lastStep: 5, lastAt: at(1), minStep: 5, maxStep: -1 });
});

test("aggregates are the same however the points are cut into batches", async () => {
  const w = await world();
  const values = [3, "NaN", -2, "Infinity", 8, 8, "NaN", 0.25, -2] as const;
  const points = values.map((value, i) => ({ key: "m", value, step: (i * 5) % 7, timestamp: at(i % 3) }));
  const summaries: unknown[] = [];
  for (const size of [1, 2, 4, 9]) {
    const { id: runId } = await w.call(createRun, { projectId: w.projectId });
    for (let from = 0; from < points.length; from += size) await w.call(logMetrics, { runId, metrics: points.slice(from, from + size) });
    summaries.push((await w.call(getRun, { runId })).metrics.m);
  }
  assert.deepEqual(
    summaries.slice(1),
    summaries.slice(1).map(() => summaries[0]),
  );
  assert.deepEqual(summaries[0], {
    first: 3,
    last: 8,
    min: -2,
    max: null,
    mean: null,
    count: 9,
    lastStep: 6,
    lastAt: at(1),
    minStep: 3,
    maxStep: 1,
    special: { max: "Infinity", mean: "Infinity" },
  });
});

test("what JSON has no number for is read back by its word", async () => {
  const w = await world();
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  const values = ["NaN", "Infinity", "-Infinity", 1.7976931348623157e308, 5e-324, -0.1] as const;
  await w.call(logMetrics, { runId, metrics: values.map((value, step) => ({ key: "m", value, step, timestamp: at(step) })) });
  const { points } = await w.call(metricHistory, { runId, key: "m" });
  assert.deepEqual(
    points.map((p) => p.value ?? p.special),
    values,
  );
});
