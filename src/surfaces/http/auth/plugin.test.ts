import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { FastifyInstance } from "fastify";
import { app, ownDatabase } from "../../../../tests/harness.ts";
import { testCeremonies } from "../../../capabilities/identity/factory.ts";
import { createHttp } from "../app.ts";
import { authPlugin } from "./plugin.ts";

const own = { "content-type": "application/json", "sec-fetch-site": "same-origin", "x-lumina-csrf": "1" };
const password = "correct horse battery";
let http: FastifyInstance;
let drop: () => Promise<void>;
let person = 0;
const startedAt = new Date();

function post(url: string, body: object, headers: Record<string, string> = {}, remoteAddress = `10.0.0.${person + 1}`): ReturnType<FastifyInstance["inject"]> {
  return http.inject({ method: "POST", url, payload: body, headers: { ...own, ...headers }, remoteAddress }) as never;
}

async function registered(): Promise<{ email: string; cookie: string }> {
  person += 1;
  const email = `Person${person}@Example.org`;
  assert.equal((await post("/auth/sign-up/email", { name: `Person ${person}`, email, password })).statusCode, 200);
  return { email, cookie: await signIn(email) };
}

async function signIn(email: string): Promise<string> {
  const answer = await post("/auth/sign-in/email", { email, password });
  assert.equal(answer.statusCode, 200, answer.body);
  return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}

