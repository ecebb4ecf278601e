import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { Target, type Sent } from "./target.ts";

let target: Target;
let deployment = "";
const name = "survival";
before(async () => {
  target = await Target.start();
  const modelId = await target.model(name);
  const { deployment: made } = await target.done<{ deployment: { id: string } }>("POST", "/api/v1/deployments", {
    body: { projectId: target.projectId, name, modelId, version: 1, environment: "staging" },
  });
  deployment = `/api/v1/deployments/${made.id}`;
});
after(() => target.stop());

const good = { Age: 30, Fare: 80, Sex: "female" };

test("a wrong row is refused by field, with what was sent and what is accepted", async () => {
  const wrong: [row: object, sentence: RegExp][] = [
    [{ ...good, Fare: "eighty" }, /rows\.0\.Fare/],
    [{ ...good, Fare: null }, /rows\.0\.Fare/],
    [{ ...good, Fare: "NaN" }, /rows\.0\.Fare/],
    [{ ...good, Fare: "Infinity" }, /rows\.0\.Fare/],
    [{ ...good, Fare: [1] }, /rows\.0\.Fare/],
    [{ ...good, Fare: { a: 1 } }, /rows\.0\.Fare/],
    [{ Age: 30, Sex: "female" }, /rows\.0\.Fare/],
    [{ ...good, Sex: 1 }, /rows\.0\.Sex/],
    [{ ...good, Extra: 1 }, /rows\.0\.Extra/],
    [{ ...good, constructor: 1 }, /rows\.0\.constructor|could not be read/],
  ];
  for (const [row, sentence] of wrong) await target.refused("POST", `${deployment}/predict`, { body: { rows: [row] } }, 422, sentence);
  await target.refused("POST", `${deployment}/predict`, { body: `{"rows":[{"Age":1,"Fare":NaN,"Sex":"male"}]}` }, 422, /could not be read/);
  await target.refused("POST", `${deployment}/predict`, { body: `{"rows":[{"Age":1,"Fare":1e999,"Sex":"male"}]}` }, 422, /Fare/);
  await target.refused("POST", `${deployment}/predict`, { body: { rows: [] } }, 422, /rows/);
  await target.refused("POST", `${deployment}/predict`, { body: { rows: Array.from({ length: 1001 }, () => good) } }, 422, /rows/);
  const unknown = await target.done<{ warnings: { field: string }[] }>("POST", `${deployment}/predict`, { body: { rows: [{ ...good, Sex: "other" }] } });
  assert.equal(unknown.warnings[0]?.field, "Sex");
  const log = await target.done<{ items: unknown[] }>("GET", `${deployment}/log?limit=100`);
  assert.equal(log.items.length, 1, "a refused row was logged");
});

