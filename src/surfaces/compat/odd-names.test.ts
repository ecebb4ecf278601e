import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { world, type World } from "../../../tests/harness.ts";
import { createExperiment, getExperiment, setExperimentTags } from "../../capabilities/tracking/contract/experiments.ts";
import { exportRuns } from "../../capabilities/tracking/contract/export.ts";
import { logBatch, logMetrics, metricHistory } from "../../capabilities/tracking/contract/metrics.ts";
import { createLoggedModel, getLoggedModel, logLoggedModelParams } from "../../capabilities/tracking/contract/models.ts";
import { createRun, getRun, logParams, setTags } from "../../capabilities/tracking/contract/runs.ts";
import { runKeys, searchLatest, searchRuns } from "../../capabilities/tracking/contract/search.ts";
import { readLines } from "../../capabilities/tracking/contract/streams.ts";
import { mlflowPlugin } from "./mlflow/plugin.ts";
import { scriptsPlugin } from "./scripts/plugin.ts";
import { wandbPlugin } from "./wandb/plugin.ts";

/** Names that every JavaScript object answers to. */
const names = ["constructor", "hasOwnProperty", "isPrototypeOf", "toString", "valueOf"] as const;
const labels = Object.fromEntries(names.map((name, i) => [name, `value ${i}`]));
const proto = (value: unknown): never => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as never;
const pairs = names.map((key) => ({ key, value: labels[key] ?? "" }));
const points = names.map((key, i) => ({ key, value: i + 0.5, step: 1 }));

let w: World;
let app: FastifyInstance;
before(async () => {
  w = await world();
  app = Fastify();
  const host = {
    kernel: w.kernel,
    authenticate: async (request: { headers: { authorization?: string | undefined } }) =>
      request.headers.authorization === "Bearer good" ? { ...w.actor, defaultProjectId: w.projectId } : null,
  };
  await app.register(async (scope) => await mlflowPlugin(scope, host));
  await app.register(async (scope) => await wandbPlugin(scope, host));
  await app.register(async (scope) => await scriptsPlugin(scope, host));
});
after(() => app.close());

/** What is read of the answers. */
interface Answered {
  message?: string;
  error_code?: string;
  experiment_id: string;
  run: { info: { run_id: string }; data: Record<string, { key: string; value: unknown }[]> };
  data: { upsertBucket: { bucket: { id: string; project: { entity: { name: string } } } } };
  comparison: { toString: object };
}

async function send(method: "GET" | "POST", url: string, payload?: unknown, key = "good") {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const headers = { authorization: `Bearer ${key}`, ...(payload !== undefined && { "content-type": "application/json" }) };
  const answer = await app.inject({ method, url, headers, ...(text !== undefined && { payload: text }) });
  return { status: answer.statusCode, body: answer.json() as Answered };
}

const mlflow = (path: string, payload: unknown) => send("POST", `/api/2.0/mlflow/${path}`, payload);
const hex = (id: string): string => id.replaceAll("-", "");

/** Every way to read a run answers the labels and metrics of the odd names, no more and no less. */
async function readEqual(runId: string): Promise<void> {
  const run = await w.call(getRun, { runId });
  const odd = (all: Record<string, unknown>) => Object.keys(all).filter((key) => (names as readonly string[]).includes(key));
  for (const kept of [run.params, run.metrics, run.tags]) assert.deepEqual(odd(kept).toSorted(), [...names]);
  for (const [i, key] of names.entries()) {
    assert.deepEqual([run.params[key], run.tags[key], run.metrics[key]?.last], [labels[key], labels[key], i + 0.5]);
    const { points: history } = await w.call(metricHistory, { runId, key });
    assert.deepEqual(
      history.map((p) => p.value),
      [i + 0.5],
    );
    const filter = `metrics.${key} = ${i + 0.5} and params.${key} = '${labels[key]}' and tags.${key} = '${labels[key]}'`;
    const found = await w.call(searchRuns, { experimentIds: [run.experimentId], filter, orderBy: [`metrics.${key} DESC`, `params.${key} ASC`] });
    assert.deepEqual(
      found.items.map((r) => [r.id, r.params[key], r.metrics[key]?.max]),
      [[runId, labels[key], i + 0.5]],
    );
  }
  for (const kind of ["metric", "param", "tag"] as const) {
    const { items } = await w.call(runKeys, { experimentIds: [run.experimentId], kind, limit: 1000 });
    for (const key of names) assert.ok(items.includes(key), `${kind} ${key}`);
  }
  const { items } = await w.call(searchLatest, { experimentIds: [run.experimentId] });
  assert.deepEqual(items[0]?.metrics.keys.toSorted(), [...names]);
  assert.deepEqual(items[0]?.params, run.params);
}

