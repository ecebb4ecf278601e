import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterEach, describe, test } from "node:test";
import { Refusal } from "../kernel/contract/errors.ts";
import { cidrOf, isPublic, targets } from "./addresses.ts";
import { createOutgoing, OutgoingFailure, type OutgoingRequest } from "./http.ts";

describe("an address", () => {
  for (const address of ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
    test(`${address} is public`, () => assert.equal(isPublic(address), true));
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "not an address",
  ])
    test(`${address} is not public`, () => assert.equal(isPublic(address), false));

  test("in a named range is allowed, its IPv4-in-IPv6 form too, its neighbours not", () => {
    const may = targets(["10.1.0.0/16", "::1"]);
    assert.deepEqual(
      ["10.1.2.3", "::ffff:10.1.2.3", "::1", "10.2.0.1", "::2", "8.8.8.8"].map((address) => may.allows(address)),
      [true, true, true, false, false, true],
    );
  });

  test("range that is none is told apart", () => {
    for (const text of ["10.0.0.0/33", "10.0.0/8", "example.org", "10.0.0.0/8/8", "10.0.0.0/", "::1/129", ""]) assert.equal(cidrOf(text), null, text);
  });
});

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

const asking = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({ method: "GET", url, timeoutMs: 2000, maxBytes: 1000, ...more });
const here = createOutgoing({ allow: ["127.0.0.1"] });
const outside = createOutgoing({ allow: [] });

async function failure(act: Promise<unknown>): Promise<OutgoingFailure> {
  const error = await act.then(
    () => assert.fail("it was answered"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof OutgoingFailure, String(error));
  return error;
}

describe("a request outside", () => {
  test("is answered with status, body and the time it took", async () => {
    const port = await serve((request, response) => {
      response.statusCode = 418;
      response.setHeader("x-asked", String(request.headers["x-asked"]));
      response.end(`${request.method} ${request.url}`);
    });
    const answer = await here.request(asking(`http://127.0.0.1:${port}/a?b=c`, { method: "POST", body: "text", headers: { "x-asked": "yes" } }));
    assert.deepEqual([answer.status, answer.body.toString(), answer.headers["x-asked"]], [418, "POST /a?b=c", "yes"]);
    assert.ok(answer.latencyMs >= 0);
  });

  test("streams a body as it is read", async () => {
    const port = await serve((request, response) => {
      let size = 0;
      request.on("data", (chunk: Buffer) => (size += chunk.length));
      request.on("end", () => response.end(String(size)));
    });
    const body = Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(10_000)));
    const answer = await here.request(asking(`http://127.0.0.1:${port}/`, { method: "PUT", body, headers: { "content-length": "500000" } }));
    assert.equal(answer.body.toString(), "500000");
  });

  test("to the loopback is refused before anything is sent, however the address is written", async () => {
    let asked = 0;
    const port = await serve((_request, response) => {
      asked += 1;
      response.end();
    });
    for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost", "a.localhost", "0.0.0.0"])
      assert.equal((await failure(outside.request(asking(`http://${host}:${port}/`)))).reason, "forbidden_target", host);
    assert.equal(asked, 0);
  });

  test("is refused when the name stands for a private address by the time it is connected to, or for one of several", async () => {
    let asked = 0;
    const port = await serve((_request, response) => {
      asked += 1;
      response.end("inside");
    });
    const answers = [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"]];
    for (const found of answers) {
      const rebound = createOutgoing({
        allow: [],
        resolve: (_name, _options, answer) =>
          answer(
            null,
            found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
          ),
      });
      rebound.check(`https://rebound.example.org:${port}/`, "url");
      const failed = await failure(rebound.request(asking(`https://rebound.example.org:${port}/`)));
      assert.equal(failed.reason, "forbidden_target");
      assert.match(failed.message, /rebound.example.org is at .* not a public address.*LUMINA_ALLOW_TARGETS/);
    }
    assert.equal(asked, 0);
  });

  test("without TLS goes only to named addresses", async () => {
    assert.match((await failure(outside.request(asking("http://1.1.1.1/")))).message, /https/);
    assert.match((await failure(here.request(asking("http://1.1.1.1/")))).message, /without TLS/);
  });

  test("does not follow a redirect", async () => {
    const port = await serve((_request, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end());
    assert.equal((await here.request(asking(`http://127.0.0.1:${port}/`))).status, 302);
  });

  test("ends at its time limit, also when the answer drips", async () => {
    const port = await serve((_request, response) => {
      response.write("x");
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const failed = await failure(here.request(asking(`http://127.0.0.1:${port}/`, { timeoutMs: 150 })));
    assert.equal(failed.reason, "timeout");
    assert.match(failed.message, /0.15 s/);
  });

  test("ends at its size limit, or keeps the beginning where that is asked", async () => {
    const port = await serve((_request, response) => response.end("y".repeat(5000)));
    assert.equal((await failure(here.request(asking(`http://127.0.0.1:${port}/`)))).reason, "too_large");
    assert.equal((await here.request(asking(`http://127.0.0.1:${port}/`, { cut: true }))).body.toString(), "y".repeat(1000));
  });

  test("to nobody says so", async () => {
    const port = await serve(() => undefined);
    servers[0]?.close();
    const failed = await failure(here.request(asking(`http://127.0.0.1:${port}/`)));
    assert.deepEqual([failed.reason, /nothing listens there/.test(failed.message)], ["unreachable", true]);
  });
});

describe("checking an address without the network", () => {
  const refused = (url: string): Refusal => {
    try {
      outside.check(url, "url");
    } catch (error) {
      if (error instanceof Refusal) return error;
    }
    return assert.fail(`${url} was accepted`);
  };

  test("accepts https to a name or a public address", () => {
    assert.equal(outside.check("https://hooks.example.org/a", "url").host, "hooks.example.org");
    assert.equal(outside.check("https://1.1.1.1/a", "url").hostname, "1.1.1.1");
  });

  for (const url of [
    "",
    "nonsense",
    "ftp://example.org",
    "file:///etc/passwd",
    "http://example.org",
    "https://user:secret@example.org/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://169.254.169.254/",
  ])
    test(`refuses ${url === "" ? "nothing" : url} by field, with a fix`, () => {
      const refusal = refused(url);
      assert.deepEqual([refusal.code, refusal.extra.fields?.[0]?.path], ["invalid_input", "url"]);
      assert.ok(refusal.fix.length > 10);
      assert.doesNotMatch(refusal.message, /user:secret/);
    });
});