describe("who asks, over HTTP", () => {
  /** An installation of its own, so that the first person is the first. */
  before(async () => {
    const { kernel } = await app();
    const database = await ownDatabase();
    const db = database.database;
    // The clock stands still, so that no window of the limits ends in the middle of a test.
    const { ceremonies, authenticator, cookieName } = testCeremonies(db, kernel.ports.journal, {
      now: () => startedAt,
      limits: { address: { most: 14, windowMs: 60_000 } },
    });
    const host = {
      kernel: { ...kernel, ports: { ...kernel.ports, db, actorById: authenticator.actorById } },
      authenticate: (request: { headers: Record<string, string | string[] | undefined> }) =>
        authenticator.authenticate({
          authorization: request.headers["authorization"] as string | undefined,
          cookie: request.headers["cookie"] as string | undefined,
          workspaceHeader: request.headers["lumina-workspace"] as string | undefined,
        }),
    };
    http = await createHttp({ host, log: kernel.ports.services.log, version: "test", plugins: [authPlugin({ ceremonies, cookieName, secure: false })] });
    drop = async () => {
      await http.close();
      await authenticator.flush();
      await database.drop();
    };
  });
  after(() => drop());

  test("nobody's body is read: who is not signed in is told so whatever was sent", async () => {
    const send = (payload: string) => http.inject({ method: "POST", url: "/api/v1/projects", payload, headers: { "content-type": "application/json" } });
    for (const payload of ["{not json", `{"name":"${"x".repeat(17 * 1024 * 1024)}"}`]) assert.equal((await send(payload)).statusCode, 401);
  });

  describe("ceremonies over HTTP", () => {
    test("the first registration becomes administrator of a workspace of their own", async () => {
      assert.deepEqual((await http.inject("/auth/state")).json(), { firstStart: true, registration: "open" });
      const { cookie } = await registered();
      assert.equal((await http.inject("/auth/state")).json().firstStart, false);
      const { items } = (await http.inject({ url: "/api/v1/workspaces", headers: { cookie } })).json();
      assert.equal(items.length, 1);
      assert.equal(items[0].role, "admin");
      assert.equal(items[0].memberCount, 1);
    });

    test("the session cookie is HttpOnly and SameSite=Lax, and the answer holds no token", async () => {
      const { email } = await registered();
      const answer = await post("/auth/sign-in/email", { email, password });
      const set = String(answer.headers["set-cookie"]);
      assert.match(set, /^lumina\.session_token=[^;]+;/);
      assert.match(set, /HttpOnly/i);
      assert.match(set, /SameSite=Lax/i);
      assert.deepEqual(Object.keys(answer.json()), ["person"]);
      assert.equal(answer.headers["cache-control"], "no-store");
    });

    test("who is signed in is told, and after signing out nobody is", async () => {
      const { cookie, email } = await registered();
      assert.equal((await http.inject({ url: "/auth/session", headers: { cookie } })).json().person.email, email.toLowerCase());
      const out = await post("/auth/sign-out", {}, { cookie });
      assert.match(String(out.headers["set-cookie"]), /Max-Age=0/);
      assert.equal((await http.inject({ url: "/auth/session", headers: { cookie } })).json().person, null);
      assert.equal((await http.inject({ url: "/api/v1/profile", headers: { cookie } })).statusCode, 401);
    });

    test("command-line login answers a key of forty characters that works", async () => {
      const { email } = await registered();
      const answer = await http.inject({ method: "POST", url: "/auth/cli-login", payload: { email, password, name: "laptop" }, remoteAddress: "10.1.0.1" });
      assert.equal(answer.statusCode, 200, answer.body);
      const { key, name } = answer.json();
      assert.match(key, /^lum_[0-9A-Za-z]{36}$/);
      assert.equal(name, "laptop");
      for (const authorization of [`Bearer ${key}`, `Basic ${Buffer.from(`api:${key}`).toString("base64")}`])
        assert.equal((await http.inject({ url: "/api/v1/profile", headers: { authorization } })).json().email, email.toLowerCase());
    });

    test("a forged cookie and a changed signature are nobody", async () => {
      const { cookie } = await registered();
      const [name, value = ""] = cookie.split("=");
      for (const forged of [`${name}=${value.slice(0, -6)}AAAA%3D`, `${name}=abc.def`, `${name}=`])
        assert.equal((await http.inject({ url: "/api/v1/profile", headers: { cookie: forged } })).statusCode, 401);
    });

    test("a bad Authorization header is not saved by a good cookie", async () => {
      const { cookie } = await registered();
      assert.equal((await http.inject({ url: "/api/v1/profile", headers: { cookie, authorization: "Bearer lum_nonsense" } })).statusCode, 401);
    });
  });

  describe("nothing tells whether an address is registered", () => {
    test("registering a taken address reads like registering a free one, and changes nothing", async () => {
      const { email } = await registered();
      const taken = await post("/auth/sign-up/email", { name: "Somebody", email, password: "another password" }, {}, "10.2.0.1");
      const free = await post("/auth/sign-up/email", { name: "Somebody", email: "free@example.org", password: "another password" }, {}, "10.2.0.2");
      assert.equal(taken.statusCode, free.statusCode);
      assert.equal(taken.body, free.body);
      assert.equal(taken.headers["set-cookie"], undefined);
      await signIn(email);
    });

    test("an unknown address and a wrong password are refused in the same words", async () => {
      const { email } = await registered();
      const wrong = await post("/auth/sign-in/email", { email, password: "not the password" }, {}, "10.2.0.3");
      const unknown = await post("/auth/sign-in/email", { email: "nobody@example.org", password: "not the password" }, {}, "10.2.0.3");
      assert.equal(wrong.statusCode, 401);
      const words = (answer: { json(): unknown }): object => Object.assign({}, answer.json(), { requestId: "" });
      assert.deepEqual(words(wrong), words(unknown));
    });
  });

  describe("cross-site requests", () => {
    test("a write by cookie without the header, without an origin, or from another origin is refused", async () => {
      const { cookie } = await registered();
      const write = (headers: Record<string, string>): ReturnType<FastifyInstance["inject"]> =>
        http.inject({ method: "PATCH", url: "/api/v1/profile", payload: { name: "Mallory" }, headers: { cookie, host: "lumina.test", ...headers } }) as never;
      for (const headers of [
        { "sec-fetch-site": "same-origin" },
        { "x-lumina-csrf": "1" },
        { "x-lumina-csrf": "1", "sec-fetch-site": "cross-site" },
        { "x-lumina-csrf": "1", "sec-fetch-site": "same-site" },
        { "x-lumina-csrf": "1", origin: "https://evil.test" },
        { "x-lumina-csrf": "1", origin: "null" },
        { "x-lumina-csrf": "1", "sec-fetch-site": "same-origin", origin: "https://evil.test" },
      ])
        assert.equal((await write(headers)).statusCode, 403, JSON.stringify(headers));
      assert.equal((await write({ "x-lumina-csrf": "1", origin: "http://lumina.test" })).statusCode, 200);
      assert.equal((await write({ "x-lumina-csrf": "1", "sec-fetch-site": "same-origin" })).statusCode, 200);
    });

    test("another page cannot sign a browser in", async () => {
      const { email } = await registered();
      const answer = await http.inject({ method: "POST", url: "/auth/sign-in/email", payload: { email, password }, headers: { origin: "https://evil.test" } });
      assert.equal(answer.statusCode, 403);
    });

    test("a key outside a browser needs none of it", async () => {
      const { email } = await registered();
      const { key } = (
        await http.inject({ method: "POST", url: "/auth/cli-login", payload: { email, password, name: "ci" }, remoteAddress: "10.1.0.2" })
      ).json();
      const answer = await http.inject({ method: "PATCH", url: "/api/v1/profile", payload: { theme: "dark" }, headers: { authorization: `Bearer ${key}` } });
      assert.equal(answer.statusCode, 200, answer.body);
    });
  });

  describe("limits", () => {
    test("the eleventh sign-in in a minute waits, whatever the password", async () => {
      const { email } = await registered();
      const codes: number[] = [];
      for (let i = 0; i < 11; i += 1) codes.push((await post("/auth/sign-in/email", { email, password: "not the password" }, {}, "10.3.0.1")).statusCode);
      assert.deepEqual(
        codes.slice(0, 9),
        Array.from({ length: 9 }, () => 401),
      );
      const last = await post("/auth/sign-in/email", { email, password }, {}, "10.3.0.1");
      assert.equal(last.statusCode, 429);
      assert.ok(Number(last.headers["retry-after"]) >= 1 && Number(last.headers["retry-after"]) <= 60);
      assert.equal((await post("/auth/cli-login", { email, password, name: "x" }, {}, "10.3.0.1")).statusCode, 429);
      await post("/auth/sign-in/email", { email, password }, {}, "10.3.0.9").then((other) => assert.equal(other.statusCode, 200));
    });

    test("an address that tries many accounts waits", async () => {
      const codes = new Set<number>();
      for (let i = 0; i < 15; i += 1)
        codes.add((await post("/auth/sign-in/email", { email: `guess${i}@example.org`, password: "x" }, {}, "10.3.0.2")).statusCode);
      assert.ok(codes.has(429));
    });
  });

  describe("security headers", () => {
    test("every answer carries them, refusals too", async () => {
      for (const url of ["/auth/state", "/api/v1/profile", "/api/openapi.json"]) {
        const { headers } = await http.inject(url);
        assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/);
        assert.equal(headers["x-content-type-options"], "nosniff");
        assert.equal(headers["referrer-policy"], "same-origin");
        assert.equal(headers["strict-transport-security"], undefined);
      }
    });
  });

  describe("bad input", () => {
    test("names the field and stores nothing", async () => {
      const answer = await post("/auth/sign-up/email", { name: "A", email: "no address", password: "short" }, {}, "10.4.0.1");
      assert.equal(answer.statusCode, 422);
      assert.deepEqual(
        answer.json().fields.map((f: { path: string }) => f.path),
        ["email", "password"],
      );
    });

    test("routes of better-auth that are not ours do not exist", async () => {
      for (const url of ["/auth/update-user", "/auth/list-sessions", "/auth/change-email", "/auth/delete-user"])
        assert.equal((await post(url, {})).statusCode, 404, url);
    });
  });
});
