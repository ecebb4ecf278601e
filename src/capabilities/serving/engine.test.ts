import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import { app, world } from "../../../tests/harness.ts";
import { sql } from "../../db/sql.ts";
import type { Database } from "../../kernel/ports.ts";
import { refuse, Refusal } from "../../kernel/contract/errors.ts";
import { aVersion } from "../registry/factory.ts";
import { createDeployment, getDeployment, updateDeployment } from "./contract.ts";
import { createServing } from "./engine.ts";
import { aDeployment, passenger } from "./factory.ts";

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("a server that never saw a deployment loads it on its first request, and shares a graph between deployments", async () => {
  const w = await world();
  const { database } = await app();
  const serving = createServing({ database, objects: w.services.objects, log: w.services.log });
  const first = await aDeployment(w);
  const { deployment: second } = await w.call(createDeployment, { projectId: w.projectId, name: "second", modelId: first.modelId });
  const many = await Promise.all([first.id, second.id, first.id].map((id) => serving.active(w.workspaceId, id)));
  assert.equal(many[0], many[2]);
  assert.deepEqual(serving.held(), { deployments: 2, graphs: 1 });
  const checked = many[0]?.validator.check([passenger]);
  assert.ok(checked);
  assert.equal((await many[0]?.answer(checked))?.length, 1);
  await serving.close();
});

test("a revision whose graph is gone leaves the old one serving, and the deployment says so", async () => {
  const w = await world();
  const { database } = await app();
  const model = await aVersion(w);
  const next = await aVersion(w, { name: model.name, fixture: "survival-2" });
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, modelId: model.modelId, version: 1 });
  const serving = createServing({ database, objects: w.services.objects, log: w.services.log });
  await serving.active(w.workspaceId, deployment.id);
  await w.call(updateDeployment, { deploymentId: deployment.id, version: 2 });
  await rm(await w.services.objects.localPath(next.graphKey ?? ""));
  await wait(1050);
  assert.equal((await serving.active(w.workspaceId, deployment.id)).revision.revision, 1);
  const seen = await w.call(getDeployment, { deploymentId: deployment.id });
  assert.equal(seen.deployment.status, "problem");
  assert.match(seen.deployment.problem ?? "", /Revision 2 does not load.*revision 1 keeps serving/);
  await serving.close();
});

test("with the database away a relaxed deployment answers on, a durable one says unavailable", async () => {
  const w = await world();
  const { database } = await app();
  let away = false;
  const flaky: Database = {
    transaction: (ws, options, body) => {
      if (away) return Promise.reject(refuse("unavailable", "The database does not answer.", "Wait."));
      return database.transaction(ws, options, body);
    },
  };
  const serving = createServing({ database: flaky, objects: w.services.objects, log: w.services.log });
  const relaxed = await aDeployment(w, { log: "relaxed" });
  const durable = await aDeployment(w, { log: "durable" });
  await serving.active(w.workspaceId, relaxed.id);
  await serving.active(w.workspaceId, durable.id);
  away = true;
  await wait(1050);
  assert.equal((await serving.active(w.workspaceId, relaxed.id)).revision.log, "relaxed");
  await assert.rejects(serving.active(w.workspaceId, durable.id), (e: unknown) => e instanceof Refusal && e.code === "unavailable");
  away = false;
  assert.equal((await serving.active(w.workspaceId, durable.id)).revision.log, "durable");
  await serving.close();
});

test("another workspace's deployment is not found", async () => {
  const w = await world();
  const { id } = await aDeployment(w);
  const other = await w.outsider();
  await assert.rejects(w.services.serving.active(other.workspaceId, id), (e: unknown) => e instanceof Refusal && e.code === "not_found");
  const rows = await other.sql((tx) =>
    tx.rows(sql`select 1 from serving.deployments union all select 1 from serving.revisions union all select 1 from serving.predictions`),
  );
  assert.deepEqual(rows, []);
});
