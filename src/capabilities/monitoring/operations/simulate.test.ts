import assert from "node:assert/strict";
import { test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { getJob } from "../../jobs/contract.ts";
import { predictionLog } from "../../serving/contract.ts";
import { aDeployment } from "../../serving/factory.ts";
import { monitoringCurrent, monitoringDrift, simulateDrift } from "../contract.ts";
import { aMonitoredDeployment } from "../factory.ts";

async function simulated(w: World, deploymentId: string, shifts: { feature: string; sd: number }[], seed: number, rows = 400) {
  const { jobId, simulationId } = await w.call(simulateDrift, { deploymentId, shifts, seed, rows });
  await w.drainJobs();
  const job = await w.call(getJob, { jobId });
  assert.equal(job.state, "finished", job.error ?? "");
  const drift = await w.call(monitoringDrift, { deploymentId, source: "simulated" });
  assert.equal(drift.simulationId, simulationId);
  return { job, drift };
}

test("shift 0 raises nothing, a shift names only the shifted features, over several seeds and one after another", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  for (let seed = 1; seed <= 3; seed++) {
    const none = await simulated(w, deploymentId, [], seed);
    assert.deepEqual(none.drift.drifted, []);
    assert.equal(none.drift.rows, 400);
    const zero = await simulated(w, deploymentId, [{ feature: "Age", sd: 0 }], seed);
    assert.deepEqual(zero.drift.drifted, []);
    const age = await simulated(w, deploymentId, [{ feature: "Age", sd: 1.5 }], seed);
    assert.deepEqual(age.drift.drifted, ["Age"]);
    const sex = await simulated(
      w,
      deploymentId,
      [
        { feature: "Sex", sd: 2 },
        { feature: "Fare", sd: 1 },
      ],
      seed,
    );
    assert.deepEqual(sex.drift.drifted.toSorted(), ["Fare", "Sex"]);
  }
});

test("a simulation is labelled everywhere and kept apart from real traffic", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  const { job } = await simulated(w, deploymentId, [{ feature: "Age", sd: 2 }], 1, 200);
  assert.match(job.label, /^Simulate drift \(Age \+2 sd\) on m-/);
  assert.equal(job.total, 200);
  const log = await w.call(predictionLog, { deploymentId, limit: 1000 });
  assert.equal(log.items.length, 200);
  assert.ok(log.items.every((i) => i.source === "simulated"));
  assert.equal((await w.call(monitoringDrift, { deploymentId })).rows, 0);
  const [real] = (await w.call(monitoringCurrent, { deploymentId })).items;
  assert.deepEqual([real?.status, real?.rows, real?.simulatedRows], ["waiting", 0, 200]);
  const [shown] = (await w.call(monitoringCurrent, { deploymentId, source: "simulated" })).items;
  assert.deepEqual([shown?.status, shown?.source, shown?.rows, shown?.drifted], ["degraded", "simulated", 200, ["Age"]]);
  const all = await w.call(monitoringDrift, { deploymentId, source: "all" });
  assert.equal(all.rows, 200);
  assert.equal(all.predictionJudged, false);
});

test("a feature that is not there, or cannot be shifted, is refused by name", async () => {
  const w = await world();
  const { deploymentId } = await aMonitoredDeployment(w);
  await assert.rejects(
    w.call(simulateDrift, { deploymentId, shifts: [{ feature: "Cabin", sd: 1 }] }),
    (e: unknown) => e instanceof Refusal && e.code === "invalid_input" && /Cabin is not a feature.*Age, Fare, Sex/.test(e.message),
  );
});

test("a model that does not know its training data is refused", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await assert.rejects(w.call(simulateDrift, { deploymentId: id }), (e: unknown) => e instanceof Refusal && e.code === "checks_failed");
});
