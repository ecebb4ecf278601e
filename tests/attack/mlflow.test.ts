import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Target, type Reply, type Sent } from "./target.ts";

let target: Target;
let experiment = "";
let run = "";
const api = "/api/2.0/mlflow";
before(async () => {
  target = await Target.start();
  experiment = (await post<{ experiment_id: string }>("experiments/create", { name: "attacked" })).experiment_id;
  run = await newRun();
});
after(() => target.stop());

async function post<T>(path: string, body: object): Promise<T> {
  return await target.done<T>("POST", `${api}/${path}`, { body });
}

async function newRun(): Promise<string> {
  return (await post<{ run: { info: { run_id: string } } }>("runs/create", { experiment_id: experiment })).run.info.run_id;
}

/** A refusal in MLflow's form, that tells nothing of the inside. */
async function refused(method: string, path: string, sent: Sent, status: number, code: string, sentence: RegExp): Promise<Reply> {
  const reply = await target.send(method, path.startsWith("/") ? path : `${api}/${path}`, sent);
  const shown = `${method} ${path.slice(0, 120)}: ${reply.status} ${reply.text.slice(0, 300)}`;
  assert.equal(reply.status, status, shown);
  const { error_code, message } = reply.body as { error_code?: string; message?: string };
  assert.equal(error_code, code, shown);
  assert.match(message ?? "", sentence, shown);
  assert.doesNotMatch(reply.text, /node_modules|\.ts:\d|\bat \/|select .* from |insert into |\/tmp\/|PostgreSQL|stack/i);
  return reply;
}

const invalid = "INVALID_PARAMETER_VALUE";

test("fields of a wrong type are named with their value, the way MLflow's clients match", async () => {
  const now = Date.now();
  const metric = { run_id: run, key: "m", value: 1, timestamp: now };
  const wrong: [path: string, body: object, sentence: RegExp][] = [
    ["experiments/create", {}, /^Missing value for required parameter 'name'\./],
    ["experiments/create", { name: "" }, /^Missing value for required parameter 'name'\./],
    ["experiments/create", { name: 123 }, /^Invalid value 123 for parameter 'name' supplied/],
    ["experiments/create", { name: "x", tags: "5" }, /^Invalid value "5" for parameter 'tags' supplied/],
    ["experiments/create", { name: "x", tags: [{ key: 1 }] }, /parameter 'tags\[0\]\.key'/],
    ["experiments/create", { name: "  " }, /^Invalid experiment name/],
    ["experiments/create", { name: "n".repeat(501) }, /exceeds the maximum length of 500/],
    ["runs/create", { experiment_id: "nonsense" }, /Invalid experiment ID 'nonsense'/],
    ["runs/create", { experiment_id: experiment, start_time: "soon" }, /^Invalid value "soon" for parameter 'start_time'/],
    ["runs/create", { experiment_id: experiment, start_time: 1e18 }, /'start_time'/],
    [
      "runs/create",
      { experiment_id: experiment, run_name: "a", tags: [{ key: "mlflow.runName", value: "b" }] },
      /Both 'run_name' argument and 'mlflow.runName' tag/,
    ],
    ["runs/log-metric", { ...metric, value: true }, /^Invalid value true for parameter 'value'/],
    ["runs/log-metric", { ...metric, value: "high" }, /^Invalid value "high" for parameter 'value'/],
    ["runs/log-metric", { ...metric, value: null }, /^Missing value for required parameter 'value'/],
    ["runs/log-metric", { ...metric, timestamp: -1 }, /Timestamp must be a nonnegative long/],
    ["runs/log-metric", { ...metric, step: 1.5 }, /^Invalid value 1\.5 for parameter 'step'/],
    ["runs/log-metric", { ...metric, step: "9".repeat(19) }, /'step'/],
    ["runs/log-metric", { ...metric, key: "../up" }, /must not resolve to other names/],
    ["runs/log-metric", { ...metric, key: "a\u0000b" }, /Names may only contain/],
    ["runs/log-metric", { ...metric, key: "k".repeat(251) }, /exceeds the maximum length of 250/],
    ["runs/log-metric", { ...metric, run_id: "../../etc" }, /^Invalid value "\.\.\/\.\.\/etc" for parameter 'run_id'/],
    ["runs/log-metric", { ...metric, runId: run }, /both 'run_id' and 'runId'/],
    ["runs/log-parameter", { run_id: run, key: "k".repeat(100_000), value: "v" }, /exceeds the maximum length of 250/],
    ["runs/set-tag", { run_id: run, key: "a'; drop table tracking.runs; --", value: "v" }, /Names may only contain/],
    ["runs/set-tag", { run_id: run, key: "k", value: "half \ud800 pair" }, /not well-formed|U\+0000|surrogate/],
    ["runs/search", { experiment_ids: "1" }, /^Invalid value "1" for parameter 'experiment_ids'/],
    ["runs/search", { experiment_ids: [experiment], max_results: 50_001 }, /50000/],
    ["runs/search", { experiment_ids: [experiment], max_results: -1 }, /positive integer/],
    ["runs/search", { experiment_ids: [experiment], page_token: "???" }, /page token/i],
    ["runs/search", { experiment_ids: [experiment], page_token: Buffer.from('{"cursor":"x"}').toString("base64") }, /./],
    ["runs/update", { run_id: run, status: "DONE" }, /^Invalid value "DONE" for parameter 'status'/],
  ];
  for (const [path, body, sentence] of wrong) await refused("POST", path, { body }, 400, invalid, sentence);
});