test("a parameter, tag or metric may be named as what every object has, and every reading has it", async () => {
  const experiment = await w.call(createExperiment, { projectId: w.projectId, name: "native", tags: labels });
  assert.deepEqual((await w.call(getExperiment, { experimentId: experiment.id })).tags, labels);
  const { id: runId } = await w.call(createRun, { projectId: w.projectId, experimentId: experiment.id, params: labels, tags: labels });
  await w.call(logMetrics, { runId, metrics: points });
  await readEqual(runId);
  const batch = await w.call(createExperiment, { projectId: w.projectId, name: "batch" });
  const other = await w.call(createRun, { projectId: w.projectId, experimentId: batch.id });
  await w.call(logBatch, { runId: other.id, params: pairs, tags: pairs, metrics: points });
  await readEqual(other.id);
  const model = await w.call(createLoggedModel, { experimentId: experiment.id, params: labels, tags: labels });
  assert.deepEqual([(await w.call(getLoggedModel, { loggedModelId: model.id })).params, model.tags], [labels, labels]);
});

test("a run without such a name has nothing in its column", async () => {
  const { id } = await w.call(createExperiment, { projectId: w.projectId, name: "empty" });
  await w.call(createRun, { projectId: w.projectId, experimentId: id, name: "bare" });
  const columns = names.flatMap((key) => [
    { column: `param:${key}`, title: "p" },
    { column: `max:${key}`, title: "m" },
  ]);
  const csv = (
    await w.download(exportRuns, { projectId: w.projectId, experimentIds: [id], columns: [{ column: "attr:name", title: "Run" }, ...columns] })
  ).toString();
  assert.equal(csv.split("\r\n")[1], `bare${",".repeat(columns.length)}`);
});

test("MLflow's dialect keeps and reads such names too", async () => {
  const experiment = await mlflow("experiments/create", { name: "mlflow", tags: pairs });
  const { body } = await mlflow("runs/create", { experiment_id: experiment.body.experiment_id, tags: pairs });
  const id = body.run.info.run_id;
  const metrics = points.map((p) => ({ ...p, timestamp: 1000 }));
  assert.equal((await mlflow("runs/log-batch", { run_id: id, metrics, params: pairs })).status, 200);
  await readEqual(`${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`);
  const { data } = ((await send("GET", `/api/2.0/mlflow/runs/get?run_id=${id}`)).body as { run: { data: Record<string, { key: string; value: unknown }[]> } })
    .run;
  const read = (list: { key: string; value: unknown }[] = []) => list.filter((e) => e.key !== "mlflow.runName").toSorted((a, b) => (a.key < b.key ? -1 : 1));
  assert.deepEqual(read(data["params"]), pairs);
  assert.deepEqual(read(data["tags"]), pairs);
  assert.deepEqual(
    read(data["metrics"]).map((m) => [m.key, m.value]),
    points.map((p) => [p.key, p.value]),
  );
});

test("W&B's dialect keeps and reads such names too, also below other names", async () => {
  const config = `{${names.map((key) => `"${key}":{"value":"${labels[key]}"}`).join(",")}}`;
  const upsert = `mutation UpsertBucket($config: JSONString) { upsertBucket(input: {name: "odd", modelName: "wandb", config: $config}) { bucket { id project { entity { name } } } } }`;
  const opened = await send("POST", "/graphql", { query: upsert, variables: { config } });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const { bucket } = opened.body.data.upsertBucket;
  const line = `{"_step":1,"__proto__":7,"a":{"__proto__":8},${points.map((p) => `"${p.key}":${p.value}`).join(",")}}`;
  const summary = `{${points.map((p) => `"${p.key}":${p.value}`).join(",")}}`;
  const files = { "wandb-history.jsonl": { offset: 0, content: [line] }, "wandb-summary.json": { offset: 0, content: [summary] } };
  const sent = await send("POST", `/files/${bucket.project.entity.name}/wandb/odd/file_stream`, { files, complete: true, exitcode: 0 });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  const run = await w.call(getRun, { runId: bucket.id });
  assert.deepEqual(run.params, labels);
  assert.deepEqual(Object.keys(run.metrics).toSorted(), ["a.__proto__", ...names]);
  assert.equal(run.metrics["a.__proto__"]?.last, 8);
  const [kept] = (await w.call(readLines, { runId: bucket.id, stream: "wandb-history.jsonl", limit: 1 })).items;
  assert.match(kept?.text ?? "", /"__proto__":7/);
  const comparison = await send("GET", `/api/metrics/comparison?experiment_ids=${bucket.id},${(await w.call(createRun, { projectId: w.projectId })).id}`);
  assert.deepEqual(Object.values(comparison.body.comparison.toString), [3.5, null]);
});

