import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import type { World } from "../../../../tests/world.ts";
import { createDeployment } from "../../serving/contract.ts";
import { createExperiment } from "../../tracking/contract/experiments.ts";
import { createLoggedModel } from "../../tracking/contract/models.ts";
import { createRun } from "../../tracking/contract/runs.ts";
import { setAlias } from "../contract/aliases.ts";
import { createVersion, getVersion, searchVersions } from "../contract/versions.ts";
import { aModelRun, anEmptyModel, aVersion } from "../factory.ts";

const hex = (id: string): string => id.replaceAll("-", "");

async function aRun(w: World): Promise<string> {
  return (await w.call(createRun, { projectId: w.projectId })).id;
}

test("any folder of a run becomes a version without signature or gate, that cannot be deployed", async () => {
  const w = await world();
  const { id: modelId } = await anEmptyModel(w);
  const runId = await aRun(w);
  const made = await w.call(createVersion, { modelId, source: `runs:/${hex(runId)}/sk`, run: hex(runId), tags: { a: "" }, description: "First" });
  assert.deepEqual(
    [made.version, made.format, made.runId, made.source, made.location, made.signature, made.gate, made.task, made.referenceKey],
    [1, "mlflow", runId, `runs:/${hex(runId)}/sk`, `runs:/${hex(runId)}/sk`, null, null, null, null],
  );
  assert.deepEqual([made.tags, made.description], [{ a: "" }, "First"]);
  await assert.rejects(w.call(createDeployment, { projectId: w.projectId, modelId, version: 1, environment: "staging" }), {
    code: "checks_failed",
    message: /was registered from runs:.* cannot be served yet/,
  });
});

test("the folder our trainer wrote becomes the same version as by registering its run", async () => {
  const w = await world();
  const { id: modelId } = await anEmptyModel(w);
  const runId = await aModelRun(w);
  const made = await w.call(createVersion, { modelId, source: `runs:/${hex(runId)}/model`, run: runId });
  const registered = await aVersion(w);
  assert.deepEqual([made.format, made.graphSha256, made.signature], ["onnx", registered.graphSha256, registered.signature]);
  assert.equal(registered.source, `runs:/${hex(registered.runId ?? "")}/model`);
  await w.call(createDeployment, { projectId: w.projectId, modelId, version: 1, environment: "staging" });
});

test("a source that belongs to another run, or to a logged model that is not named, is refused", async () => {
  const w = await world();
  const { id: modelId } = await anEmptyModel(w);
  const [mine, other] = [await aRun(w), await aRun(w)];
  const refused = { code: "invalid_input", message: /Invalid model version source/ } as const;
  for (const [source, more] of [
    [`runs:/${hex(other)}/m`, { run: mine }],
    [`mlflow-artifacts:/0/${hex(other)}/artifacts/m`, { run: mine }],
    ["runs:/nobodys/m", {}],
    ["runs:/nobodys/m", { run: "elses" }],
    [`runs:/${hex(mine)}/../x`, { run: mine }],
    ["relative/path", { run: mine }],
    ["/absolute/path", {}],
    ["models:/absent/1", {}],
    [`models:/m-${hex(mine)}`, {}],
    [`runs:/${hex(mine)}/m`, { run: mine, loggedModel: `m-${hex(mine)}` }],
  ] as const)
    await assert.rejects(w.call(createVersion, { modelId, source, ...more }), refused, source);
  assert.deepEqual((await w.call(searchVersions, {})).items, []);
});

test("runs of other servers are kept as they were named", async () => {
  const w = await world();
  const { id: modelId, name } = await anEmptyModel(w);
  const made = await w.call(createVersion, { modelId, source: "runs:/run_1/m", run: "run_1", runLink: "https://elsewhere/run_1" });
  assert.deepEqual([made.runId, made.runRef, made.runLink], [null, "run_1", "https://elsewhere/run_1"]);
  await w.call(createVersion, { modelId, source: "s3://bucket/m" });
  assert.deepEqual(
    (await w.call(searchVersions, { filter: `name = '${name}' AND run_id = 'run_1'` })).items.map((v) => v.version),
    [1],
  );
});

test("a logged model's files are registered with the run that made it", async () => {
  const w = await world();
  const { id: modelId } = await anEmptyModel(w);
  const runId = await aRun(w);
  const experiment = await w.call(createExperiment, { projectId: w.projectId, name: "e" });
  const logged = await w.call(createLoggedModel, { experimentId: experiment.id, name: "sk", sourceRunId: runId });
  const loggedModel = `m-${hex(logged.id)}`;
  const made = await w.call(createVersion, { modelId, source: `models:/${loggedModel}`, loggedModel });
  assert.deepEqual([made.loggedModelId, made.runId, made.format], [logged.id, runId, "mlflow"]);
  await assert.rejects(w.call(createVersion, { modelId, source: `models:/${loggedModel}`, loggedModel: `m-${"0".repeat(32)}` }), { code: "invalid_input" });
});

test("a copy of a version can be deployed as the original can, and says where it is from", async () => {
  const w = await world();
  const first = await aVersion(w);
  await w.call(setAlias, { modelId: first.modelId, alias: "best", version: 1 });
  const { id: modelId } = await anEmptyModel(w);
  const copy = await w.call(createVersion, { modelId, source: `models:/${first.name}@best` });
  assert.deepEqual(
    [copy.source, copy.location, copy.format, copy.graphKey, copy.runId],
    [`models:/${first.name}/1`, first.location, "onnx", first.graphKey, first.runId],
  );
  const { signature } = await w.call(getVersion, { modelId, version: 1 });
  assert.deepEqual(signature, first.signature);
  const again = await w.call(createVersion, { modelId, source: `models:/${copy.name}/1` });
  assert.deepEqual([again.source, again.location], [`models:/${copy.name}/1`, first.location]);
  await w.call(createDeployment, { projectId: w.projectId, modelId, version: 1, environment: "staging" });
});

test("whoever cannot read a run does not learn of it by registering its files", async () => {
  const w = await world();
  const theirs = await aRun(await w.outsider());
  const { id: modelId } = await anEmptyModel(w);
  await assert.rejects(w.call(createVersion, { modelId, source: `mlflow-artifacts:/0/${hex(theirs)}/artifacts/m`, run: hex(theirs) }), {
    code: "invalid_input",
  });
});