test("filters hold no SQL, and no words beyond their grammar", async () => {
  const filters = [
    "params.x = 'a'; drop table tracking.runs; --",
    "params.x = 'a' OR 1 = 1",
    "metrics.m > (select 1)",
    "attributes.status = 'RUNNING' UNION SELECT * FROM identity.keys",
    "params.`a' = 'b",
    "1 = 1",
    "tags.x LIKE '%' ESCAPE '!'",
    "((((((((((",
    `params.x = '${"a".repeat(200_000)}'`,
    "metrics.m > 1e999999",
  ];
  for (const filter of filters) {
    const reply = await target.send("POST", `${api}/runs/search`, { body: { experiment_ids: [experiment], filter } });
    assert.ok(reply.status === 400 || (reply.status === 200 && reply.text === "{}"), `${filter.slice(0, 80)}: ${reply.status} ${reply.text.slice(0, 200)}`);
    assert.doesNotMatch(reply.text, /syntax error at or near|pg_|relation/i);
  }
  for (const order of ["start_time; drop table x", "metrics.m ASC NULLS", "(select 1)", ""])
    await refused("POST", "runs/search", { body: { experiment_ids: [experiment], order_by: [order] } }, 400, invalid, /./);
  await post("runs/log-parameter", { run_id: run, key: "quoted", value: "it's \" ` % _ \\ --" });
  const found = await post<{ runs?: object[] }>("runs/search", { experiment_ids: [experiment], filter: `params.quoted LIKE '%"%'` });
  assert.equal(found.runs?.length, 1);
});

test("batches beyond MLflow's limits are refused, the ones within are kept whole", async () => {
  const id = await newRun();
  const metrics = (n: number): object[] => Array.from({ length: n }, (_, i) => ({ key: `m${i}`, value: i, timestamp: 1, step: 0 }));
  const labels = (n: number): object[] => Array.from({ length: n }, (_, i) => ({ key: `k${i}`, value: "v" }));
  await refused("POST", "runs/log-batch", { body: { run_id: id, metrics: metrics(1001) } }, 400, invalid, /at most 1000 metrics. Got 1001/);
  await refused("POST", "runs/log-batch", { body: { run_id: id, params: labels(101) } }, 400, invalid, /at most 100 params. Got 101/);
  await refused("POST", "runs/log-batch", { body: { run_id: id, tags: labels(101) } }, 400, invalid, /at most 100 tags. Got 101/);
  await refused("POST", "runs/log-batch", { body: { run_id: id, metrics: metrics(950), params: labels(51) } }, 400, invalid, /metrics, params, and tags/);
  await refused("POST", "runs/log-batch", { body: { run_id: id, params: [...labels(2), ...labels(1)] } }, 400, invalid, /Duplicate parameter keys.*'k0'/);
  await refused("POST", "runs/log-batch", { body: { run_id: id, metrics: [...metrics(2), { key: "x" }] } }, 400, invalid, /'metrics\[2\]\.value'/);
  await refused(
    "POST",
    "runs/log-batch",
    { body: { run_id: id, metrics: [...metrics(3), { key: "a//b", value: 1, timestamp: 1 }] } },
    400,
    invalid,
    /'metrics\[3\]\.name'/,
  );
  await post("runs/log-batch", { run_id: id, metrics: metrics(1000) });
  const { run: read } = await target.done<{ run: { data: { metrics?: object[]; params?: object[] } } }>("GET", `${api}/runs/get?run_id=${id}`);
  assert.equal(read.data.metrics?.length, 1000);
  assert.equal(read.data.params, undefined);
});

