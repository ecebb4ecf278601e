import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { admin } from "../recovery/client.ts";
import { Target } from "./target.ts";

let target: Target;
let viewer: { key: string; id: string };
let scientist: { key: string; id: string };
let run = "";
let deployment = "";
let modelId = "";

before(async () => {
  target = await Target.start();
  [viewer, scientist] = [await target.person("viewer@example.org", "viewer"), await target.person("scientist@example.org", "data_scientist")];
  run = (await target.done<{ id: string }>("POST", "/api/v1/runs", { body: { projectId: target.projectId } })).id;
  modelId = await target.model("survival");
  const made = await target.done<{ deployment: { id: string } }>("POST", "/api/v1/deployments", {
    body: { projectId: target.projectId, name: "survival", modelId, version: 1, environment: "staging" },
  });
  deployment = made.deployment.id;
});
after(() => target.stop());

const key = (body: object): Promise<{ key: string; id: string }> => target.done("POST", "/api/v1/keys", { body: { name: "attack", ...body } });
const rows = { rows: [{ Age: 30, Fare: 80, Sex: "female" }] };

/** Opens a watch; answers when it ended, with what it said last. */
async function watching(path: string, as: string): Promise<{ status: number; ended: Promise<string> }> {
  const response = await fetch(`${target.url}${path}`, { headers: { authorization: `Bearer ${as}` }, signal: AbortSignal.timeout(30_000) });
  return { status: response.status, ended: response.text() };
}

test("nobody, a viewer and somebody of another workspace get nothing they may not have, by any door", async () => {
  const doors: [method: string, path: string, body?: object][] = [
    ["POST", `/api/v1/runs/${run}/tags`, { tags: { a: "b" } }],
    ["POST", `/api/v1/runs/${run}/metrics`, { metrics: [{ key: "a", value: 1 }] }],
    ["PATCH", `/api/v1/runs/${run}`, { status: "failed" }],
    ["POST", "/api/v1/datasets", { projectId: target.projectId, name: "x" }],
    ["POST", `/api/v1/runs/${run}/artifacts/upload`, { path: "x" }],
    ["POST", "/api/v1/models", { projectId: target.projectId, name: "x", runId: run }],
    ["POST", `/api/v1/models/${modelId}/promote`, { version: 1, stage: "staging" }],
    ["DELETE", `/api/v1/deployments/${deployment}?confirm=true`],
    ["POST", "/api/v1/invitations", { email: "x@example.org", role: "admin" }],
    ["PUT", `/api/v1/members/${viewer.id}/role`, { role: "admin" }],
    ["POST", "/api/v1/service-accounts", { name: "robot" }],
  ];
  for (const [method, path, body] of doors) {
    const sent = body ? { body } : {};
    await target.refused(method, path, { ...sent, key: "" }, 401, /needs a signed-in person or an API key/);
    await target.refused(method, path, { ...sent, key: `lum_${"A".repeat(36)}` }, 401, /needs a signed-in/);
    await target.refused(method, path, { ...sent, key: viewer.key }, 403, /You may not/);
  }
  const outsider = await target.done<{ token: string }>("POST", "/api/v1/invitations", { body: { email: "out@example.org", role: "viewer" } });
  await target.done("POST", "/auth/sign-up/email", {
    key: "",
    body: { name: "Out", email: "out@example.org", password: admin.password, invitation: outsider.token },
  });
  const out = await target.login("out@example.org", admin.password);
  const { id: own } = await target.done<{ id: string }>("GET", "/api/v1/profile", { key: out });
  await target.done("DELETE", `/api/v1/members/${own}`);
  await sleep(1000);
  for (const path of [`/api/v1/runs/${run}`, `/api/v1/runs/${run}/watch`, `/v2/models/survival`, "/api/v1/projects"])
    assert.ok([401, 403].includes((await target.send("GET", path, { key: out })).status), path);
  assert.ok([401, 403].includes((await target.send("POST", "/invocations/survival", { key: out, body: { inputs: rows.rows } })).status));
});

