import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { approveApproval, cancelApproval, listApprovals, watchApprovals } from "../contract.ts";
import { aRequest } from "../factory.ts";

test("a maker takes a request back; nobody can approve it afterwards", async () => {
  const w = await world();
  const { approvalId } = await aRequest(w);
  const cancelled = await w.as("data_scientist").call(cancelApproval, { approvalId, comment: "Found a leak" });
  assert.equal(cancelled.status, "cancelled");
  assert.equal(cancelled.checker, null);
  await assert.rejects(w.call(approveApproval, { approvalId }), { code: "conflict" });
});

test("nobody else takes it back", async () => {
  const w = await world();
  const { approvalId } = await aRequest(w);
  await assert.rejects(w.call(cancelApproval, { approvalId }), { code: "forbidden", message: /only its maker/ });
});

test("requests are found by status, text, resource and maker, page by page", async () => {
  const w = await world();
  const first = await aRequest(w);
  const second = await aRequest(w);
  await aRequest(w, w.as("project_manager"));
  await w.as("data_scientist").call(cancelApproval, { approvalId: first.approvalId });
  const ids = async (filter: Record<string, string>): Promise<number> => (await w.call(listApprovals, filter)).items.length;
  assert.equal(await ids({ status: "pending" }), 2);
  assert.equal(await ids({ resourceId: second.modelId }), 1);
  assert.equal(await ids({ makerId: w.as("data_scientist").actor.id }), 2);
  assert.equal(await ids({ q: "better than" }), 3);
  assert.equal(await ids({ q: "paula" }), 1);
  const page = await w.call(listApprovals, { limit: 2, order: "asc" });
  const rest = await w.call(listApprovals, { limit: 2, order: "asc", cursor: page.nextCursor ?? "" });
  assert.deepEqual([page.items.length, rest.items.length, rest.nextCursor], [2, 1, null]);
  assert.equal(page.items[0]?.id, first.approvalId);
});

test("a watcher hears of the waiting request", async () => {
  const w = await world();
  const { approvalId } = await aRequest(w);
  const [event] = await w.watch(watchApprovals, {}, (events) => events.length > 0);
  assert.equal(event?.waiting, 1);
  assert.equal(event?.latest?.id, approvalId);
});
