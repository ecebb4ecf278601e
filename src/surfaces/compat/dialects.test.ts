import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { world, type World } from "../../../tests/harness.ts";
import { aDeployment } from "../../capabilities/serving/factory.ts";
import { predict, predictionLog } from "../../capabilities/serving/contract.ts";
import type { Deployment } from "../../capabilities/serving/contract/shapes.ts";
import { invocationsPlugin } from "./invocations/plugin.ts";
import { v2Plugin } from "./v2/plugin.ts";

let app: FastifyInstance;
let w: World;
let survival: Deployment;
let price: Deployment;

before(async () => {
  w = await world();
  survival = await aDeployment(w);
  price = await aDeployment(w, { fixture: "price-1" });
  app = Fastify();
  const host = {
    kernel: w.kernel,
    authenticate: async (request: { headers: { authorization?: string | undefined } }) => (request.headers.authorization === "Bearer good" ? w.actor : null),
  };
  await v2Plugin(app, host);
  await invocationsPlugin(app, host);
});
after(() => app.close());

async function send(method: "GET" | "POST", url: string, body?: unknown, type = "application/json", key = "good") {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": type }) },
    ...(body !== undefined && { payload: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
}

const rows = [
  { Age: 29, Fare: 7.9, Sex: "female" },
  { Age: null, Fare: 50, Sex: "male" },
];
const columns = [
  { name: "Age", shape: [2], datatype: "FP32", data: [29, null] },
  { name: "Fare", shape: [2, 1], datatype: "FP64", data: [[7.9], [50]] },
  { name: "Sex", shape: [2], datatype: "BYTES", data: ["female", "male"] },
];

test("v2 infer answers what predict answers, and the log has it", async () => {
  const { status, body } = await send("POST", `/v2/models/${survival.name}/infer`, { id: "mine", inputs: columns });
  assert.equal(status, 200, JSON.stringify(body));
  const { predictions } = await w.call(predict, { deploymentId: survival.id, rows });
  assert.deepEqual(body, {
    model_name: survival.name,
    model_version: "1",
    id: "mine",
    outputs: [
      { name: "label", datatype: "BYTES", shape: [2], data: predictions.map((p) => p.label) },
      { name: "probabilities", datatype: "FP32", shape: [2, 2], data: predictions.flatMap((p) => ["0", "1"].map((c) => p.probabilities?.[c])) },
    ],
  });
  assert.equal((await w.call(predictionLog, { deploymentId: survival.id })).items.length, 4);
});

test("v2 takes one tensor for all columns of a numeric model, and answers the outputs asked for", async () => {
  const { status, body } = await send("POST", `/v2/models/${price.name}/infer`, {
    inputs: [{ name: "input-0", shape: [2, 2], datatype: "FP32", data: [80, 3, 120, 4] }],
    outputs: [{ name: "value" }],
  });
  assert.equal(status, 200, JSON.stringify(body));
  const { predictions } = await w.call(predict, {
    deploymentId: price.id,
    rows: [
      { area: 80, rooms: 3 },
      { area: 120, rooms: 4 },
    ],
  });
  assert.deepEqual(body["outputs"], [{ name: "value", datatype: "FP32", shape: [2], data: predictions.map((p) => p.value) }]);
});

test("v2 describes a model, and says which are ready", async () => {
  const { body } = await send("GET", `/v2/models/${survival.name}`);
  assert.deepEqual(
    (body["inputs"] as { name: string; datatype: string }[]).map((i) => [i.name, i.datatype]),
    [
      ["Age", "FP32"],
      ["Fare", "FP32"],
      ["Sex", "BYTES"],
    ],
  );
  assert.deepEqual((await send("GET", `/v2/models/${survival.name}/versions/1/ready`)).body, { name: survival.name, ready: true });
  assert.equal((await send("GET", `/v2/models/${survival.name}/versions/9/ready`)).status, 404);
  assert.deepEqual((await app.inject("/v2/health/live")).json(), { live: true });
  assert.deepEqual((await app.inject("/v2/health/ready")).json(), { ready: true });
});

test("v2 refuses with a sentence: who, what, shape, type, field", async () => {
  const infer = (inputs: unknown, name = survival.name, key = "good") => send("POST", `/v2/models/${name}/infer`, { inputs }, "application/json", key);
  assert.equal((await infer(columns, survival.name, "bad")).status, 401);
  assert.equal((await infer(columns, "nobody")).status, 404);
  const cases: [unknown, RegExp][] = [
    [[{ ...columns[0], shape: [3] }], /Age: shape \[3\] has 3 values, data has 2/],
    [[{ ...columns[0], datatype: "FP8" }], /datatype FP8 is not read/],
    [[{ ...columns[0], name: "Cabin" }], /Cabin: is not an input of the model; accepted: Age, Fare, Sex/],
    [[{ ...columns[2], datatype: "FP32" }], /Sex: value 0 is "female", which is not FP32/],
    [columns.slice(0, 1), /Fare: missing/],
    [[], /not an inference request/],
  ];
  for (const [inputs, words] of cases) {
    const { status, body } = await infer(inputs);
    assert.equal(status, 400);
    assert.match(String(body["error"]), words);
  }
  assert.match(String((await send("POST", `/v2/models/${survival.name}/infer`, "{not json")).body["error"]), /not JSON/);
});

test("invocations reads every form MLflow's clients send, and answers labels as numbers where classes are", async () => {
  const { predictions } = await w.call(predict, { deploymentId: survival.id, rows });
  const labels = { predictions: predictions.map((p) => Number(p.label)) };
  const forms: unknown[] = [
    {
      dataframe_split: {
        index: [0, 1],
        columns: ["Sex", "Age", "Fare", "Cabin"],
        data: [
          ["female", 29, 7.9, "C85"],
          ["male", null, 50, null],
        ],
      },
    },
    { dataframe_records: rows },
    { inputs: { Age: [29, null], Fare: [7.9, 50], Sex: ["female", "male"] } },
    { inputs: rows },
    { instances: rows },
    {
      instances: [
        [29, 7.9, "female"],
        [null, 50, "male"],
      ],
    },
    '{"dataframe_split":{"columns":["Age","Fare","Sex"],"data":[[29,7.9,"female"],[NaN,50,"male"]]}}',
  ];
  for (const form of forms) assert.deepEqual(await send("POST", `/invocations/${survival.name}`, form), { status: 200, body: labels }, JSON.stringify(form));
  const csv = 'Fare,"Sex",Age\r\n7.9,female,29\r\n50,"male",\r\n';
  assert.deepEqual(await send("POST", `/invocations/${survival.name}`, csv, "text/csv"), { status: 200, body: labels });
  const both = await send("POST", `/invocations/${survival.name}`, { dataframe_records: rows, params: { predict_method: "predict_proba" } });
  assert.deepEqual(
    both.body["predictions"],
    predictions.map((p) => ["0", "1"].map((c) => p.probabilities?.[c])),
  );
});

test("invocations takes more rows than one predict call", async () => {
  const many = Array.from({ length: 2500 }, (_, i) => ({ area: 20 + (i % 100), rooms: 1 + (i % 5) }));
  const { status, body } = await send("POST", `/invocations/${price.name}`, { dataframe_records: many });
  assert.equal(status, 200);
  assert.equal((body["predictions"] as number[]).length, 2500);
});

test("invocations refuses in MLflow's form", async () => {
  const cases: [unknown, RegExp][] = [
    [{}, /holds no rows/],
    [{ inputs: [], instances: [] }, /inputs and instances; one is read/],
    [{ dataframe_records: [] }, /no row/],
    [{ dataframe_records: [{ Age: 1, Sex: "male" }] }, /Fare: missing/],
    [{ dataframe_records: [{ Age: "old", Fare: 1, Sex: "male" }] }, /Age: sent "old"/],
    [{ dataframe_split: { columns: ["Age"], data: [[1, 2]] } }, /Row 0 of dataframe_split/],
  ];
  for (const [form, words] of cases) {
    const { status, body } = await send("POST", `/invocations/${survival.name}`, form);
    assert.deepEqual([status, body["error_code"]], [400, "BAD_REQUEST"], JSON.stringify(form));
    assert.match(String(body["message"]), words);
  }
  assert.equal((await send("POST", `/invocations/${survival.name}`, { instances: rows }, "application/json", "bad")).status, 401);
});