test("the one name that no JSON object here can carry is refused by it, whatever it names and whichever way it comes", async () => {
  const { id: experimentId } = await w.call(createExperiment, { projectId: w.projectId, name: "refused" });
  const { id: runId } = await w.call(createRun, { projectId: w.projectId, experimentId });
  const { id: loggedModelId } = await w.call(createLoggedModel, { experimentId });
  const key = "__proto__";
  const native = [
    w.call(createRun, { projectId: w.projectId, params: proto("x") }),
    w.call(createRun, { projectId: w.projectId, tags: proto("x") }),
    w.call(logParams, { runId, params: proto("x") }),
    w.call(setTags, { runId, tags: proto("x") }),
    w.call(logBatch, { runId, params: [{ key, value: "x" }] }),
    w.call(logBatch, { runId, tags: [{ key, value: "x" }] }),
    w.call(logMetrics, { runId, metrics: [{ key, value: 1, step: 0 }] }),
    w.call(setExperimentTags, { experimentId, tags: proto("x") }),
    w.call(createLoggedModel, { experimentId, tags: proto("x") }),
    w.call(logLoggedModelParams, { loggedModelId, params: proto("x") }),
  ];
  for (const answer of native)
    await assert.rejects(answer, (error: Error & { code: string }) => error.code === "invalid_input" && /__proto__/.test(error.message));
  const run = { run_id: hex(runId) };
  const { number } = await w.call(getExperiment, { experimentId });
  const theirs = [
    mlflow("runs/log-metric", { ...run, key, value: 1, timestamp: 1 }),
    mlflow("runs/log-parameter", { ...run, key, value: "x" }),
    mlflow("runs/log-batch", { ...run, tags: [{ key, value: "x" }] }),
    mlflow("runs/set-tag", { ...run, key, value: "x" }),
    mlflow("runs/create", { experiment_id: String(number), tags: [{ key, value: "x" }] }),
    mlflow("experiments/create", { name: "p", tags: [{ key, value: "x" }] }),
    mlflow("experiments/set-experiment-tag", { experiment_id: String(number), key, value: "x" }),
    mlflow("logged-models", { experiment_id: String(number), params: [{ key, value: "x" }] }),
    mlflow("registered-models/create", { name: "p", tags: [{ key, value: "x" }] }),
  ];
  for (const answer of theirs) {
    const { status, body } = await answer;
    assert.deepEqual([status, body.error_code], [400, "INVALID_PARAMETER_VALUE"]);
    assert.match(body.message ?? "", /__proto__/);
  }
  const query = `mutation UpsertBucket($config: JSONString) { upsertBucket(input: {name: "proto", modelName: "wandb", config: $config}) { bucket { id } } }`;
  const config = `{"__proto__":{"value":1}}`;
  const { status, body } = await send("POST", "/graphql", { query, variables: { config } });
  assert.equal(status, 400);
  assert.match(JSON.stringify(body), /__proto__ cannot be kept/);
  assert.deepEqual((await w.call(searchRuns, { projectId: w.projectId, filter: "attributes.run_name = 'proto'" })).items, []);
});

test("nobody's body is read: who has no key is told so whatever was sent", async () => {
  const big = `{"query":"${"x".repeat(49 * 1024 * 1024)}`;
  for (const payload of ["{not json", big]) {
    assert.equal((await send("POST", "/graphql", payload, "bad")).status, 401);
    assert.equal((await send("POST", "/files/e/p/r/file_stream", payload, "bad")).status, 401);
  }
  assert.equal((await send("POST", "/graphql", big)).status, 413);
  assert.equal((await send("POST", "/api/2.0/mlflow/runs/log-inputs", big, "bad")).status, 401);
  assert.equal((await send("POST", "/api/2.0/mlflow/runs/log-inputs", big)).status, 413);
  assert.equal((await send("POST", "/api/2.0/mlflow/runs/log-batch", "{not json", "bad")).status, 401);
  assert.equal((await send("POST", "/api/2.0/mlflow/runs/log-batch", "{not json")).status, 400);
});
