import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listJobs } from "../contract.ts";
import { failedJob, queuedJob } from "../factory.ts";

test("jobs are listed newest first, page by page, without loss or repetition", async () => {
  const w = await world();
  const made: string[] = [];
  for (let i = 0; i < 7; i += 1) made.push(await queuedJob(w, { label: `Job ${i}` }));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; nextCursor: string | null } = await w.call(listJobs, { limit: 3, ...(cursor !== null && { cursor }) });
    seen.push(...page.items.map((job) => job.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual(seen, made.toReversed());
});

test("jobs are paged by every sort, also where values repeat", async () => {
  const w = await world();
  for (let i = 0; i < 5; i += 1) await queuedJob(w, { label: `Label ${i % 2}`, priority: i % 3 });
  await failedJob(w);
  for (const sort of ["createdAt", "startedAt", "endedAt", "priority", "label", "name", "state"] as const) {
    for (const order of ["asc", "desc"] as const) {
      const whole = (await w.call(listJobs, { sort, order })).items.map((job) => job.id);
      const first = await w.call(listJobs, { sort, order, limit: 4 });
      const second = await w.call(listJobs, { sort, order, limit: 4, cursor: first.nextCursor ?? "" });
      assert.deepEqual(
        [...first.items, ...second.items].map((job) => job.id),
        whole,
        `${sort} ${order}`,
      );
      assert.equal(whole.length, 6);
    }
  }
});

test("jobs are filtered by state, name, project, text and asker", async () => {
  const w = await world();
  const failed = await failedJob(w);
  const named = await queuedJob(w, { name: "testing.other", label: "50% of a_b" });
  const elsewhere = await queuedJob(w, { projectId: null });
  const ids = async (filter: Parameters<typeof w.call<typeof listJobs.input, typeof listJobs.output>>[1]): Promise<string[]> =>
    (await w.call(listJobs, { ...filter, order: "asc" })).items.map((job) => job.id);
  assert.deepEqual(await ids({ state: ["failed"] }), [failed]);
  assert.deepEqual(await ids({ state: ["queued", "failed"] }), [failed, named, elsewhere]);
  assert.deepEqual(await ids({ name: "testing.other" }), [named]);
  assert.deepEqual(await ids({ projectId: w.projectId }), [failed, named]);
  assert.deepEqual(await ids({ q: "50% OF A_" }), [named]);
  assert.deepEqual(await ids({ q: "50_" }), [], "wildcards of SQL are plain text");
  assert.deepEqual(await ids({ mine: true }), [failed, named, elsewhere]);
  assert.deepEqual((await w.as("viewer").call(listJobs, { mine: true })).items, []);
});

test("a cursor of another sort is refused, naming the field", async () => {
  const w = await world();
  for (let i = 0; i < 3; i += 1) await queuedJob(w);
  const { nextCursor } = await w.call(listJobs, { limit: 1 });
  await assert.rejects(w.call(listJobs, { sort: "label", cursor: nextCursor ?? "" }), { code: "invalid_input" });
  await assert.rejects(w.call(listJobs, { cursor: Buffer.from('["x","y","createdAt"]').toString("base64url") }), { code: "invalid_input" });
});

test("jobs of another workspace are not listed", async () => {
  const w = await world();
  await queuedJob(w);
  const other = await w.outsider();
  assert.deepEqual((await other.call(listJobs, {})).items, []);
});
