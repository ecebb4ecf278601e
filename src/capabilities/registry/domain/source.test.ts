import assert from "node:assert/strict";
import { test } from "node:test";
import { BadSource, sameRef, sourceOf, uuidOf } from "./source.ts";

const run = "01a1fc6e8bd97f51a5c8a0b6f3f4f3aa";
const model = `m-${run}`;

const read: [string, object][] = [
  [`runs:/${run}/model`, { kind: "run", run, path: "model" }],
  ["runs:/elsewhere/a/b", { kind: "run", run: "elsewhere", path: "a/b" }],
  [`models:/${model}`, { kind: "loggedModel", loggedModel: model, path: "" }],
  ["models:/churn/3", { kind: "version", name: "churn", version: 3, alias: null }],
  ["models:/churn@champion", { kind: "version", name: "churn", version: null, alias: "champion" }],
  [`mlflow-artifacts:/7/${run}/artifacts/a/b`, { kind: "run", run, path: "a/b" }],
  [`mlflow-artifacts:/team/place/${run}/artifacts`, { kind: "run", run, path: "" }],
  [`mlflow-artifacts:/7/models/${model}/artifacts/sub`, { kind: "loggedModel", loggedModel: model, path: "sub" }],
  [`https://here/api/2.0/mlflow-artifacts/artifacts/7/${run}/artifacts/model`, { kind: "run", run, path: "model" }],
  ["s3://bucket/model", { kind: "elsewhere" }],
  ["https://models.example.org/m.zip", { kind: "elsewhere" }],
];
for (const [source, expected] of read) test(`${source} is read`, () => assert.deepEqual(sourceOf(source), expected));

const refused = [
  "path/to/model",
  "/etc/passwd",
  "file:///etc",
  "C:\\models",
  `runs:/${run}/../other`,
  `runs:/${run}/%2e%2e/other`,
  `runs:/${run}/%252e%252e/other`,
  `mlflow-artifacts:/7/${run}/artifacts/..%2f..%2fother`,
  "mlflow-artifacts:/7",
  `mlflow-artifacts://host:1/7/${run}/artifacts`,
  "s3://bucket/a/../b",
  "https://here/api/2.0/mlflow-artifacts/artifacts/%00",
  "models:/",
  "models:/churn",
  "models://host/churn/1",
  "runs:/",
  "runs://host/a",
];
for (const source of refused) test(`${source} is no source`, () => assert.throws(() => sourceOf(source), BadSource));

test("ids are the same with and without dashes", () => {
  assert.equal(uuidOf(model), "01a1fc6e-8bd9-7f51-a5c8-a0b6f3f4f3aa");
  assert.equal(uuidOf("run_id"), null);
  assert.equal(sameRef(run, "01a1fc6e-8bd9-7f51-a5c8-a0b6f3f4f3aa"), true);
  assert.equal(sameRef("a", "b"), false);
});
