import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listAudit, undoAudit } from "../../governance/contract.ts";
import { createView, deleteView, listViews, shareView, updateView } from "../contract/views.ts";

test("a view is seen by its owner only, until it is shared", async () => {
  const w = await world();
  const other = w.as("data_scientist");
  const made = await w.call(createView, { projectId: w.projectId, name: "Seeds", query: "group=params.model" });
  assert.deepEqual((await other.call(listViews, { projectId: w.projectId })).items, []);
  await assert.rejects(other.call(updateView, { viewId: made.id, name: "Mine now" }), { code: "not_found", message: /There is no view/ });
  await w.call(shareView, { viewId: made.id, shared: true });
  const [seen] = (await other.call(listViews, { projectId: w.projectId })).items;
  assert.deepEqual([seen?.name, seen?.shared, seen?.mine], ["Seeds", true, false]);
  await assert.rejects(other.call(deleteView, { viewId: made.id }), { code: "not_found", message: /belongs to/ });
});

test("one name per person: another person may use it, the same one may not", async () => {
  const w = await world();
  await w.call(createView, { projectId: w.projectId, name: "Best", query: "" });
  const second = await w.call(createView, { projectId: w.projectId, name: "Rest", query: "" });
  await assert.rejects(w.call(createView, { projectId: w.projectId, name: "Best", query: "" }), { code: "conflict" });
  await assert.rejects(w.call(updateView, { viewId: second.id, name: "Best" }), { code: "conflict" });
  await w.as("viewer").call(createView, { projectId: w.projectId, name: "Best", query: "sort=name" });
});

test("a deleted view comes back by undo, as it was", async () => {
  const w = await world();
  const made = await w.call(createView, { projectId: w.projectId, name: "Best", query: "sort=-metrics.auc" });
  await w.call(shareView, { viewId: made.id, shared: true });
  await w.call(deleteView, { viewId: made.id });
  assert.deepEqual((await w.call(listViews, { projectId: w.projectId })).items, []);
  const [act] = (await w.call(listAudit, { operation: "views.delete" })).items;
  await w.call(undoAudit, { auditId: act?.id ?? "" });
  const [back] = (await w.call(listViews, { projectId: w.projectId })).items;
  assert.deepEqual([back?.id, back?.query, back?.shared], [made.id, made.query, true]);
});

test("lists page by key and find by name", async () => {
  const w = await world();
  for (const name of ["a1", "b1", "a2"]) await w.call(createView, { projectId: w.projectId, name, query: "" });
  const first = await w.call(listViews, { projectId: w.projectId, limit: 2 });
  const rest = await w.call(listViews, { projectId: w.projectId, limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual(
    [...first.items, ...rest.items].map((v) => v.name),
    ["a1", "a2", "b1"],
  );
  assert.deepEqual(
    (await w.call(listViews, { projectId: w.projectId, q: "b" })).items.map((v) => v.name),
    ["b1"],
  );
});
