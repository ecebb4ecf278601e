import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { createProject } from "../../projects/contract.ts";
import { promoteModel } from "../../registry/contract/stages.ts";
import { aVersion, promoted } from "../../registry/factory.ts";
import { getAudit, listAudit } from "../contract.ts";
import { linkAll, newestAct } from "../factory.ts";

test("a write leaves who, what, when, from where and why, with before and after", async () => {
  const w = await world();
  const { modelId, version } = await aVersion(w);
  await w.call(promoteModel, { modelId, version, stage: "staging", reason: "Best of the week" });
  const row = await w.call(getAudit, { auditId: await newestAct(w, "models.promote") });
  assert.equal(row.actor?.id, w.actor.id);
  assert.deepEqual(row.target, { model: modelId });
  assert.equal(row.projectId, w.projectId);
  assert.equal(row.from, "127.0.0.1");
  assert.equal(row.note, "Best of the week");
  assert.deepEqual(row.payload?.before, { version: 1, stage: "none" });
  assert.deepEqual(row.payload?.after, { version: 1, stage: "staging" });
  assert.deepEqual(row.payload?.input, { modelId, version: 1, stage: "staging", reason: "Best of the week" });
});

test("an act that changes nothing leaves no row", async () => {
  const w = await world();
  const version = await aVersion(w);
  await promoted(w, version);
  await promoted(w, version);
  assert.equal((await w.call(listAudit, { operation: "models.promote" })).items.length, 1);
});

test("a refusal is found by outcome, with what was missing", async () => {
  const w = await world();
  const { modelId, version } = await aVersion(w);
  await assert.rejects(w.as("viewer").call(promoteModel, { modelId, version, stage: "staging" }), { code: "forbidden" });
  const { items } = await w.call(listAudit, { outcome: "refused" });
  assert.equal(items.length, 1);
  assert.equal(items[0]?.actor?.id, w.as("viewer").actor.id);
  assert.match(items[0]?.note ?? "", /model:promote/);
});

test("rows are found by actor, operation, noun, target, text and time", async () => {
  const since = new Date(Date.now() - 1000).toISOString();
  const w = await world();
  const version = await promoted(w, await aVersion(w));
  const scientist = w.as("data_scientist");
  await scientist.call(promoteModel, { modelId: version.modelId, version: 1, stage: "archived", reason: "100% of them_failed" });
  const found = async (filter: Record<string, string>): Promise<number> => (await w.call(listAudit, filter)).items.length;
  assert.equal(await found({ actorId: scientist.actor.id }), 1);
  assert.equal(await found({ operation: "models.promote" }), 2);
  assert.equal(await found({ operation: "models." }), 3);
  assert.equal(await found({ target: version.modelId }), 2);
  // Five files, the metrics, the end, the registration.
  assert.equal(await found({ target: version.runId ?? "" }), 8);
  await linkAll();
  assert.equal(await found({ target: version.runId ?? "" }), 8);
  await promoted(w, await aVersion(w, { name: version.name }));
  assert.equal(await found({ target: version.modelId }), 3);
  assert.equal(await found({ q: "100% of them_" }), 1);
  assert.equal(await found({ q: "0%f" }), 0);
  assert.ok((await found({ since })) > 5);
  assert.equal(await found({ until: since }), 0);
  assert.equal(await found({ surface: "job" }), 0);
});

test("pages follow each other without gap or double in both orders", async () => {
  const w = await world();
  for (let i = 0; i < 7; i += 1) await w.call(createProject, { name: w.unique() });
  for (const order of ["asc", "desc"] as const) {
    const whole = (await w.call(listAudit, { order })).items.map((row) => row.id);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await w.call(listAudit, { order, limit: 3, ...(cursor !== undefined && { cursor }) });
      paged.push(...page.items.map((row) => row.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(paged, whole);
    assert.equal(whole.length, 8);
  }
});

test("data scientists may not read the audit log, project managers may", async () => {
  const w = await world();
  await assert.rejects(w.as("data_scientist").call(listAudit, {}), { code: "forbidden" });
  assert.ok((await w.as("project_manager").call(listAudit, {})).items.length > 0);
});
