import assert from "node:assert/strict";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertRefusal, Target } from "./target.ts";

let target: Target;
before(async () => void (target = await Target.start()));
after(() => target.stop());

const wide = (columns: number): string => `${Array.from({ length: columns }, (_, i) => `c${i}`).join(",")}\n`;

const refused: [what: string, bytes: string | Uint8Array, sentence: RegExp, input?: object][] = [
  ["0 bytes", "", /empty \(0 bytes\)/],
  ["white space", " \n\n ", /nothing but white space/],
  ["a header alone", "a,b,c\n", /a header and no rows/],
  ["an ELF program named .csv", Buffer.concat([Buffer.from("7f454c46020101", "hex"), Buffer.alloc(4000)]), /program|binary/i],
  ["a PNG named .csv", Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(4000, 7)]), /PNG|image/i],
  ["a zip (XLSX) named .csv", Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(4000, 1)]), /zip|XLSX|Excel/i],
  ["text with a zero byte deep inside", `a,b\n${"1,2\n".repeat(50_000)}3,\0\n`, /zero byte at offset \d+/],
  ["ragged rows", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n", /row 3 has 2 columns instead of 3.*row 4 has 4/],
  ["a quotation mark never closed", `a,b\n1,"x\n${"2,y\n".repeat(100)}`, /quot/i],
  [
    "bytes that are no UTF-8 though named so",
    Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xff, 0x2c, 0xfe, 0x0a]),
    /not well-formed UTF-8.*offset 4, line 2/,
    { encoding: "utf-8" },
  ],
  ["a target that is no column", "a,b\n1,2\n", /target|zzz/i, { target: "zzz" }],
];

for (const [what, bytes, sentence, input] of refused)
  test(`${what} is refused with a sentence, and nothing is kept`, async () => {
    const before = await target.holdings();
    assertRefusal(await target.upload(bytes, input), 422, sentence);
    assert.deepEqual(await target.holdings(), before);
  });

test("names that are paths, SQL or markup stay names", async () => {
  for (const name of ["../../etc/passwd", "'; drop table datasets; --", "<script>alert(1)</script>", "Ünïcödé 表 🚀"]) {
    const reply = await target.upload("a,b\n1,2\n", { name });
    assert.equal((reply.body as { dataset?: { name?: string } }).dataset?.name, name, reply.text.slice(0, 200));
  }
  const traversal = await target.upload("a,b\n1,2\n", {}, encodeURIComponent("../../../etc/cron.d/job.csv"));
  assert.equal((traversal.body as { dataset?: { name?: string } }).dataset?.name, "job");
  const broken = await target.upload("a,b\n1,2\n", {}, "100%.csv");
  assert.equal(broken.status, 200, broken.text);
  await target.refused("POST", "/api/v1/datasets", { body: { projectId: target.projectId, name: "a\0b" } }, 422, /name: .*U\+0000/);
  await target.refused("POST", "/api/v1/datasets", { body: `{"projectId":"${target.projectId}","name":"\\ud800"}` }, 422, /name: .*surrogate/);
});

test("5,000 columns are taken, and their preview is one page", { timeout: 120_000 }, async () => {
  const reply = await target.upload(wide(5000) + `${Array.from({ length: 5000 }, (_, i) => i).join(",")}\n`.repeat(20), { name: "wide" });
  assert.equal(reply.status, 200, reply.text.slice(0, 300));
  const { dataset } = reply.body as unknown as { dataset: { id: string } };
  const rows = await target.done<{ items: unknown[] }>("GET", `/api/v1/datasets/${dataset.id}/rows?limit=5`);
  assert.equal(rows.items.length, 5);
});

test("an upload that breaks off in the middle leaves no row, no object and no scratch", async () => {
  const before = await target.holdings();
  const url = await target.ticket("/api/v1/datasets", { projectId: target.projectId, name: "broken off" });
  const { hostname, port } = new URL(target.url);
  for (const framing of ["content-length: 1000000", "transfer-encoding: chunked"]) {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => null);
    const rows = "1,2,3\n".repeat(5000);
    socket.write(`PUT ${url} HTTP/1.1\r\nhost: ${hostname}\r\n${framing}\r\ncontent-type: text/csv\r\n\r\n`);
    socket.write(framing.startsWith("content") ? `a,b,c\n${rows}` : `${rows.length.toString(16)}\r\n${rows}\r\n`);
    await sleep(300);
    socket.destroy();
  }
  await sleep(300);
  assert.deepEqual(await target.holdings(), before);
  const again = await target.send("PUT", url, { key: "", headers: { "content-type": "text/csv" }, body: "a,b\n1,2\n" });
  assert.equal(again.status, 200, again.text);
});

test("artifacts that are pages download as attachments nobody runs, under the last part of their path", async () => {
  const run = await target.done<{ id: string }>("POST", "/api/v1/runs", { body: { projectId: target.projectId } });
  const at = `/api/v1/runs/${run.id}/artifacts`;
  const up = await target.ticket(`${at}/upload`, { path: "report/ü page.html", mediaType: "text/html" });
  await target.done("PUT", up, { key: "", headers: { "content-type": "text/html" }, body: "<script>alert(document.cookie)</script>" });
  const down = await target.ticket(`${at}/download`, { path: "report/ü page.html" });
  const reply = await target.send("GET", down, { key: "" });
  assert.match(reply.headers.get("content-disposition") ?? "", /^attachment; filename="_ page.html"; filename\*=UTF-8''%C3%BC%20page.html$/);
  assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
  assert.match(reply.headers.get("content-security-policy") ?? "", /script-src 'self'/);
  for (const path of ["../../etc/passwd", "/etc/passwd", "a/../../b", "a\\..\\b", "a\n/../b", "..", "a//b"])
    for (const way of ["upload", "download"]) await target.refused("POST", `${at}/${way}`, { body: { path } }, 422, /path: a relative path without/);
  await target.refused("POST", `${at}/upload`, { body: { path: "a", mediaType: "text/html\r\nset-cookie: a=b" } }, 422, /mediaType: a media type/);
  const object = { path: "x", sha256: "0".repeat(64), sizeBytes: 10 };
  for (const key of ["../../master.key", "w/x/../../master.key", "/etc/passwd"])
    await target.refused("POST", at, { body: { ...object, key } }, 409, /is not stored here/);
});

test("a file of 300 MB is taken within 300 MB of extra memory of all processes together", { timeout: 290_000 }, async (t) => {
  await target.upload("a,b\n1,2\n", { name: "warm" });
  const sum = (): number => Object.values(target.memory()).reduce((a, b) => a + b, 0);
  const idle = sum();
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, sum())), 100);
  const line = `${Array.from({ length: 20 }, (_, i) => `${i}.${"123456789".slice(0, 4 + (i % 5))}`).join(",")}\n`;
  const chunk = Buffer.from(line.repeat(Math.ceil((256 * 1024) / line.length)));
  function* bytes(): Generator<Buffer> {
    yield Buffer.from(wide(20));
    for (let sent = 0; sent < 300e6; sent += chunk.length) yield chunk;
  }
  const reply = await target.upload(Readable.from(bytes()), { name: "large" });
  clearInterval(watch);
  assert.equal(reply.status, 200, reply.text.slice(0, 300));
  t.diagnostic(`${(peak - idle).toFixed(0)} MB above ${idle.toFixed(0)} MB`);
  assert.ok(peak > idle && peak - idle <= 300, `${(peak - idle).toFixed(0)} MB above ${idle.toFixed(0)} MB`);
});
