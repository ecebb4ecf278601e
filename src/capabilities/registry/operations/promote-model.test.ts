import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import type { World } from "../../../../tests/world.ts";
import { approveApproval } from "../../governance/contract.ts";
import { archiveModel, getModel, listModels, updateModel } from "../contract/models.ts";
import { modelHistory, promoteModel } from "../contract/stages.ts";
import { getVersion, listVersions, updateVersion } from "../contract/versions.ts";
import { aVersion, promoted } from "../factory.ts";

async function toProduction(w: World, modelId: string, version: number): Promise<void> {
  const asked = await w.as("data_scientist").invoke(promoteModel, { modelId, version, stage: "production" });
  if (asked.kind !== "approval_required") throw new Error("nobody was asked");
  await w.call(approveApproval, { approvalId: asked.id });
  await w.drainJobs();
}

test("a stage holds one version: the one before is archived, and history tells who and why", async () => {
  const w = await world();
  const first = await promoted(w, await aVersion(w));
  const { modelId, name } = first;
  await aVersion(w, { name });
  await w.call(promoteModel, { modelId, version: 2, stage: "staging", reason: "Higher recall" });
  assert.equal((await w.call(getVersion, { modelId, version: 1 })).stage, "archived");
  const model = await w.call(getModel, { modelId });
  assert.deepEqual([model.stagingVersion, model.productionVersion, model.latestVersion], [2, null, 2]);
  const { items } = await w.call(modelHistory, { modelId });
  assert.deepEqual(
    items.map((c) => [c.version, c.from, c.to, c.cause, c.reason]),
    [
      [2, "none", "staging", "promoted", "Higher recall"],
      [1, "staging", "archived", "replaced", "Higher recall"],
      [1, "none", "staging", "promoted", ""],
    ],
  );
  assert.equal(items[0]?.by.name, w.actor.name);
});

test("history answers what was in production at a given time", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await aVersion(w, { name });
  const start = new Date().toISOString();
  await toProduction(w, modelId, 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const between = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await toProduction(w, modelId, 2);
  const at = async (asOf?: string) => (await w.call(modelHistory, { modelId, ...(asOf !== undefined && { asOf }) })).asOf.production;
  assert.deepEqual([await at(start), await at(between), await at()], [null, 1, 2]);
});

test("what a deployment follows is published: one row per live stage", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  await toProduction(w, modelId, 1);
  const look = () => w.sql((tx) => tx.rows({ text: "select model_id, stage, version from registry.pub_stages", values: [] }));
  assert.deepEqual(await look(), [{ model_id: modelId, stage: "production", version: 1 }]);
  assert.deepEqual(await (await w.outsider()).sql((tx) => tx.rows({ text: "select 1 from registry.pub_stages", values: [] })), []);
});

test("two moves at once into one stage leave exactly one version in it", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  await aVersion(w, { name });
  await Promise.all([1, 2].map((version) => w.call(promoteModel, { modelId, version, stage: "staging" })));
  const { items } = await w.call(listVersions, { modelId, stage: "staging" });
  assert.equal(items.length, 1);
});

test("a version that is not there, or a model of another workspace, is not found", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  await assert.rejects(w.call(promoteModel, { modelId, version: 9, stage: "staging" }), { code: "not_found" });
  await assert.rejects((await w.outsider()).call(promoteModel, { modelId, version: 1, stage: "staging" }), { code: "not_found" });
});

test("a model in a stage is not archived; outside it is, and then nothing moves", async () => {
  const w = await world();
  const { modelId } = await promoted(w, await aVersion(w));
  await assert.rejects(w.call(archiveModel, { modelId }), { code: "checks_failed", message: /in staging/ });
  await w.call(promoteModel, { modelId, version: 1, stage: "none" });
  assert.equal((await w.call(archiveModel, { modelId, reason: "Replaced by another" })).archived, true);
  await assert.rejects(w.call(promoteModel, { modelId, version: 1, stage: "staging" }), { code: "conflict", message: /archived/ });
  assert.equal((await w.call(listModels, {})).items.length, 0);
  assert.equal((await w.call(listModels, { archived: true })).items.length, 1);
});

test("models are listed by search, stage and order, page by page", async () => {
  const w = await world();
  for (const name of ["Beta 50%", "alpha", "Gamma_ray"]) await aVersion(w, { name });
  const names = async (filter: object) => (await w.call(listModels, { sort: "name", order: "asc", ...filter })).items.map((m) => m.name);
  assert.deepEqual(await names({}), ["alpha", "Beta 50%", "Gamma_ray"]);
  assert.deepEqual(await names({ q: "50%" }), ["Beta 50%"]);
  assert.deepEqual(await names({ q: "a_r" }), ["Gamma_ray"]);
  const [alpha] = (await w.call(listModels, { q: "alpha" })).items;
  await w.call(promoteModel, { modelId: alpha?.id ?? "", version: 1, stage: "staging" });
  assert.deepEqual(await names({ stage: "staging" }), ["alpha"]);
  for (const sort of ["name", "createdAt", "updatedAt"] as const)
    for (const order of ["asc", "desc"] as const) {
      const whole = (await w.call(listModels, { sort, order })).items.map((m) => m.id);
      const first = await w.call(listModels, { sort, order, limit: 2 });
      const rest = await w.call(listModels, { sort, order, limit: 2, cursor: first.nextCursor ?? "" });
      assert.deepEqual(
        [...first.items, ...rest.items].map((m) => m.id),
        whole,
        `${sort} ${order}`,
      );
    }
});

test("names stay unique in a project; words of a version change without a stage change", async () => {
  const w = await world();
  const first = await aVersion(w, { name: "One" });
  const second = await aVersion(w, { name: "Two" });
  await assert.rejects(w.call(updateModel, { modelId: second.modelId, name: "One" }), { code: "conflict", message: /another model One/ });
  assert.equal((await w.call(updateModel, { modelId: first.modelId, name: "ONE" })).name, "ONE");
  const changed = await w.call(updateVersion, { modelId: first.modelId, version: 1, description: "Without names", tags: { a: "b" } });
  assert.deepEqual([changed.description, changed.tags, changed.stage], ["Without names", { a: "b" }, "none"]);
});