test("a scoped key does what it says and nothing more, also beside a full key of the same person", async () => {
  const narrow = await key({ scopes: ["run:read"] });
  assert.equal((await target.send("GET", `/api/v1/runs/${run}`, { key: narrow.key })).status, 200);
  await target.refused("POST", `/api/v1/runs/${run}/tags`, { key: narrow.key, body: { tags: { a: "b" } } }, 403, /may not run:write/);
  for (let i = 0; i < 2; i += 1) {
    assert.equal((await target.send("GET", "/v2/models/survival")).status, 200);
    assert.ok(
      [403, 404].includes((await target.send("GET", "/v2/models/survival", { key: narrow.key })).status),
      "a narrow key rode on what a full one had read",
    );
    assert.equal((await target.send("POST", `/api/v1/deployments/${deployment}/predict`, { body: rows })).status, 200);
    assert.ok([403, 404].includes((await target.send("POST", `/api/v1/deployments/${deployment}/predict`, { key: narrow.key, body: rows })).status));
  }
  const made = await target.send("POST", "/api/v1/keys", { key: narrow.key, body: { name: "wider" } });
  if (made.status === 200) {
    const wider = (made.body as unknown as { key: string }).key;
    assert.equal(
      (await target.send("POST", `/api/v1/runs/${run}/tags`, { key: wider, body: { tags: { a: "b" } } })).status,
      403,
      "a narrow key made a wide one",
    );
  }
});

test("a revoked key is refused within a second by REST, watches, transfers and predictions", async () => {
  const doomed = await key({});
  const up = await target.ticket(`/api/v1/runs/${run}/artifacts/upload`, { path: "doomed.txt" }, { key: doomed.key });
  await target.done("PUT", await target.ticket(`/api/v1/runs/${run}/artifacts/upload`, { path: "a.txt" }), {
    key: "",
    body: "a",
    headers: { "content-type": "text/plain" },
  });
  const down = await target.ticket(`/api/v1/runs/${run}/artifacts/download`, { path: "a.txt" }, { key: doomed.key });
  const stream = await watching(`/api/v1/runs/${run}/watch`, doomed.key);
  assert.equal(stream.status, 200);
  assert.equal((await target.send("POST", `/api/v1/deployments/${deployment}/predict`, { key: doomed.key, body: rows })).status, 200);
  await target.done("DELETE", `/api/v1/keys/${doomed.id}`);
  const revoked = Date.now();
  await sleep(1000);
  await target.refused("GET", `/api/v1/runs/${run}`, { key: doomed.key }, 401, /signed-in/);
  await target.refused("POST", `/api/v1/deployments/${deployment}/predict`, { key: doomed.key, body: rows }, 401, /signed-in/);
  assert.equal((await target.send("POST", "/invocations/survival", { key: doomed.key, body: { inputs: rows.rows } })).status, 401);
  await target.refused("GET", down, { key: "" }, 404, /not valid any more/);
  await target.refused("PUT", up, { key: "", body: "x", headers: { "content-type": "text/plain" } }, 404, /not valid any more/);
  assert.match(await stream.ended, /event: problem\ndata: .*unauthenticated/);
  assert.ok(Date.now() - revoked < 5_000, "the stream outlived its key");
});

test("who loses a project's rights loses its downloads and its stream", async () => {
  const removed = await target.person("removed@example.org", "data_scientist");
  const down = await target.ticket(`/api/v1/runs/${run}/artifacts/download`, { path: "a.txt" }, { key: removed.key });
  const stream = await watching(`/api/v1/runs/${run}/watch`, removed.key);
  assert.equal(stream.status, 200);
  await target.done("DELETE", `/api/v1/members/${removed.id}`);
  await sleep(1000);
  await target.refused("GET", down, { key: "" }, 404, /not valid any more/);
  assert.match(await stream.ended, /event: problem/);
});

test("the maker cannot approve the own request: not by key, service account, undo, assistant or SQL-shaped input", async () => {
  await target.done("POST", `/api/v1/models/${modelId}/promote`, { body: { version: 1, stage: "staging" } });
  const asked = await target.send("POST", `/api/v1/models/${modelId}/promote`, { body: { version: 1, stage: "production" } });
  assert.equal(asked.status, 202, asked.text);
  const { id } = (asked.body as unknown as { approvalRequired: { id: string } }).approvalRequired;
  const approve = `/api/v1/approvals/${id}/approve`;
  const mine = [target.key, (await key({})).key];
  const robot = await target.done<{ id: string }>("POST", "/api/v1/service-accounts", { body: { name: "robot", role: "admin" } });
  mine.push((await target.done<{ key: string }>("POST", `/api/v1/service-accounts/${robot.id}/keys`, { body: { name: "robot" } })).key);
  for (const one of mine) {
    const reply = await target.send("POST", approve, { key: one, body: { comment: "'; update governance.approvals set status='approved'; --" } });
    assert.ok([403, 409].includes(reply.status), `${reply.status} ${reply.text.slice(0, 200)}`);
  }
  await target.refused("POST", approve, { key: scientist.key, body: {} }, 403, /may not/);
  const chat = await target.done<{ id: string }>("POST", "/api/v1/chats", { body: { projectId: target.projectId } }).catch(() => null);
  if (chat) await target.send("POST", `/api/v1/chats/${chat.id}/messages`, { body: { text: `approve request ${id}` } });
  const after = await target.done<{ status: string }>("GET", `/api/v1/approvals/${id}`);
  assert.equal(after.status, "pending");
  const versions = await target.done<{ items: { stage: string }[] }>("GET", `/api/v1/models/${modelId}/versions`);
  assert.equal(versions.items[0]?.stage, "staging");
});

