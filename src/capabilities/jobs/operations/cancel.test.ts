import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { sql } from "../../../db/sql.ts";
import { cancelJob, getJob, retryJob, setJobPriority } from "../contract.ts";
import { failedJob, queuedJob } from "../factory.ts";

test("a queued job is cancelled at once and leaves the queue", async () => {
  const w = await world();
  const jobId = await queuedJob(w);
  const job = await w.call(cancelJob, { jobId });
  assert.equal(job.state, "cancelled");
  assert.notEqual(job.endedAt, null);
  assert.equal(await w.sql((tx) => tx.first(sql`select 1 from jobs.claims where job_id = ${jobId}`)), null);
});

test("cancelling twice changes nothing the second time", async () => {
  const w = await world();
  const jobId = await queuedJob(w);
  const first = await w.call(cancelJob, { jobId });
  assert.deepEqual(await w.call(cancelJob, { jobId }), first);
});

test("a job that has ended cannot be cancelled, and the refusal says so", async () => {
  const w = await world();
  const jobId = await failedJob(w);
  await assert.rejects(w.call(cancelJob, { jobId }), { code: "conflict", message: `Job ${jobId} has ended already: failed.` });
});

test("a failed job is queued again with fresh tries, for the person who asks", async () => {
  const w = await world();
  const jobId = await failedJob(w);
  const again = w.as("data_scientist");
  const job = await again.call(retryJob, { jobId });
  assert.equal(job.state, "queued");
  assert.equal(job.error, null);
  assert.deepEqual([job.attempt, job.attempts], [1, 2]);
  assert.equal(job.requestedBy.id, again.actor.id);
  await assert.rejects(w.call(retryJob, { jobId }), { code: "conflict" });
});

test("the priority of a queued job changes, that of an ended one does not", async () => {
  const w = await world();
  const jobId = await queuedJob(w);
  assert.equal((await w.call(setJobPriority, { jobId, priority: 7 })).priority, 7);
  assert.equal((await w.call(getJob, { jobId })).priority, 7);
  await assert.rejects(w.call(setJobPriority, { jobId: await failedJob(w), priority: 7 }), { code: "conflict" });
});

test("a viewer may look at a job and not touch it", async () => {
  const w = await world();
  const jobId = await queuedJob(w);
  const viewer = w.as("viewer");
  assert.equal((await viewer.call(getJob, { jobId })).state, "queued");
  for (const act of [() => viewer.call(cancelJob, { jobId }), () => viewer.call(setJobPriority, { jobId, priority: 1 })])
    await assert.rejects(act(), { code: "forbidden" });
});
