import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { world, type World } from "../../../../tests/harness.ts";
import { getConfig } from "../../../capabilities/tracking/contract/config.ts";
import { listExperiments } from "../../../capabilities/tracking/contract/experiments.ts";
import { getRun, listRuns } from "../../../capabilities/tracking/contract/runs.ts";
import { readLines } from "../../../capabilities/tracking/contract/streams.ts";
import { wandbPlugin } from "./plugin.ts";
import { recorded } from "./recorded.ts";

let app: FastifyInstance;
let w: World;
let other: World;

before(async () => {
  w = await world();
  other = await w.outsider();
  app = Fastify();
  const actors: Record<string, World["actor"]> = {
    "Bearer good": { ...w.actor, defaultProjectId: w.projectId },
    "Bearer other": { ...other.actor, defaultProjectId: other.projectId },
  };
  await wandbPlugin(app, {
    kernel: w.kernel,
    authenticate: async (request: { headers: { authorization?: string | undefined } }) => actors[request.headers.authorization ?? ""] ?? null,
  });
});
after(() => app.close());

async function send(url: string, body: unknown, key = "good") {
  const answer = await app.inject({
    method: "POST",
    url,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    payload: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: answer.statusCode, body: answer.json() as { data: Record<string, unknown> | null; errors?: { message: string }[] } };
}

const ask = (query: string, variables: object = {}, key?: string) => send("/graphql", { query, variables }, key);
const stream = (run: string, body: unknown, key?: string) => send(`/files/${entity}/p/${run}/file_stream`, body, key);

const upsert = `mutation UpsertBucket($name: String, $project: String, $config: JSONString, $tags: [String!], $sweep: String) {
  upsertBucket(input: {name: $name, modelName: $project, config: $config, tags: $tags, sweep: $sweep}) { inserted bucket { id name project { entity { name } } } } }`;

let entity = "";

function bucketOf(data: Record<string, unknown> | null) {
  return (data as { upsertBucket: { bucket: { id: string; project: { entity: { name: string } } } } }).upsertBucket.bucket;
}

async function opened(name: string, more: object = {}): Promise<string> {
  const { status, body } = await ask(upsert, { name, project: "p", ...more });
  assert.equal(status, 200, JSON.stringify(body));
  const { id, project } = bucketOf(body.data);
  entity = project.entity.name;
  return id;
}

test("an operation that was not recorded fails by its name, and so does a field that is not answered", async () => {
  const unknown = await ask("query LaunchAgents { launchAgents { id } }");
  assert.equal(unknown.status, 400);
  assert.match(unknown.body.errors?.[0]?.message ?? "", /query LaunchAgents is not answered by this server/);
  assert.match((await ask("query Viewer { viewer { id shoeSize } }")).body.errors?.[0]?.message ?? "", /viewer\.shoeSize is not a field/);
  assert.match((await ask("query Viewer { constructor { id } }")).body.errors?.[0]?.message ?? "", /query constructor is not answered/);
  assert.match((await ask("query Viewer { viewer {")).body.errors?.[0]?.message ?? "", /not GraphQL/);
  assert.ok(recorded.has("UpsertBucket") && !recorded.has("constructor"));
});

test("aliases, fragments and conditions are answered as GraphQL has them; what multiplies is refused", async () => {
  const query = `query Viewer($on: Boolean = false) { me: viewer { ...A email @include(if: $on) teams @skip(if: true) { edges { node { name } } } } }
    fragment A on User { __typename: id ... on User { who: username } }`;
  const { body } = await ask(query);
  assert.deepEqual(Object.keys((body.data as { me: object }).me), ["__typename", "who"]);
  const bomb = Array.from({ length: 18 }, (_, i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} ...F${i + 1} ...F${i + 1} }`).join("\n");
  const { status } = await ask(`query Viewer { viewer { ...F0 } } ${bomb} fragment F18 on User { id }`);
  assert.equal(status, 400);
});

test("a configuration is kept as it was sent, its leaves are parameters, and a change replaces them", async () => {
  const config =
    '{"lr":{"value":0.10},"opt":{"value":{"name":"adam","b":[1,2]}},"big":{"value":12345678901234567890},"nan":{"value":NaN},"_wandb":{"value":{"t":{}}}}';
  const runId = await opened("config", { config });
  assert.equal((await w.call(getConfig, { runId })).document, config);
  assert.deepEqual((await w.call(getRun, { runId })).params, { lr: "0.10", "opt.name": "adam", "opt.b": "[1,2]", big: "12345678901234567890", nan: "NaN" });
  await opened("config", { config: '{"lr":{"value":0.2}}' });
  assert.deepEqual((await w.call(getRun, { runId })).params, { lr: "0.2" });
});

test("names that cannot be stored as such stay in the line and in the configuration", async () => {
  const odd = JSON.stringify({ "a\0b": 1, ["k".repeat(251)]: 2, "": 3, fine: 4, deep: "\ud800\0" });
  const runId = await opened("odd", { config: odd });
  assert.deepEqual(await w.call(getRun, { runId }).then((r) => r.params), { fine: "4", deep: "\ufffd" });
  assert.equal((await w.call(getConfig, { runId })).document, odd);
  assert.equal((await stream("odd", { files: { "wandb-history.jsonl": { offset: 0, content: [odd] } } })).status, 200);
  assert.deepEqual(Object.keys((await w.call(getRun, { runId })).metrics), ["fine"]);
  const [line] = (await w.call(readLines, { runId, stream: "wandb-history.jsonl" })).items;
  assert.deepEqual(JSON.parse(line?.text ?? ""), JSON.parse(odd));
});

test("tags are those sent last", async () => {
  const runId = await opened("tags", { tags: ["a", "b"] });
  await opened("tags", { tags: ["b", "c"] });
  const { tags } = await w.call(getRun, { runId });
  assert.deepEqual(
    Object.keys(tags)
      .filter((key) => key.startsWith("wandb.tag."))
      .toSorted(),
    ["wandb.tag.b", "wandb.tag.c"],
  );
});

test("lines sent again, with their keys in another order, stay once; numbers keep every digit", async () => {
  const runId = await opened("lines");
  const body = (line: string) => ({ files: { "wandb-history.jsonl": { offset: 0, content: [line] } } });
  assert.equal((await stream("lines", body('{"_step":3,"_timestamp":1700000000.25,"a":{"y":1,"x":NaN},"n":12345678901234567890,"s":"NaN"}'))).status, 200);
  assert.equal((await stream("lines", body('{"n":12345678901234567890,"s":"NaN","a":{"x":NaN,"y":1},"_timestamp":1700000000.25,"_step":3}'))).status, 200);
  const [line] = (await w.call(readLines, { runId, stream: "wandb-history.jsonl" })).items;
  assert.equal(line?.text, '{"_step":3,"_timestamp":1700000000.25,"a":{"x":NaN,"y":1},"n":12345678901234567890,"s":"NaN"}');
  const { metrics, status } = await w.call(getRun, { runId });
  assert.deepEqual(
    Object.entries(metrics).map(([key, m]) => [key, m.count, m.lastStep]),
    [
      ["a.x", 1, 3],
      ["a.y", 1, 3],
      ["n", 1, 3],
    ],
  );
  assert.equal(status, "running");
  const changed = await stream("lines", body('{"_step":3,"a":2}'));
  assert.match(changed.body.errors?.[0]?.message ?? "", /Line 0 .* says something else/);
});

test("the end of a script ends its run, and words after it open the run again", async () => {
  const runId = await opened("ends");
  await stream("ends", { complete: true, exitcode: 1 });
  const failed = await w.call(getRun, { runId });
  assert.deepEqual([failed.status, failed.error], ["failed", "The script ended with exit code 1."]);
  await stream("ends", {});
  assert.equal((await w.call(getRun, { runId })).status, "running");
});

test("bad input is refused with what is wrong, and a second attempt cannot help it", async () => {
  await opened("bad");
  const cases: [Promise<{ status: number; body: { errors?: { message: string }[] } }>, RegExp][] = [
    [stream("bad", { files: { "diff.patch": { offset: 0, content: ["x"] } } }), /diff\.patch cannot be stored/],
    [stream("bad", { files: { "output.log": { offset: -1, content: ["x"] } } }), /offset/],
    [stream("bad", { files: "all" }), /files/],
    [stream("absent", {}), /There is no run/],
    [send(`/files/${entity}/nowhere/bad/file_stream`, {}), /There is no project nowhere/],
    [send("/files/else/p/bad/file_stream", {}), /entity else is not found/],
    [ask(upsert, { name: "swept", project: "p", sweep: "s1" }), /Sweeps are not run/],
    [ask(upsert, { project: "p" }), /name is missing/],
    [ask(upsert, { name: 7, project: "p" }), /name must be a text/],
    [ask(upsert, { name: "c", project: "p", config: "[1" }), /config is not JSON/],
    [ask(upsert, { name: "c", project: "p\0" }), /holds the character U\+0000/],
    [ask(upsert, { name: "c", project: "p", tags: ["a\0b"] }), /holds the character U\+0000/],
    [ask(upsert, { name: "c", project: "p", tags: [""] }), /tag is missing/],
    [send(`/files/${entity}/p%00/bad/file_stream`, {}), /holds the character U\+0000/],
    [send("/graphql", "{not json"), /./],
    [send("/graphql", { variables: {} }), /query, operationName, variables/],
  ];
  for (const [answer, words] of cases) {
    const { status, body } = await answer;
    assert.ok(status >= 400 && status < 500 && status !== 409 && status !== 429, String(status));
    assert.match(body.errors?.[0]?.message ?? "", words);
  }
});

test("file names that leave the run's folder are refused", async () => {
  await opened("files");
  const query = `mutation CreateRunFiles($files: [String!]!) { createRunFiles(input: {projectName: "p", runName: "files", files: $files}) { files { name uploadUrl } } }`;
  for (const name of ["../x", "/etc/passwd", "a/../../b", "", "a\u0000b", 7]) {
    const { status, body } = await ask(query, { files: [name] });
    assert.equal(status, 400);
    assert.match(body.errors?.[0]?.message ?? "", /cannot be stored/);
  }
  const { body } = await ask(query, { files: ["media/ä b.png"] });
  assert.match(JSON.stringify(body.data), /\/api\/v1\/transfers\//);
});

test("a request that announces more files than it may is refused before any of them gets an address", async () => {
  await opened("many");
  const many = Array.from({ length: 5001 }, (_, i) => `f${i}`);
  const ofRun = `mutation CreateRunFiles($files: [String!]!) { createRunFiles(input: {projectName: "p", runName: "many", files: $files}) { files { name } } }`;
  const ofArtifact = `mutation CreateArtifactFiles($files: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {artifactFiles: $files}) { files { edges { node { name } } } } }`;
  for (const [query, files] of [
    [ofRun, many],
    [ofArtifact, many.map((name) => ({ artifactID: "x", name }))],
  ] as const)
    assert.match((await ask(query, { files })).body.errors?.[0]?.message ?? "", /5001 files were announced at once; 5000 may be/);
});

test("nobody reaches another workspace: the same names are other runs there", async () => {
  const runId = await opened("mine");
  const theirs = await ask(upsert, { name: "mine", project: "p" }, "other");
  assert.notEqual(bucketOf(theirs.body.data).id, runId);
  assert.equal((await stream("mine", {}, "nobody")).status, 401);
  assert.equal((await ask(`query ArtifactByID { artifact(id: "AaH8zoxffuWWD/nWIzDYhA==") { id } }`, {}, "other")).body.data?.["artifact"], null);
  assert.match((await ask(`query ArtifactByID { artifact(id: "x") { id } }`)).body.errors?.[0]?.message ?? "", /is not the id of an artifact/);
  const { items } = await w.call(listExperiments, { projectId: w.projectId, name: "p" });
  assert.equal(items.length, 1);
  assert.ok((await w.call(listRuns, { experimentId: items[0]?.id })).items.length > 5);
});

test("the address that the SDK prints leads to the run's page, for who may see it", async () => {
  const runId = await opened("linked");
  const go = (url: string, key: string) => app.inject({ url, headers: { authorization: `Bearer ${key}` } });
  const found = await go(`/${entity}/p/runs/linked`, "good");
  assert.deepEqual([found.statusCode, found.headers.location], [302, `/p/${w.projectId}/runs/${runId}`]);
  for (const [url, key] of [
    [`/${entity}/p/runs/linked`, "nobody"],
    [`/${entity}/p/runs/absent`, "good"],
    [`/p/${w.projectId}/runs/${runId}`, "good"],
  ] as const)
    assert.equal((await go(url, key)).statusCode, 404);
});
