import assert from "node:assert/strict";
import { test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { predict, removeDeployment } from "../../serving/contract.ts";
import { monitoringCurrent, monitoringDrift, monitoringTraffic, retrainingAdvice, watchMonitoring } from "../contract.ts";
import { aMonitoredDeployment, titanicLike } from "../factory.ts";

async function traffic(
  w: World,
  deploymentId: string,
  rows: number,
  change: (row: Record<string, unknown>) => Record<string, unknown> = (r) => r,
): Promise<void> {
  const table = titanicLike(rows, 99).map(({ Age, Fare, Sex }) => change({ Age, Fare, Sex }));
  for (let at = 0; at < rows; at += 50) await w.call(predict, { deploymentId, rows: table.slice(at, at + 50) });
}

test("below 100 rows the status is waiting and a counter says how many are there", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  await traffic(w, deploymentId, 99);
  const [now] = (await w.call(monitoringCurrent, { deploymentId })).items;
  assert.deepEqual([now?.status, now?.rows, now?.needed, now?.driftScore], ["waiting", 99, 100, null]);
  const drift = await w.call(monitoringDrift, { deploymentId });
  assert.deepEqual([drift.ready, drift.rows, drift.features], [false, 99, []]);
});

test("traffic like the training data is healthy, with throughput, latency and no errors", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  await traffic(w, deploymentId, 300);
  const [now] = (await w.call(monitoringCurrent, { deploymentId })).items;
  assert.deepEqual([now?.status, now?.reasons], ["healthy", []]);
  assert.deepEqual([now?.requests, now?.rows, now?.errors], [6, 300, 0]);
  assert.ok((now?.rowsPerS ?? 0) > 1 && (now?.latencyP50Ms ?? 0) > 0 && (now?.latencyP95Ms ?? 0) >= (now?.latencyP50Ms ?? 0));
  const { points, stepS } = await w.call(monitoringTraffic, { deploymentId, hours: 1 });
  assert.equal(stepS, 60);
  assert.equal(
    points.reduce((sum, p) => sum + p.rows, 0),
    300,
  );
});

test("drifting traffic is degraded, names the feature, and advises to retrain now", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  await traffic(w, deploymentId, 300, (row) => ({ ...row, Age: 75 }));
  const [now] = (await w.call(monitoringCurrent, { deploymentId })).items;
  assert.equal(now?.status, "degraded");
  assert.deepEqual(now?.drifted, ["Age"]);
  assert.match(now?.reasons[0] ?? "", /^Age drifts: PSI \d+\.\d\d, limit 0\.20\.$/);
  const drift = await w.call(monitoringDrift, { deploymentId });
  const [age] = drift.features;
  assert.deepEqual([age?.name, age?.level, drift.predictionJudged], ["Age", "major", true]);
  assert.equal(age?.bins.length, age?.current.length);
  assert.ok((age?.ks?.upper ?? 0) >= (age?.ks?.statistic ?? 1));
  const advice = await w.call(retrainingAdvice, { deploymentId });
  assert.equal(advice.tier, "immediate");
  assert.deepEqual(
    advice.tiers.map((t) => [t.tier, t.applies]),
    [
      ["immediate", true],
      ["soon", false],
      ["monitor", false],
    ],
  );
});

test("refused requests are errors, and many of them degrade", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  await traffic(w, deploymentId, 50);
  for (let i = 0; i < 20; i++) await w.call(predict, { deploymentId, rows: [{ Sex: 1 }] }).catch(() => undefined);
  const [now] = (await w.call(monitoringCurrent, { deploymentId })).items;
  assert.deepEqual([now?.requests, now?.errors, now?.status], [21, 20, "degraded"]);
  assert.match(now?.reasons.join() ?? "", /95\.2 % of requests were refused or failed, limit 20\.0 %/);
});

test("all deployments stand on one page of figures; a removed one leaves it", async () => {
  const w = await world();
  const first = await aMonitoredDeployment(w);
  const second = await aMonitoredDeployment(w, 8);
  assert.equal((await w.call(monitoringCurrent, { projectId: w.projectId })).items.length, 2);
  await w.call(removeDeployment, { deploymentId: second.deploymentId });
  const { items } = await w.call(monitoringCurrent, { projectId: w.projectId });
  assert.deepEqual(
    items.map((i) => i.deploymentId),
    [first.deploymentId],
  );
});

test("a watch shows new traffic within a few seconds", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  setTimeout(() => void traffic(w, deploymentId, 100), 100);
  const seen = await w.watch(watchMonitoring, { deploymentId }, (events) => (events.at(-1)?.current.rows ?? 0) >= 100 || events.length > 20);
  assert.ok(seen.length >= 2 && seen.length < 10);
  assert.equal(seen[0]?.current.rows, 0);
});
