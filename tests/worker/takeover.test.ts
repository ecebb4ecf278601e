import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { sql } from "../../src/db/sql.ts";
import { jobLogs } from "../../src/capabilities/jobs/contract.ts";
import { bench, type Bench } from "./bench.ts";
import { newerJob, stepsJob } from "./probe.ts";

let b: Bench;
before(async () => void (b = await bench()));
after(() => b.close());

interface Effect {
  step: number;
  worker: string;
  attempt: number;
}

const effects = (ws: string, jobId: string): Promise<Effect[]> =>
  b.database.transaction(ws, { readOnly: true }, (tx) =>
    tx.rows<Effect>(sql`select step, worker, attempt from probe.effects where workspace_id = ${ws} and job_id = ${jobId} order by at`),
  );

test(
  "a job moves on within 15 s when its worker freezes past the lease and the next one is killed; nothing is committed twice",
  { timeout: 90_000 },
  async () => {
    const ws = randomUUID();
    const frozen = await b.worker();
    const jobId = await b.enqueue(ws, stepsJob, { steps: 30, stepMs: 400, deaf: true });
    await b.until(ws, jobId, (job) => job.done >= 3);

    frozen.kill("SIGSTOP");
    const frozenAt = performance.now();
    const killed = await b.worker();
    const second = await b.until(ws, jobId, (job) => job.attempt === 2, 15_000);
    assert.ok(performance.now() - frozenAt < 15_000, "takeover from the frozen worker");
    assert.equal(second.state, "running");
    await b.until(ws, jobId, (job) => job.done >= 6);

    killed.kill("SIGKILL");
    const killedAt = performance.now();
    frozen.kill("SIGCONT");
    const third = await b.until(ws, jobId, (job) => job.attempt === 3, 15_000);
    assert.ok(performance.now() - killedAt < 15_000, "takeover from the killed worker");
    assert.equal(third.attempts, 3, "takeovers do not use up tries");

    const done = await b.until(ws, jobId, (job) => job.state === "finished", 40_000);
    assert.deepEqual(done.result, { steps: 30 });
    const rows = await effects(ws, jobId);
    assert.deepEqual(
      rows.map((row) => row.step),
      Array.from({ length: 30 }, (_, i) => i + 1),
      "every step once, in order",
    );
    assert.deepEqual(
      rows.map((row) => row.attempt),
      rows.map((row) => row.attempt).toSorted(),
      "no try wrote after its successor",
    );
    assert.deepEqual(
      [...new Set(rows.map((row) => row.worker))],
      [String(frozen.pid), String(killed.pid), String(frozen.pid)].filter((v, i, all) => all.indexOf(v) === i),
    );
    const log = await b.call(ws, jobLogs, { jobId });
    assert.equal(log.items.length, 3, "one line per try");
    frozen.kill("SIGTERM");
    await once(frozen, "exit");
  },
);

test("a job of a definition that no worker knows waits with its reason, and runs when a worker with newer code starts", { timeout: 60_000 }, async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, newerJob, {});
  assert.equal((await b.until(ws, jobId, () => true)).waiting, "No worker is running.");

  const old = await b.worker();
  const waits = await b.until(ws, jobId, (job) => job.waiting !== "No worker is running.");
  assert.equal(waits.state, "queued");
  assert.equal(waits.waiting, "No running worker knows probe.newer; it starts when a worker with newer code does.");

  old.kill("SIGTERM");
  await once(old, "exit");
  const young = await b.worker(4, true);
  await b.until(ws, jobId, (job) => job.state === "finished");
  young.kill("SIGTERM");
  await once(young, "exit");
});

test("a worker that is told to stop gives its job back at once, and the try does not count", { timeout: 60_000 }, async () => {
  const ws = randomUUID();
  const first = await b.worker();
  const jobId = await b.enqueue(ws, stepsJob, { steps: 20, stepMs: 200 });
  await b.until(ws, jobId, (job) => job.done >= 2);
  const second = await b.worker();
  const at = performance.now();
  first.kill("SIGTERM");
  await once(first, "exit");
  assert.ok(performance.now() - at < 3_000, "the stop waits for no lease");
  const done = await b.until(ws, jobId, (job) => job.state === "finished");
  assert.equal(done.attempt, 1);
  assert.deepEqual(
    (await effects(ws, jobId)).map((row) => row.step),
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
  second.kill("SIGTERM");
  await once(second, "exit");
});
