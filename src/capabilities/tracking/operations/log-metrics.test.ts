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