test("bodies that are no JSON, no UTF-8, too deep or too large are refused with 4xx", async () => {
  const at = `${api}/runs/set-tag`;
  await refused("POST", at, { body: "{" }, 400, "BAD_REQUEST", /not JSON/);
  await refused("POST", at, { body: "[1]" }, 400, invalid, /'request'/);
  await refused("POST", at, { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, invalid, /UTF-8/);
  await refused("POST", at, { body: `${'{"a":'.repeat(100)}1${"}".repeat(100)}` }, 400, invalid, /nests deeper/);
  await refused("POST", at, { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } }, 400, invalid, /Content-Type must be one of/);
  const large = await target.send("POST", at, { body: { run_id: run, key: "large", value: "v".repeat(10_000_000) } });
  assert.equal(large.status, 200, "10 MB is read, its value cut");
  await refused("POST", at, { body: { run_id: run, key: "large", value: "v".repeat(17_000_000) } }, 413, invalid, /larger than 16 MB/);
  const { run: read } = await target.done<{ run: { data: { tags: { key: string; value: string }[] } } }>("GET", `${api}/runs/get?run_id=${run}`);
  assert.equal(read.data.tags.find((t) => t.key === "large")?.value.length, 8000);
});

test("states that forbid a write say which, with the codes MLflow gives", async () => {
  const id = await newRun();
  await post("runs/log-parameter", { run_id: id, key: "depth", value: "3" });
  await post("runs/log-parameter", { run_id: id, key: "depth", value: "3" });
  await refused("POST", "runs/log-parameter", { body: { run_id: id, key: "depth", value: "4" } }, 400, invalid, /Changing param values is not allowed/);
  await post("runs/update", { run_id: id, status: "FINISHED", end_time: 5 });
  await post("runs/log-metric", { run_id: id, key: "late", value: 1, timestamp: 1 });
  await post("runs/delete", { run_id: id });
  for (const [path, body] of [
    ["runs/log-metric", { key: "m", value: 1, timestamp: 1 }],
    ["runs/log-parameter", { key: "p", value: "1" }],
    ["runs/set-tag", { key: "t", value: "1" }],
    ["runs/log-batch", { metrics: [{ key: "m", value: 1, timestamp: 1 }] }],
  ] as const)
    await refused("POST", path, { body: { run_id: id, ...body } }, 400, invalid, /must be in the 'active'/);
  const gone = (await post<{ experiment_id: string }>("experiments/create", { name: "gone" })).experiment_id;
  await post("experiments/delete", { experiment_id: gone });
  await refused("POST", "runs/create", { body: { experiment_id: gone } }, 400, invalid, /must be in the 'active'/);
  await refused("POST", "experiments/create", { body: { name: "gone" } }, 400, "RESOURCE_ALREADY_EXISTS", /deleted state/);
  await refused("POST", "experiments/delete", { body: { experiment_id: gone } }, 404, "RESOURCE_DOES_NOT_EXIST", /No Experiment with id/);
  await refused("GET", `runs/get?run_id=${"0".repeat(32)}`, {}, 404, "RESOURCE_DOES_NOT_EXIST", /Run with id=0+ not found/);
  await refused("GET", "experiments/get?experiment_id=999999", {}, 404, "RESOURCE_DOES_NOT_EXIST", /No Experiment with id=999999 exists/);
  assert.deepEqual(await target.done("GET", `${api}/metrics/get-history?run_id=${"f".repeat(32)}&metric_key=m`), {});
});

