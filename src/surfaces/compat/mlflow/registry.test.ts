import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { world, type World } from "../../../../tests/harness.ts";
import { approveApproval, listApprovals } from "../../../capabilities/governance/contract.ts";
import { getModel } from "../../../capabilities/registry/contract/models.ts";
import { aVersion } from "../../../capabilities/registry/factory.ts";
import { mlflowPlugin } from "./plugin.ts";

let app: FastifyInstance;
let w: World;

before(async () => {
  w = await world();
  app = Fastify();
  const actors: Record<string, World["actor"]> = { owner: w.actor, scientist: w.as("data_scientist").actor, viewer: w.as("viewer").actor };
  const host = {
    kernel: w.kernel,
    authenticate: async (request: { headers: { authorization?: string | undefined } }) => actors[request.headers.authorization?.slice(7) ?? ""] ?? null,
  };
  await mlflowPlugin(app, host);
});
after(() => app.close());

async function send(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: object, as = "scientist") {
  const answer = await app.inject({
    method,
    url: `/api/2.0/mlflow/${path}`,
    headers: { authorization: `Bearer ${as}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> & { message?: string } };
}

test("a move to production waits for its approval and says so; then it is carried out", async () => {
  const { modelId, name } = await aVersion(w);
  const move = { name, version: "1", stage: "Production" };
  const asked = await send("POST", "model-versions/transition-stage", move);
  assert.deepEqual([asked.status, asked.body["error_code"]], [403, "PERMISSION_DENIED"]);
  const [waiting] = (await w.call(listApprovals, {})).items;
  assert.match(asked.body.message ?? "", new RegExp(waiting?.id ?? "no approval"));
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
  await w.call(approveApproval, { approvalId: waiting?.id ?? "" });
  await w.drainJobs();
  assert.equal((await w.call(getModel, { modelId })).productionVersion, 1);
  assert.equal((await send("POST", "model-versions/transition-stage", { ...move, stage: "Staging" })).status, 200);
});

test("a viewer reads and writes nothing", async () => {
  const { name } = await aVersion(w);
  assert.equal((await send("GET", `registered-models/get?name=${encodeURIComponent(name)}`, undefined, "viewer")).status, 200);
  for (const [method, path, body] of [
    ["POST", "registered-models/create", { name: "viewers" }],
    ["POST", "registered-models/set-tag", { name, key: "a", value: "b" }],
    ["POST", "model-versions/transition-stage", { name, version: "1", stage: "Staging" }],
    ["DELETE", "model-versions/delete", { name, version: "1" }],
    ["DELETE", "registered-models/delete", { name }],
  ] as const)
    assert.equal((await send(method, path, body, "viewer")).status, 403, path);
  assert.equal((await send("GET", `registered-models/get?name=${encodeURIComponent(name)}`, undefined, "nobody")).status, 401);
});

test("a version of our trainer shows its run's folder as source, and numbers are texts", async () => {
  const { name, runId } = await aVersion(w);
  const { body } = await send("GET", `model-versions/get?name=${encodeURIComponent(name)}&version=1`);
  const version = body["model_version"] as Record<string, unknown>;
  const hex = (runId ?? "").replaceAll("-", "");
  assert.deepEqual([version["version"], version["source"], version["run_id"], version["status"]], ["1", `runs:/${hex}/model`, hex, "READY"]);
  const uri = await send("GET", `model-versions/get-download-uri?name=${encodeURIComponent(name)}&version=1`);
  assert.deepEqual(uri.body, { artifact_uri: `runs:/${hex}/model` });
});

test("numbers are read where a version is a text, both spellings of a field are not, and an empty search is empty", async () => {
  const { name } = await aVersion(w);
  assert.equal((await send("POST", "model-versions/set-tag", { name, version: 1, key: "a", value: 2 })).status, 200);
  const twice = await send("POST", "model-versions/transition-stage", {
    name,
    version: "1",
    stage: "Staging",
    archiveExistingVersions: true,
    archive_existing_versions: true,
  });
  assert.equal(twice.status, 400);
  assert.deepEqual((await send("GET", "registered-models/search?filter=name%20%3D%20'absent'")).body, {});
  const missing = await send("POST", "registered-models/create", {});
  assert.match(missing.body.message ?? "", /^Missing value for required parameter 'name'/);
});
