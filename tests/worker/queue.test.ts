import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "../../src/db/sql.ts";
import { createDurable } from "../../src/capabilities/jobs/durable.ts";
import { setJobPriority, type Job } from "../../src/capabilities/jobs/contract.ts";
import { bench, type Bench } from "./bench.ts";
import { flakyJob, keyedJob, stepsJob } from "./probe.ts";

let b: Bench;
let durable: ReturnType<typeof createDurable>;
const names = ["probe.steps", "probe.keyed", "probe.flaky"];
before(async () => {
  b = await bench();
  durable = createDurable(b.database);
});
after(() => b.close());

const idle = { steps: 1, stepMs: 1 };

/** Claims one after another, ending each job, until none is left; answers the order. */
async function order(limit: number): Promise<string[]> {
  const seen: string[] = [];
  const worker = randomUUID();
  for (;;) {
    const leases = await durable.claim(worker, names, limit);
    if (leases.length === 0) return seen;
    for (const lease of leases) {
      seen.push(lease.jobId);
      await durable.start(lease);
      assert.ok(await durable.finish(lease, {}));
    }
  }
}

test("within a project the highest priority runs first, then the oldest; a changed priority changes the order", async () => {
  const ws = randomUUID();
  const [low, first, second, high] = [
    await b.enqueue(ws, stepsJob, idle, { priority: -1 }),
    await b.enqueue(ws, stepsJob, idle),
    await b.enqueue(ws, stepsJob, idle),
    await b.enqueue(ws, stepsJob, idle, { priority: 5 }),
  ];
  await b.call(ws, setJobPriority, { jobId: second, priority: 9 });
  assert.deepEqual(await order(1), [second, high, first, low]);
});

test("a workspace with one job does not wait behind another's hundred, whatever their priority", async () => {
  const [many, few] = [randomUUID(), randomUUID()];
  for (let i = 0; i < 100; i += 1) await b.enqueue(many, stepsJob, idle, { priority: 100 });
  const one = await b.enqueue(few, stepsJob, idle);
  const place = (await order(1)).indexOf(one);
  assert.ok(place <= 1, `its place was ${place}`);
});

test("projects of one workspace take turns", async () => {
  const ws = randomUUID();
  const [p, q] = [randomUUID(), randomUUID()];
  const mine = new Map<string, string>();
  for (let i = 0; i < 4; i += 1) mine.set(await b.enqueue(ws, stepsJob, idle, { projectId: p }), "p");
  for (let i = 0; i < 4; i += 1) mine.set(await b.enqueue(ws, stepsJob, idle, { projectId: q }), "q");
  const turns = (await order(1)).map((id) => mine.get(id)).join("");
  assert.match(turns, /^(pq|qp)+$/);
});

test("one claim of many places is shared between workspaces", async () => {
  const [x, y] = [randomUUID(), randomUUID()];
  for (let i = 0; i < 6; i += 1) await b.enqueue(x, stepsJob, idle);
  for (let i = 0; i < 6; i += 1) await b.enqueue(y, stepsJob, idle);
  const leases = await durable.claim(randomUUID(), names, 4);
  assert.deepEqual(
    [x, y].map((ws) => leases.filter((lease) => lease.workspaceId === ws).length),
    [2, 2],
  );
  for (const lease of leases) await durable.release(lease);
  await order(10);
});

test("jobs with one concurrency key run one after another, other keys beside them", async () => {
  const ws = randomUUID();
  for (let i = 0; i < 3; i += 1) await b.enqueue(ws, keyedJob, { key: "a", ms: 1 });
  const other = await b.enqueue(ws, keyedJob, { key: "b", ms: 1 });
  const worker = randomUUID();
  const leases = await durable.claim(worker, names, 10);
  assert.equal(leases.length, 2);
  assert.ok(leases.some((lease) => lease.jobId === other));
  assert.equal((await durable.claim(worker, names, 10)).length, 2, "nothing more while they run");
  for (const lease of leases) {
    await durable.start(lease);
    await durable.finish(lease, {});
  }
  const [next, ...more] = await durable.claim(worker, names, 10);
  assert.ok(next && more.length === 0, "then one of them");
  assert.ok(await durable.release(next));
  await order(10);
});