test("artifact paths that lead out are invalid, encoded once, twice or thrice", async () => {
  const root = `${experiment}/${run}/artifacts`;
  for (const path of ["..%2Fx", "%252e%252e%252fx", "%25252e%25252e%25252fx", "a%5C..%5Cx", "a%23b", "%2Fetc%2Fpasswd%2F..%2F..%2Fx", "a%00b"]) {
    for (const [method, at] of [
      ["PUT", `/api/2.0/mlflow-artifacts/artifacts/${root}/${path}`],
      ["GET", `/api/2.0/mlflow-artifacts/artifacts/${root}/${path}`],
      ["GET", `/api/2.0/mlflow-artifacts/artifacts?path=${root}/${path}`],
      ["GET", `${api}/artifacts/list?run_id=${run}&path=${path}`],
      ["GET", `/get-artifact?run_id=${run}&path=${path}`],
    ] as const) {
      const reply = await target.send(method, at, method === "PUT" ? { body: "x", headers: { "content-type": "text/plain" } } : {});
      assert.ok([400, 404].includes(reply.status), `${method} ${at}: ${reply.status} ${reply.text.slice(0, 200)}`);
      if (path !== "%2Fetc%2Fpasswd%2F..%2F..%2Fx") assert.match(reply.text, /Invalid path/, `${method} ${at}: ${reply.text.slice(0, 200)}`);
    }
  }
  await refused(
    "PUT",
    "/api/2.0/mlflow-artifacts/artifacts/elsewhere.txt",
    { body: "x", headers: { "content-type": "text/plain" } },
    400,
    invalid,
    /No run, logged model or trace/,
  );
  assert.deepEqual(await target.done("GET", `/api/2.0/mlflow-artifacts/artifacts?path=${root}`), {});
});

test("services this server does not have answer as absent, and nobody is told to sign in with Basic", async () => {
  for (const path of ["3.0/mlflow/gateway/endpoints/list", "2.0/mlflow/users/get", "3.0/mlflow/workspaces", "2.0/mlflow/nonsense"])
    await refused("GET", `/api/${path}`, {}, 404, "ENDPOINT_NOT_FOUND", /There is no GET/);
  await refused("DELETE", "runs/get", {}, 404, "ENDPOINT_NOT_FOUND", /There is no DELETE/);
  const reply = await refused("POST", "runs/search", { key: "", body: { nonsense: 1 } }, 401, "UNAUTHENTICATED", /not authenticated/);
  assert.match(reply.headers.get("www-authenticate") ?? "", /^Basic /);
  await refused("POST", "runs/search", { key: "lum_wrong", body: {} }, 401, "UNAUTHENTICATED", /MLFLOW_TRACKING_TOKEN/);
  assert.equal((await target.send("GET", "/health", { key: "" })).text, "OK");
  assert.match((await target.send("GET", "/version", { key: "" })).text, /^3\.\d+\.\d+$/);
  assert.deepEqual(
    await target
      .done("POST", "/ajax-api/2.0/mlflow/runs/search", { body: { experimentIds: [experiment], maxResults: "1", unknown: 1 } })
      .then((x) => Object.keys(x as object)),
    ["runs", "next_page_token"],
  );
});

test("a viewer reads and does not write", async () => {
  const other = await target.person("mlflow-other@example.org", "viewer");
  await refused("POST", "runs/set-tag", { key: other.key, body: { run_id: run, key: "a", value: "b" } }, 403, "PERMISSION_DENIED", /run:write/);
  await refused("POST", "experiments/create", { key: other.key, body: { name: "no" } }, 403, "PERMISSION_DENIED", /experiment:write/);
  await target.done("GET", `${api}/runs/get?run_id=${run}`, { key: other.key });
});
