import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { cancelJob, jobLogs, type Job } from "../../src/capabilities/jobs/contract.ts";
import { createDurable } from "../../src/capabilities/jobs/durable.ts";
import { bench, type Bench } from "./bench.ts";
import { probeKernel } from "./kernel.ts";
import { childJob, deafJob, flakyJob, keyedJob, oddJob, stepsJob } from "./probe.ts";
import { sql } from "../../src/db/sql.ts";
import { silentLog } from "../../src/main/log.ts";
import { listen, type Listener } from "../../src/worker/listen.ts";
import { startRelay, type Relay } from "../../src/worker/relay.ts";
import { startWorker, type Worker } from "../../src/worker/worker.ts";

let b: Bench;
let worker: Worker;
let relay: Relay;
let listener: Listener;

before(async () => {
  b = await bench();
  relay = startRelay(b.url, silentLog);
  listener = listen(b.url, silentLog);
  worker = startWorker({ kernel: b.kernel, durable: createDurable(b.database), log: silentLog, slots: 10 });
  listener.subscribe((moved) => (moved === null || moved.topic === "queue" ? worker.wake() : undefined));
  await Promise.all([worker.ready, listener.ready]);
});
after(async () => {
  await worker.stop();
  await Promise.all([listener.close(), relay.close()]);
  await b.close();
});

const ended = (job: Job): boolean => ["finished", "failed", "cancelled"].includes(job.state);

/** Whether a process of the group runs; one that only waits to be buried does not. */
function groupLives(group: number): boolean {
  return readdirSync("/proc").some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const [state, , pgrp] = readFileSync(`/proc/${entry}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return pgrp === String(group) && state !== "Z" && state !== "X";
    } catch {
      return false;
    }
  });
}

test("ten jobs run at once, and each starts within a second", async () => {
  const ws = randomUUID();
  const ids = await Promise.all(Array.from({ length: 10 }, (_, i) => b.enqueue(ws, keyedJob, { key: `k${i}`, ms: 1500 })));
  const jobs = await Promise.all(ids.map((id) => b.until(ws, id, (job) => job.state === "running", 3_000)));
  for (const job of jobs)
    assert.ok(Date.parse(job.startedAt ?? "") - Date.parse(job.createdAt) < 1_000, `started at ${job.startedAt}, queued at ${job.createdAt}`);
  assert.equal(worker.running, 10);
  await Promise.all(ids.map((id) => b.until(ws, id, (job) => job.state === "finished")));
});

test("cancelling a running job ends its whole process group within 12 s, though it ignores SIGTERM", { timeout: 30_000 }, async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, childJob, { seconds: 60 });
  await b.until(ws, jobId, (job) => job.state === "running");
  let pid = 0;
  while (pid === 0) {
    const { items } = await b.call(ws, jobLogs, { jobId });
    pid = Number(/^group (\d+)$/.exec(items[0]?.text ?? "")?.[1] ?? 0);
  }
  assert.ok(groupLives(pid));
  const at = performance.now();
  const asked = await b.call(ws, cancelJob, { jobId });
  assert.equal(asked.cancelling, true);
  const job = await b.until(ws, jobId, ended, 12_500);
  assert.equal(job.state, "cancelled");
  assert.ok(!groupLives(pid), "the group is gone");
  assert.ok(performance.now() - at < 12_000, `it took ${Math.round(performance.now() - at)} ms`);
});

test("a handler that never looks at its signal is left behind 12 s after the cancel; its place is free again", { timeout: 30_000 }, async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, deafJob, { ms: 16_000 });
  await b.until(ws, jobId, (job) => job.state === "running");
  await b.call(ws, cancelJob, { jobId });
  const job = await b.until(ws, jobId, ended, 13_500);
  assert.equal(job.state, "cancelled");
});

test("an unexpected failure shows a reference and no detail; the job is tried again", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, flakyJob, { succeedAt: 2, code: "none" });
  const waiting = await b.until(ws, jobId, (job) => job.attempt === 1 && job.state === "queued");
  assert.doesNotMatch(JSON.stringify(waiting), /secret detail/);
  assert.match(waiting.error ?? "", new RegExp(jobId));
  assert.match(waiting.waiting ?? "", /^Tries again at /);
  const done = await b.until(ws, jobId, ended);
  assert.deepEqual([done.state, done.attempt, done.error], ["finished", 2, null]);
});

test("a refusal that a later try would repeat ends the job with its words and its fix", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, flakyJob, { succeedAt: 9, code: "invalid_input" });
  const job = await b.until(ws, jobId, ended);
  assert.deepEqual([job.state, job.attempt, job.error], ["failed", 1, "The probe refused. Wait for a later try."]);
});

test("a result that no row keeps is mended or refused with its size", async () => {
  const ws = randomUUID();
  const mended = await b.until(ws, await b.enqueue(ws, oddJob, { bytes: 1 }), ended);
  assert.deepEqual([mended.state, mended.result], ["finished", { text: "\u{fffd}\u{fffd}", filler: "x" }]);
  assert.deepEqual([mended.done, mended.total, mended.message], [0, null, "a\u{fffd}b"]);
  const refused = await b.until(ws, await b.enqueue(ws, oddJob, { bytes: 2_000_000 }), ended);
  assert.equal(refused.state, "failed");
  assert.match(refused.error ?? "", /^The job's result of 20000\d\d bytes is too large\./);
});

test("progress advances and the log arrives while the job runs", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, stepsJob, { steps: 6, stepMs: 300 });
  const counts = new Set<number>();
  await b.until(ws, jobId, (job) => {
    if (job.state === "running") counts.add(job.done);
    return ended(job);
  });
  assert.ok(counts.size >= 4, `counts seen: ${[...counts].join(", ")}`);
});

test("a job whose asker left the workspace is refused at its start and does nothing", async () => {
  const ws = randomUUID();
  await worker.stop();
  const jobId = await b.enqueue(ws, stepsJob, { steps: 2, stepMs: 1 });
  const asker = (await b.until(ws, jobId, () => true)).requestedBy.id;
  const kernel = probeKernel(b.database, silentLog, { gone: new Set([asker]) });
  const strict = startWorker({ kernel, durable: createDurable(b.database), log: silentLog, slots: 1 });
  const job = await b.until(ws, jobId, ended);
  assert.equal(job.state, "failed");
  assert.match(job.error ?? "", /^Ada asked for this job and is not a member of the workspace any more\./);
  assert.deepEqual(await b.database.transaction(ws, { readOnly: true }, (tx) => tx.rows(sql`select step from probe.effects where workspace_id = ${ws}`)), []);
  await strict.stop();
  await kernel.close();
  worker = startWorker({ kernel: b.kernel, durable: createDurable(b.database), log: silentLog, slots: 10 });
  await worker.ready;
});
