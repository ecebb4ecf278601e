import assert from "node:assert/strict";
import { test } from "node:test";
import Fastify from "fastify";
import { world } from "../../../../tests/harness.ts";
import { mlflowPlugin } from "./plugin.ts";

test("experiment 0 stays the same when it is renamed, and a new Default gets a number of its own", async () => {
  const w = await world();
  const app = Fastify();
  // The second scope has read nothing yet, as a server that was started again.
  const serve = async (prefix: string, actor = w.actor) =>
    await app.register(
      async (scope) => await mlflowPlugin(scope, { kernel: w.kernel, authenticate: async () => ({ ...actor, defaultProjectId: w.projectId }) }),
      {
        prefix,
      },
    );
  await serve("/first");
  await serve("/again");
  await serve("/viewer", w.as("viewer").actor);
  const send = async (method: "GET" | "POST", at: string, path: string, payload?: object) => {
    const answer = await app.inject({ method, url: `/${at}/api/2.0/mlflow/${path}`, ...(payload && { payload }) });
    return answer.json() as {
      experiment_id: string;
      experiment: { experiment_id: string; name: string };
      error_code?: string;
      run: { info: { experiment_id: string } };
    };
  };
  assert.equal((await send("GET", "first", "experiments/get-by-name?experiment_name=Default")).experiment.experiment_id, "0");
  await send("POST", "first", "experiments/update", { experiment_id: "0", new_name: "Baseline" });
  assert.equal((await send("GET", "first", "experiments/get-by-name?experiment_name=Default")).error_code, "RESOURCE_DOES_NOT_EXIST");
  const { experiment_id: other } = await send("POST", "first", "experiments/create", { name: "Default" });
  assert.notEqual(other, "0");
  for (const at of ["first", "again", "viewer"]) {
    const zero = await send("GET", at, "experiments/get?experiment_id=0");
    assert.deepEqual([zero.experiment.name, zero.experiment.experiment_id], ["Baseline", "0"], at);
    assert.equal((await send("GET", at, "experiments/get-by-name?experiment_name=Default")).experiment.experiment_id, other, at);
  }
  assert.equal((await send("POST", "again", "runs/create", { experiment_id: "0" })).run.info.experiment_id, "0");
  assert.equal((await send("POST", "again", "runs/create", { experiment_id: other })).run.info.experiment_id, other);
  await app.close();
});
