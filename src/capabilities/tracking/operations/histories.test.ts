import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { logMetrics, metricHistories, metricHistory, metricPoints } from "../contract/metrics.ts";
import { createRun } from "../contract/runs.ts";

const w = await world();
const timestamp = "2026-11-21T10:00:00.123Z";

async function line(key: string, values: readonly (number | "NaN")[], every = 1): Promise<string> {
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  for (let from = 0; from < values.length; from += 1000)
    await w.call(logMetrics, { runId, metrics: values.slice(from, from + 1000).map((value, i) => ({ key, value, step: (from + i) * every, timestamp })) });
  return runId;
}

test("an exact history is read in pages that hold every point once", async () => {
  const values = Array.from({ length: 2500 }, (_, i) => i % 7);
  const runId = await line("m", values);
  const seen: (number | null)[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await w.call(metricHistory, { runId, key: "m", exact: true, limit: 999, ...(cursor && { cursor }) });
    seen.push(...page.points.map((p) => p.value));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, values);
});

test("points of equal step and time are paged by their value, NaN last", async () => {
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  await w.call(logMetrics, { runId, metrics: [3, "NaN" as const, 1, 2].map((value) => ({ key: "m", value, step: 1, timestamp })) });
  const seen = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await w.call(metricHistory, { runId, key: "m", exact: true, limit: 1, ...(cursor && { cursor }) });
    seen.push(...page.points.map((p) => p.value ?? p.special));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, [1, 2, 3, "NaN"]);
});

test("a sampled line keeps its ends and extremes", async () => {
  const values = Array.from({ length: 3000 }, (_, i) => (i === 1234 ? -50 : i === 2345 ? 99 : Math.sin(i)));
  const { points, exact, total } = await w.call(metricHistory, { runId: await line("m", values), key: "m", points: 100 });
  assert.deepEqual([exact, total, points.length <= 100], [false, 3000, true]);
  assert.deepEqual([points[0]?.step, points.at(-1)?.step], [0, 2999]);
  for (const step of [1234, 2345]) assert.ok(points.some((p) => p.step === step));
});

test("lines of several runs are sampled at the same steps, each with its own ends and extremes", async () => {
  const a = await line(
    "m",
    Array.from({ length: 2000 }, (_, i) => (i === 777 ? 1000 : 0.5)),
  );
  const b = await line(
    "m",
    Array.from({ length: 1000 }, () => 0.25),
    2,
  );
  const short = await line("m", [1, "NaN", 2]);
  const { lines } = await w.call(metricHistories, { runIds: [a, b, short], keys: ["m", "none"], points: 20 });
  const of = (runId: string) => lines.find((l) => l.runId === runId);
  assert.deepEqual([of(a)?.total, of(a)?.exact, of(short)?.exact, lines.length], [2000, false, true, 3]);
  assert.ok(of(a)?.points.some((p) => p.value === 1000));
  const steps = (runId: string): Set<number> => new Set(of(runId)?.points.map((p) => p.step));
  const common = [...steps(b)].filter((step) => steps(a).has(step));
  assert.ok(common.length >= 9, `${common.length} steps in common`);
  assert.deepEqual([of(b)?.points[0]?.step, of(b)?.points.at(-1)?.step], [0, 1998]);
  const part = await w.call(metricHistories, { runIds: [a], keys: ["m"], fromStep: 770, toStep: 779 });
  assert.deepEqual([part.lines[0]?.total, part.lines[0]?.exact], [10, true]);
});

test("a line whose points all stand at one step is sampled too, with its ends and extremes", async () => {
  const values = Array.from({ length: 3000 }, (_, i) => (i === 1234 ? -50 : i === 2345 ? 99 : 0.5 + i / 1e6));
  const { id: runId } = await w.call(createRun, { projectId: w.projectId });
  const at = (i: number): string => new Date(Date.parse(timestamp) + i).toISOString();
  for (let from = 0; from < values.length; from += 1000)
    await w.call(logMetrics, { runId, metrics: values.slice(from, from + 1000).map((value, i) => ({ key: "m", value, step: 0, timestamp: at(from + i) })) });
  const { lines } = await w.call(metricHistories, { runIds: [runId], keys: ["m"], points: 50 });
  const shown = lines[0]?.points.map((p) => p.value) ?? [];
  assert.deepEqual([lines[0]?.total, lines[0]?.exact, shown[0], shown.at(-1)], [3000, false, values[0], values.at(-1)]);
  assert.ok(shown.length >= 40 && shown.length <= 60, `${shown.length} points`);
  assert.ok(shown.includes(-50) && shown.includes(99));
});

test("packed points are the history, number for number, over pages too", async () => {
  const values = [0.1, -5e-324, "NaN", 7] as const;
  const runId = await line("m", values, 2 ** 40);
  const seen: (string | number)[][] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await w.call(metricPoints, { runId, key: "m", limit: 3, ...(cursor && { cursor }) });
    const [steps, timestamps, numbers] = [page.steps, page.timestamps, page.values].map((text) => Buffer.from(text, "base64"));
    for (let i = 0; i < page.count; i += 1)
      seen.push([Number(steps?.readBigInt64LE(i * 8)), timestamps?.readDoubleLE(i * 8) ?? 0, String(numbers?.readDoubleLE(i * 8))]);
    cursor = page.nextCursor;
  }
  assert.deepEqual(
    seen,
    values.map((value, i) => [i * 2 ** 40, Date.parse(timestamp), String(value)]),
  );
});