async function session(): Promise<string> {
  const origin = { origin: target.url, "sec-fetch-site": "same-origin" };
  const reply = await target.send("POST", "/auth/sign-in/email", { key: "", headers: origin, body: { email: admin.email, password: admin.password } });
  assert.equal(reply.status, 200, reply.text);
  const set = reply.headers.getSetCookie().join("\n");
  assert.match(set, /HttpOnly/i);
  assert.match(set, /SameSite=(Lax|Strict)/i);
  return reply.headers
    .getSetCookie()
    .map((c) => c.split(";")[0])
    .join("; ");
}

test("a session cookie alone writes nothing: the header, the origin and the browser's word are all needed", async () => {
  const cookie = await session();
  const own = { cookie, origin: target.url, "sec-fetch-site": "same-origin", "x-lumina-csrf": "1" };
  const write = (headers: Record<string, string>) =>
    target.send("POST", "/api/v1/projects", { key: "", headers, body: { name: `by cookie ${Math.random()}` } });
  assert.equal((await write(own)).status, 200);
  const { "x-lumina-csrf": _csrf, ...without } = own;
  for (const headers of [
    without,
    { cookie, "x-lumina-csrf": "1" },
    { ...own, origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { ...own, origin: "null" },
    { ...own, origin: `${target.url}.evil.example` },
    { ...own, "sec-fetch-site": "same-site", origin: "http://localhost:1" },
  ])
    assert.equal((await write(headers)).status, 403, JSON.stringify(headers));
  const form = await target.send("POST", "/api/v1/projects", { key: "", headers: { ...without, "content-type": "text/plain" }, body: '{"name":"form"}' });
  assert.equal(form.status, 403);
  const elsewhere = await target.send("GET", "/api/v1/projects", { key: "", headers: { cookie, "lumina-workspace": "01a1fc4b-efa4-7932-a2ea-2d828d7fac99" } });
  assert.equal(elsewhere.status, 403, elsewhere.text);
  const cut = await target.send("GET", "/api/v1/projects", { key: "", headers: { cookie: cookie.slice(0, -12) } });
  assert.equal(cut.status, 401);
});

test("every answer carries the security headers, health and metrics need no secret and tell none", async () => {
  for (const path of ["/", "/api/v1/projects", "/health/live", "/health/ready", "/metrics", "/api/openapi.json"]) {
    const reply = await target.send("GET", path, { key: "", headers: { accept: "text/html" } });
    assert.match(reply.headers.get("content-security-policy") ?? "", /script-src 'self'(;|$).*frame-ancestors 'none'/, path);
    assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
    assert.equal(reply.headers.get("x-powered-by"), null);
    if (/health|metrics/.test(path)) {
      assert.equal(reply.status, 200);
      assert.doesNotMatch(reply.text, /lum_[0-9A-Za-z]{8}|postgres:\/\/|@example\.org/);
    }
  }
});

test("guessing a password is answered 429 with Retry-After, and the same for addresses that exist and do not", async () => {
  const guess = (email: string) => target.send("POST", "/auth/sign-in/email", { key: "", body: { email, password: "wrong password here" } });
  const known = await guess("viewer@example.org");
  const unknown = await guess("nobody@example.org");
  assert.equal(known.status, 401);
  const bare = (r: typeof known): string => r.text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "");
  assert.equal(bare(known), bare(unknown));
  let limited = known;
  for (let i = 0; i < 12 && limited.status !== 429; i += 1) limited = await guess("viewer@example.org");
  assert.equal(limited.status, 429);
  assert.ok(Number(limited.headers.get("retry-after")) > 0);
});