test("the prediction dialects refuse in their own form and never with 500", async () => {
  const deep = `{"inputs":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const tries: [path: string, sent: Sent][] = [
    [`/v2/models/${name}/infer`, { body: "{" }],
    [`/v2/models/${name}/infer`, { body: deep }],
    [`/v2/models/${name}/infer`, { body: { inputs: [{ name: "Fare", shape: [1e9], datatype: "FP32", data: [1] }] } }],
    [`/v2/models/${name}/infer`, { body: { inputs: [{ name: "Fare", shape: [1], datatype: "FP32", data: ["x"] }] } }],
    [`/v2/models/${name}/infer`, { body: Buffer.from([0x22, 0xff, 0x22]) }],
    [`/invocations/${name}`, { body: deep }],
    [`/invocations/${name}`, { body: { dataframe_split: { columns: ["Fare"], data: [[1, 2]] } } }],
    [`/invocations/${name}`, { body: { dataframe_records: "x" } }],
    [`/invocations/${name}`, { body: { inputs: { __proto__x: [1] } } }],
    [`/invocations/${name}`, { body: 'a,"b\n1,2', headers: { "content-type": "text/csv" } }],
    [`/invocations/${name}`, { body: Buffer.from([0x61, 0x0a, 0xff, 0x0a]), headers: { "content-type": "text/csv" } }],
    [`/invocations/${name}`, { body: "<a/>", headers: { "content-type": "application/xml" } }],
  ];
  for (const [path, sent] of tries) {
    const reply = await target.send("POST", path, sent);
    assert.ok([400, 415].includes(reply.status), `${path} ${String(sent.body).slice(0, 60)}: ${reply.status} ${reply.text.slice(0, 200)}`);
    assert.doesNotMatch(reply.text, /node_modules|\.ts:|Maximum call stack/);
  }
  for (const path of [`/v2/models/${name}`, `/v2/models/${name}/ready`]) assert.equal((await target.send("GET", path, { key: "" })).status, 401);
  assert.equal((await target.send("POST", `/invocations/${name}`, { key: "", body: { inputs: [good] } })).status, 401);
});

test("bodies that nest, swell, are no UTF-8 or no JSON are refused with one sentence", async () => {
  const at = "/api/v1/projects";
  const deep = (open: string, close: string): string => `{"name":${open.repeat(200_000)}1${close.repeat(200_000)}}`;
  await target.refused("POST", at, { body: deep("[", "]") }, 422, /nests deeper than 64/);
  await target.refused("POST", at, { body: deep('{"a":', "}") }, 422, /nests deeper than 64/);
  await target.refused("POST", at, { body: `{"name":"${"x".repeat(20_000_000)}"}` }, 413, /larger than 16 MB/);
  await target.refused(
    "POST",
    at,
    { body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]) },
    422,
    /not well-formed UTF-8/,
  );
  await target.refused("POST", at, { body: "<a/>", headers: { "content-type": "application/xml" } }, 422, /content type/);
  await target.refused("POST", at, { body: '{"name":"a",' }, 422, /could not be read/);
  await target.refused("POST", at, { body: '{"__proto__":{"admin":true},"name":"a"}' }, 422, /could not be read/);
  await target.refused("POST", at, { body: "[]" }, 422, /expected object/);
  await target.refused("POST", at, { body: "" }, 422, /./);
  await target.refused("POST", at, { body: { name: "x".repeat(100_000) } }, 422, /name: Too big/);
});

test("ids, limits, cursors, sorts and filters of another shape are refused, and SQL in them is text", async () => {
  const runs = `/api/v1/runs?projectId=${target.projectId}`;
  for (const id of ["abc", "1", "..%2f..%2fetc%2fpasswd", "'%20or%201=1--"]) await target.refused("GET", `/api/v1/runs/${id}`, {}, 422, /runId: Invalid UUID/);
  await target.refused("GET", `/api/v1/runs/${randomUUID()}`, {}, 404, /There is no run/);
  await target.refused("GET", "/api/v1/runs/%zz", {}, 422, /address could not be read/);
  for (const limit of ["-1", "0", "1001", "1e9", "99999999999999999999", "abc", "NaN", "1.5"])
    await target.refused("GET", `${runs}&limit=${limit}`, {}, 422, /limit/);
  const forged = [["x"], ["x", "y"], ["2026-01-01", "x"], [true, randomUUID()], [null, null], [{}, []], ["'; drop table runs; --", randomUUID()]];
  for (const key of forged) {
    const reply = await target.send("GET", `${runs}&cursor=${Buffer.from(JSON.stringify(key)).toString("base64url")}`);
    assert.ok([200, 422].includes(reply.status), `${JSON.stringify(key)}: ${reply.status} ${reply.text.slice(0, 200)}`);
  }
  for (const cursor of ["%00", "a".repeat(3000), "%F0%9F%9A%80"]) await target.refused("GET", `${runs}&cursor=${cursor}`, {}, 422, /cursor|U\+0000/);
  for (const sort of ["id;drop table tracking.runs", "name desc", "metrics.'; select 1 --", "__proto__", "constructor"]) {
    const reply = await target.send("GET", `${runs}&sort=${encodeURIComponent(sort)}`);
    assert.ok([200, 422].includes(reply.status), `${sort}: ${reply.status} ${reply.text.slice(0, 200)}`);
  }
  for (const q of ["'", "%", "_", "\\", "' or 1=1 --", "\u202e", "\u0001", "[a-"])
    assert.equal((await target.send("GET", `${runs}&q=${encodeURIComponent(q)}`)).status, 200, q);
  await target.refused("GET", `${runs}&q=%00`, {}, 422, /U\+0000/);
  const listed = await target.done<{ items: unknown[] }>("GET", "/api/v1/projects?q=%25");
  assert.equal(listed.items.length, 0, "a percent sign is no wildcard");
});

test("a filter of rows reaches DuckDB as a value", async () => {
  const { dataset } = (await target.upload("city,n\nParis,1\n'; drop table x; --,2\n", { name: "cities" })).body as unknown as { dataset: { id: string } };
  const at = `/api/v1/datasets/${dataset.id}/rows`;
  const filter = (column: string, value: unknown): string => encodeURIComponent(JSON.stringify([{ column, op: "eq", value }]));
  const found = await target.send("GET", `${at}?filter=${filter("city", "'; drop table x; --")}`);
  assert.ok([200, 422].includes(found.status), found.text.slice(0, 300));
  for (const column of ['city"; drop table x; --', "read_csv('/etc/passwd')", "nope"]) {
    const reply = await target.send("GET", `${at}?filter=${filter(column, "a")}`);
    assert.equal(reply.status, 422, reply.text.slice(0, 200));
    assert.equal((await target.send("GET", `${at}?sort=${encodeURIComponent(column)}`)).status, 422, column);
  }
});

test("an Idempotency-Key gives the first answer again, refuses another input, and works on reads by POST", async () => {
  const headers = { "idempotency-key": `k-${randomUUID()}` };
  const body = { projectId: target.projectId, name: "once" };
  const [first, second] = await Promise.all([1, 2].map(() => target.done<{ id: string }>("POST", "/api/v1/runs", { headers, body })));
  assert.equal(first?.id, second?.id);
  await target.refused("POST", "/api/v1/runs", { headers, body: { ...body, name: "twice" } }, 409, /was used for another input/);
  const shown = await target.send("POST", "/api/v1/invitations/show", { headers, body: { token: "x".repeat(43) } });
  assert.notEqual(shown.status, 500, shown.text);
  const created = await Promise.all([1, 2].map(() => target.send("POST", "/api/v1/keys", { headers, body: { name: "secret" } })));
  assert.ok(created.every((r) => r.status === 200));
});

test("headers that are no percent-encoding are taken as they stand", async () => {
  const made = await target.send("POST", "/api/v1/projects", { headers: { "lumina-reason": "50% off %zz" }, body: { name: "Reason" } });
  assert.equal(made.status, 200, made.text);
  const audit = await target.done<{ items: { note: string | null }[] }>("GET", "/api/v1/audit?limit=20");
  assert.ok(audit.items.some((row) => row.note === "50% off %zz"));
});

test("transfer tickets that are forged, cut, of the other way or from another installation open nothing", async () => {
  const run = await target.done<{ id: string }>("POST", "/api/v1/runs", { body: { projectId: target.projectId } });
  const at = `/api/v1/runs/${run.id}/artifacts`;
  const up = await target.ticket(`${at}/upload`, { path: "a.txt" });
  const bytes = { key: "", headers: { "content-type": "text/plain" }, body: "first" };
  await target.done("PUT", up, bytes);
  const down = await target.ticket(`${at}/download`, { path: "a.txt" });
  assert.equal((await target.send("GET", down, { key: "" })).text, "first");
  const flipped = `${down.slice(0, -5)}${down.at(-5) === "A" ? "B" : "A"}${down.slice(-4)}`;
  for (const url of [flipped, down.slice(0, -3), "/api/v1/transfers/x", `/api/v1/transfers/${"A".repeat(400)}`])
    await target.refused("GET", url, { key: "" }, 404, /not valid any more/);
  await target.refused("PUT", down, { ...bytes }, 422, /is a download/);
  await target.refused("GET", up, { key: "" }, 422, /is an upload/);
  await target.done("PUT", up, { ...bytes, body: "second" });
  const artifacts = await target.done<{ items: { path: string }[] }>("GET", at);
  assert.deepEqual(
    artifacts.items.map((a) => a.path),
    ["a.txt"],
  );
  assert.equal((await target.send("GET", down, { key: "" })).text, "first", "a ticket goes on naming what it was given for");
});

test("paths that leave the page's folder, and addresses that are none, answer 404 without a trace", async () => {
  for (const path of [
    "/..%2f..%2fpackage.json",
    "/assets/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/.git/config",
    "/api/v1/nope",
    "/nope.php",
  ]) {
    const reply = await target.send("GET", path, { key: "" });
    assert.ok([404, 422].includes(reply.status), `${path}: ${reply.status}`);
    assert.doesNotMatch(reply.text, /root:|"private"|repositoryformat|node_modules/);
  }
});
