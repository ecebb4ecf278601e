import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { cancelJob, retryJob, setJobPriority } from "../../src/capabilities/jobs/contract.ts";
import { createDurable } from "../../src/capabilities/jobs/durable.ts";
import { sql } from "../../src/db/sql.ts";
import { Refusal } from "../../src/kernel/contract/errors.ts";
import { silentLog } from "../../src/main/log.ts";
import { startWorker } from "../../src/worker/worker.ts";
import { bench, type Bench } from "./bench.ts";
import { keyedJob, stepsJob } from "./probe.ts";

let b: Bench;
before(async () => void (b = await bench()));
after(() => b.close());

test(
  "three workers, and people who cancel, retry and reorder the same jobs at the same time: no deadlock, no lost job, no orphaned claim",
  { timeout: 60_000 },
  async () => {
    const ws = randomUUID();
    const warnings: unknown[] = [];
    const log = {
      ...silentLog,
      warn: (data: object, message: string) => void warnings.push([message, data]),
      error: (data: object, message: string) => void warnings.push([message, data]),
    };
    const workers = [1, 2, 3].map(() => startWorker({ kernel: b.kernel, durable: createDurable(b.database), log, slots: 5 }));
    const ids: string[] = [];
    for (let i = 0; i < 90; i += 1)
      ids.push(await (i % 3 === 0 ? b.enqueue(ws, keyedJob, { key: `k${i % 4}`, ms: 20 }) : b.enqueue(ws, stepsJob, { steps: 3, stepMs: 15 })));
    const surprises: unknown[] = [];
    const settle = (act: Promise<unknown>): Promise<unknown> =>
      act.catch((error: unknown) => (error instanceof Refusal && error.code === "conflict" ? null : surprises.push(error)));
    const any = (): string => ids[Math.floor(Math.random() * ids.length)] ?? "";
    const people = Array.from({ length: 6 }, async () => {
      for (const until = performance.now() + 5_000; performance.now() < until;) {
        const jobId = any();
        await settle(b.call(ws, cancelJob, { jobId }));
        await settle(b.call(ws, retryJob, { jobId }));
        await settle(b.call(ws, setJobPriority, { jobId: any(), priority: Math.floor(Math.random() * 9) }));
      }
    });
    await Promise.all(people);
    for (const worker of workers) worker.wake();
    for (const jobId of ids) await b.until(ws, jobId, (job) => ["finished", "cancelled"].includes(job.state), 20_000);
    await Promise.all(workers.map((worker) => worker.stop()));
    assert.deepEqual(surprises, []);
    assert.deepEqual(warnings, []);
    const left = await b.database.transaction(null, { readOnly: true }, (tx) => tx.rows(sql`select job_id from jobs.claims`));
    assert.deepEqual(left, []);
  },
);
