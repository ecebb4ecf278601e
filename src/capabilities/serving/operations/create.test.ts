import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { undoAudit } from "../../governance/contract.ts";
import { newestAct } from "../../governance/factory.ts";
import { aVersion, promoted } from "../../registry/factory.ts";
import { createDeployment, getDeployment, listDeployments, predict, resolveDeployment } from "../contract.ts";
import { aDeployment, passenger, toProduction } from "../factory.ts";

const refused =
  (code: string, words: RegExp) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.code === code && words.test(`${error.message} ${error.fix}`);

test("a version deployed to staging answers within a second", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  const started = performance.now();
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, modelId });
  const answer = await w.call(predict, { deploymentId: deployment.id, rows: [passenger] });
  assert.ok(performance.now() - started < 1000);
  assert.equal(answer.revision, 1);
  assert.deepEqual([deployment.environment, deployment.status, deployment.modelVersion, deployment.followsProduction], ["staging", "ready", 1, false]);
  assert.match(deployment.name, /^churn-t\d+-staging$/);
});

test("without a version staging takes the staging version, else the newest", async () => {
  const w = await world();
  const first = await aVersion(w);
  await aVersion(w, { name: first.name, fixture: "survival-2" });
  const newest = await w.call(createDeployment, { projectId: w.projectId, name: "a", modelId: first.modelId });
  assert.equal(newest.deployment.modelVersion, 2);
  await promoted(w, first);
  const staged = await w.call(createDeployment, { projectId: w.projectId, name: "b", modelId: first.modelId });
  assert.equal(staged.deployment.modelVersion, 1);
});

test("a native version is refused with the reason it is native", async () => {
  const w = await world();
  const { modelId, version } = await aVersion(w, { native: true });
  await assert.rejects(w.call(createDeployment, { projectId: w.projectId, modelId, version }), refused("checks_failed", /native.*no converter to ONNX/));
  assert.equal((await w.call(listDeployments, { projectId: w.projectId })).items.length, 0);
});

test("a graph that does not load is refused with its reason, and nothing is written", async () => {
  const w = await world();
  const graph = await readFile(new URL("../../registry/fixtures/survival-1/model.onnx", import.meta.url));
  const broken = Buffer.from(graph.toString("latin1").replaceAll("Concat", "Conkat"), "latin1");
  assert.notDeepEqual(broken, graph);
  const { modelId } = await aVersion(w, { files: { "model.onnx": broken } });
  await assert.rejects(w.call(createDeployment, { projectId: w.projectId, modelId }), refused("checks_failed", /does not load.*Conkat/));
  assert.equal((await w.call(listDeployments, { projectId: w.projectId })).items.length, 0);
});

test("production needs a version in production, and takes only that one", async () => {
  const w = await world();
  const { modelId } = await aVersion(w);
  await assert.rejects(
    w.call(createDeployment, { projectId: w.projectId, modelId, environment: "production" }),
    refused("checks_failed", /no version in production.*models promote/),
  );
  await toProduction(w, modelId, 1);
  await assert.rejects(
    w.call(createDeployment, { projectId: w.projectId, modelId, environment: "production", version: 2 }),
    refused("checks_failed", /holds version 1, not 2/),
  );
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, modelId, environment: "production" });
  assert.equal(deployment.followsProduction, true);
});

test("a name serves once in a workspace, whatever its case; a uuid or the name finds it", async () => {
  const w = await world();
  const { id, name, modelId } = await aDeployment(w);
  await assert.rejects(w.call(createDeployment, { projectId: w.projectId, modelId, name: name.toUpperCase() }), refused("conflict", /exists already/));
  assert.equal((await w.call(resolveDeployment, { name: name.toUpperCase() })).deploymentId, id);
  assert.equal((await w.call(resolveDeployment, { name: id })).deploymentId, id);
  await assert.rejects((await w.outsider()).call(resolveDeployment, { name }), refused("not_found", /No deployment/));
});

test("get carries the signature a form is made from", async () => {
  const w = await world();
  const { deployment } = await w.call(getDeployment, { deploymentId: (await aDeployment(w)).id });
  assert.deepEqual(
    deployment.signature.inputs.map((i) => [i.name, i.type, i.required]),
    [
      ["Age", "number", false],
      ["Fare", "number", true],
      ["Sex", "string", true],
    ],
  );
  assert.deepEqual(deployment.signature.inputs[2]?.categories, ["female", "male"]);
  assert.equal(deployment.referenceRows, 891);
  assert.equal(deployment.addresses.v2, `/v2/models/${deployment.name}/infer`);
});

test("a list filters, searches and pages", async () => {
  const w = await world();
  const { modelId, name } = await aVersion(w);
  for (const word of ["alpha", "beta", "gamma"]) await w.call(createDeployment, { projectId: w.projectId, modelId, name: word });
  const first = await w.call(listDeployments, { projectId: w.projectId, sort: "name", order: "asc", limit: 2 });
  const second = await w.call(listDeployments, { projectId: w.projectId, sort: "name", order: "asc", limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual(
    [...first.items, ...second.items].map((d) => d.name),
    ["alpha", "beta", "gamma"],
  );
  assert.equal(second.nextCursor, null);
  assert.equal((await w.call(listDeployments, { q: "BET" })).items.length, 1);
  assert.equal((await w.call(listDeployments, { q: name.toUpperCase() })).items.length, 3);
  assert.equal((await w.call(listDeployments, { environment: "production" })).items.length, 0);
});

test("undoing a deploy removes it", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  await w.call(undoAudit, { auditId: await newestAct(w, "deployments.create") });
  await assert.rejects(w.call(predict, { deploymentId: id, rows: [passenger] }), refused("not_found", /does not serve/));
});
