import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { test } from "node:test";
import { measure } from "../../bench/load.ts";
import { createReader } from "../../bench/load/answer.ts";

async function loaded(listener: RequestListener, body: string | (() => string) = "{}") {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  let connections = 0;
  server.on("connection", () => (connections += 1));
  const measured = await measure({ url, connections: 4, seconds: 1, requests: [{ method: "POST", path: "/x", body }] });
  server.closeAllConnections();
  server.close();
  return { measured, connections };
}

test("every connection is kept and every body arrives whole and once", async () => {
  const bodies: string[] = [];
  let made = 0;
  const { measured, connections } = await loaded(
    (request, response) => {
      let text = "";
      request.on("data", (part: Buffer) => (text += part.toString()));
      request.on("end", () => {
        bodies.push(text);
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ text }));
      });
    },
    () => `n${(made += 1)} ä`,
  );
  assert.equal(measured.failed, 0);
  // A round that was not counted warms up over connections of its own.
  assert.equal(connections, 8);
  assert.equal(bodies.length, made);
  assert.deepEqual(new Set(bodies).size, made);
  assert.ok(measured.perSecond > 0 && measured.perSecond < made);
});

test("refusals are counted as failed, not as answers", async () => {
  const { measured } = await loaded((_, response) => {
    response.statusCode = 500;
    response.end("no");
  });
  assert.equal(measured.perSecond, 0);
  assert.ok(measured.failed > 0);
});

test("answers in chunks and a server that closes after each are counted", async () => {
  const chunks = await loaded((_, response) => {
    response.write("half");
    setImmediate(() => response.end("whole"));
  });
  assert.equal(chunks.measured.failed, 0);
  assert.equal(chunks.connections, 8);
  const closing = await loaded((_, response) => {
    response.setHeader("connection", "close");
    response.end("bye");
  });
  assert.equal(closing.measured.failed, 0);
  assert.ok(closing.connections > 8 && closing.measured.perSecond > 0);
});

test("a connection that breaks without an answer counts as failed", async () => {
  const { measured } = await loaded((request) => void request.socket.destroy());
  assert.equal(measured.perSecond, 0);
  assert.ok(measured.failed > 0);
});

test("an answer is whole by its length wherever it is cut, and bytes nobody asked for break it", () => {
  const text = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  for (let cut = 1; cut < text.length; cut += 1) {
    const reader = createReader();
    assert.equal(reader.take(Buffer.from(text.slice(0, cut))), "partial");
    assert.equal(reader.take(Buffer.from(text.slice(cut))), "whole");
    assert.equal(reader.status, 200);
  }
  assert.equal(createReader().take(Buffer.from(`${text}HTTP/1.1 200 OK\r\n`)), "broken");
  assert.equal(createReader().take(Buffer.from("hello\r\n\r\n")), "broken");
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  const reader = createReader();
  assert.equal(reader.take(Buffer.from(chunked.slice(0, -1))), "partial");
  assert.equal(reader.take(Buffer.from(chunked.slice(-1))), "whole");
});