test("twenty workers claiming at once share two hundred jobs, each job once", async () => {
  const ws = randomUUID();
  for (let i = 0; i < 200; i += 1) await (i % 4 === 0 ? b.enqueue(ws, keyedJob, { key: `k${i % 3}`, ms: 1 }) : b.enqueue(ws, stepsJob, idle));
  const seen = new Map<string, number>();
  const one = async (): Promise<void> => {
    const worker = randomUUID();
    for (let empty = 0; empty < 5;) {
      const leases = await durable.claim(worker, names, 5);
      empty = leases.length === 0 ? empty + 1 : 0;
      for (const lease of leases) {
        seen.set(lease.jobId, (seen.get(lease.jobId) ?? 0) + 1);
        await durable.start(lease);
        assert.ok(await durable.finish(lease, {}));
      }
      if (leases.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all(Array.from({ length: 20 }, one));
  assert.equal(seen.size, 200);
  assert.deepEqual([...new Set(seen.values())], [1]);
});

test("a failure waits for its next try; one that cannot help ends the job at once", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, flakyJob, { succeedAt: 9, code: "none" });
  const worker = randomUUID();
  const [lease] = await durable.claim(worker, names, 1, ws);
  assert.ok(lease);
  await durable.start(lease);
  assert.ok(await durable.fail(lease, { code: null, error: "It broke." }));
  const job: Job = await b.until(ws, jobId, () => true);
  assert.deepEqual([job.state, job.attempt, job.error], ["queued", 1, "It broke."]);
  assert.deepEqual(await durable.claim(worker, names, 1, ws), [], "not before its pause is over");
  await b.database.transaction(ws, {}, (tx) => tx.run(sql`update jobs.claims set run_after = now() where job_id = ${jobId}`));
  const [again] = await durable.claim(worker, names, 1, ws);
  assert.ok(again && again.token > lease.token, "every claim has a higher token");
  await durable.start(again);
  await durable.fail(again, { code: "invalid_input", error: "It never will." });
  assert.deepEqual(await b.until(ws, jobId, () => true).then((j) => [j.state, j.error, j.attempt]), ["failed", "It never will.", 2]);
});

test("what failed because something was away is tried again beyond its tries, at most eight times", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, stepsJob, idle);
  for (let i = 1; ; i += 1) {
    await b.database.transaction(ws, {}, (tx) => tx.run(sql`update jobs.claims set run_after = now() where job_id = ${jobId}`));
    const [lease] = await durable.claim(randomUUID(), names, 1, ws);
    assert.ok(lease, `try ${i}`);
    await durable.start(lease);
    await durable.fail(lease, { code: "unavailable", error: "The store is away." });
    const job = await b.until(ws, jobId, () => true);
    assert.equal(job.attempt, i);
    if (job.state === "failed") {
      assert.equal(i, 9);
      return;
    }
    assert.ok(job.attempts > job.attempt);
  }
});

test("nothing is written with an older token", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, stepsJob, idle);
  const [old] = await durable.claim(randomUUID(), names, 1, ws);
  assert.ok(old);
  await durable.start(old);
  await b.database.transaction(ws, {}, (tx) => tx.run(sql`update jobs.claims set lease_until = now() - interval '1 second' where job_id = ${jobId}`));
  assert.equal(await durable.reap(), 1);
  await assert.rejects(durable.report(old, { done: 1, total: 1, message: "late" }, []), { code: "LU001" }, "before anybody else claims");
  const [next] = await durable.claim(randomUUID(), names, 1, ws);
  assert.ok(next && next.token > old.token);
  await assert.rejects(durable.checkpoint(old, { late: true }), { code: "LU001" });
  await assert.rejects(durable.report(old, null, [{ level: "info", text: "late", at: new Date() }]), { code: "LU001" });
  assert.equal(await durable.finish(old, { late: true }), false);
  assert.equal(await durable.fail(old, { code: null, error: "late" }), false);
  assert.equal(await durable.release(old), false);
  const started = await durable.start(next);
  assert.deepEqual([started?.attempt, started?.checkpoint], [2, null]);
  assert.ok(await durable.finish(next, {}));
  await assert.rejects(durable.report(next, { done: 1, total: 1, message: "after the end" }, []), { code: "LU001" });
});

test("a job that ends its worker four times is failed, not tried for ever", async () => {
  const ws = randomUUID();
  const jobId = await b.enqueue(ws, stepsJob, idle);
  for (let i = 0; i < 4; i += 1) {
    const [lease] = await durable.claim(randomUUID(), names, 1, ws);
    assert.ok(lease, `claim ${i + 1}`);
    await durable.start(lease);
    await b.database.transaction(ws, {}, (tx) => tx.run(sql`update jobs.claims set lease_until = now() - interval '1 second' where job_id = ${jobId}`));
    await durable.reap();
  }
  const job = await b.until(ws, jobId, () => true);
  assert.equal(job.state, "failed");
  assert.match(job.error ?? "", /stopped answering 4 times/);
});

test("a claim row exists exactly as long as its job is queued or running", async () => {
  const { rows } = await b.database.transaction(null, { readOnly: true }, async (tx) => ({ rows: await tx.rows(sql`select job_id from jobs.claims`) }));
  assert.deepEqual(rows, []);
});
