import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createDurable } from "../durable.ts";
import { app } from "../../../../tests/harness.ts";
import { cancelJob, jobLogs, watchJob } from "../contract.ts";
import { queuedJob } from "../factory.ts";

/** A job of this world, leased and started by the test itself. */
async function running() {
  const w = await world();
  const name = `testing.${w.workspaceId}`;
  const jobId = await queuedJob(w, { name });
  const durable = createDurable((await app()).database);
  const [lease] = await durable.claim(`test ${w.workspaceId}`, [name], 1, w.workspaceId);
  assert.ok(lease);
  assert.equal(lease.jobId, jobId);
  await durable.start(lease);
  return { w, jobId, durable, lease };
}

const line = (text: string, level: "info" | "warn" | "error" = "info") => ({ text, level, at: new Date() });

test("a watch shows advancing counts and every log line once, and ends with the job", async () => {
  const { w, jobId, durable, lease } = await running();
  const watching = w.watch(watchJob, { jobId }, () => false);
  for (let done = 1; done <= 4; done += 1) {
    await durable.report(lease, { done, total: 4, message: `Step ${done}` }, [line(`line ${done}`)]);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  assert.ok(await durable.finish(lease, { ok: true }));
  const events = await watching;
  const counts = events.map((event) => event.job.done);
  assert.deepEqual(counts, counts.toSorted(), "counts never go back");
  assert.ok(new Set(counts).size >= 3, `three different counts before the end: ${counts.join(", ")}`);
  assert.equal(events.at(-1)?.job.state, "finished");
  assert.deepEqual(
    events.flatMap((event) => event.lines.map((l) => l.text)),
    ["line 1", "line 2", "line 3", "line 4"],
  );
});

test("logs are read by level, by text and page by page", async () => {
  const { w, jobId, durable, lease } = await running();
  await durable.report(lease, null, [line("one"), line("two", "warn"), line("three", "error"), line("four")]);
  const texts = async (input: object): Promise<string[]> => (await w.call(jobLogs, { jobId, ...input })).items.map((l) => l.text);
  assert.deepEqual(await texts({}), ["one", "two", "three", "four"]);
  assert.deepEqual(await texts({ level: "warn" }), ["two", "three"]);
  assert.deepEqual(await texts({ level: "error" }), ["three"]);
  assert.deepEqual(await texts({ q: "T" }), ["two", "three"]);
  assert.deepEqual(await texts({ order: "desc", limit: 1 }), ["four"]);
  const first = await w.call(jobLogs, { jobId, limit: 3 });
  const second = await w.call(jobLogs, { jobId, limit: 3, cursor: first.nextCursor ?? "" });
  assert.deepEqual([first.items.length, second.items.map((l) => l.text), second.nextCursor], [3, ["four"], null]);
  await durable.cancelled(lease);
});

test("cancelling a running job is a wish its worker reads; the job shows it until it stopped", async () => {
  const { w, jobId, durable, lease } = await running();
  const asked = await w.call(cancelJob, { jobId });
  assert.deepEqual([asked.state, asked.cancelling], ["running", true]);
  const [seen] = await durable.renew(`test ${w.workspaceId}`, [], 1, [lease.token]);
  assert.equal(seen?.cancel, true);
  assert.ok(await durable.cancelled(lease));
  const events = await w.watch(watchJob, { jobId }, () => false);
  assert.deepEqual(
    events.map((event) => [event.job.state, event.job.cancelling]),
    [["cancelled", false]],
  );
});
