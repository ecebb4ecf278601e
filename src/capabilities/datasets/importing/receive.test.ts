import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { receiveBytes, type Received } from "./receive.ts";

let folder: string;
let server: Server;
let outcome: PromiseWithResolvers<Received | Refusal>;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "receive-"));
  server = createServer((incoming, reply) => {
    const length = Number(incoming.headers["content-length"]);
    void receiveBytes(incoming, join(folder, "upload"), "auto", Number.isFinite(length) ? length : null).then(
      (received) => {
        outcome.resolve(received);
        reply.end("done");
      },
      (error: Refusal) => {
        outcome.resolve(error);
        reply.writeHead(422).end(error.message);
      },
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const port = (): number => (server.address() as AddressInfo).port;

function put(chunks: Iterable<Buffer>): Promise<{ status: number; text: string }> {
  outcome = Promise.withResolvers();
  return new Promise((done, fail) => {
    const outgoing = request({ port: port(), method: "PUT" }, (reply) => {
      let text = "";
      reply.on("data", (chunk: Buffer) => (text += chunk.toString()));
      reply.on("end", () => done({ status: reply.statusCode ?? 0, text }));
    });
    outgoing.on("error", fail);
    for (const chunk of chunks) outgoing.write(chunk);
    outgoing.end();
  });
}

describe("an upload over HTTP", () => {
  test("of binary content is refused while it still arrives, and the refusal reaches the sender", async () => {
    const { status, text } = await put(Array.from({ length: 64 }, () => Buffer.alloc(512 * 1024, 0)));
    assert.equal(status, 422);
    assert.match(text, /zero byte at offset 0/);
  });

  test("of well-formed UTF-8 is told as such, wherever the chunks cut its characters", async () => {
    const bytes = Buffer.from("city,n\nKöln 東京 🚀,1\n".repeat(2000));
    await put(
      (function* () {
        for (let at = 0; at < bytes.length; at += 1021) yield bytes.subarray(at, at + 1021);
      })(),
    );
    const received = await outcome.promise;
    assert.ok(!(received instanceof Refusal));
    assert.deepEqual([received.utf8, received.sizeBytes], [true, bytes.length]);
    await put([bytes.subarray(0, bytes.length - 5), Buffer.from([0xe6, 0x9d])]);
    const cut = await outcome.promise;
    assert.equal(cut instanceof Refusal ? cut.message : cut.utf8, false);
  });

  test("whose connection ends in the middle is refused with what arrived, and takes no more", async () => {
    outcome = Promise.withResolvers();
    const socket = connect(port(), "127.0.0.1");
    socket.write(`PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n${"a,b\n1,2\n".repeat(500)}`);
    await new Promise((done) => setTimeout(done, 150));
    socket.destroy();
    const refused = await outcome.promise;
    assert.ok(refused instanceof Refusal);
    assert.match(refused.message, /broke off after 4000 bytes of 100000; nothing was kept/);
    assert.equal((await stat(join(folder, "upload"))).size <= 4000, true);
  });
});
