import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { uploadDataset } from "../contract.ts";

const megabyte = 1024 * 1024;

/** Lines of a table of 20 columns until the size is reached, made as they are read. */
function* lines(bytes: number): Generator<Buffer> {
  yield Buffer.from(`id,name,${Array.from({ length: 12 }, (_, i) => `x${i}`).join(",")},k0,k1,k2,flag,day,note\n`);
  let sent = 0;
  let state = 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  for (let row = 0; sent < bytes;) {
    let text = "";
    for (let i = 0; i < 500; i += 1) {
      row += 1;
      text += `${row},"name, ${next()}"`;
      for (let x = 0; x < 12; x += 1) text += `,${next() / 1e6}`;
      text += `,${next() % 100},${next() % 7},${next() % 1000},${row % 2 === 0},20${10 + (row % 10)}-0${1 + (row % 9)}-1${row % 10},${next() % 10 === 0 ? "" : "word" + (next() % 50)}\n`;
    }
    const chunk = Buffer.from(text);
    sent += chunk.length;
    yield chunk;
  }
}

/** Private memory of a process in MB; what it shares with others (program, libraries) is not its own. */
function privateMb(pid: number): number {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The DuckDB children of this process. */
function children(): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      try {
        const text = readFileSync(`/proc/${pid}/stat`, "utf8");
        return (
          Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]) === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("duckdb-child")
        );
      } catch {
        return false;
      }
    });
}

describe("datasets.upload", () => {
  test("a 300 MB file is taken within 300 MB of extra memory, server and child together", async () => {
    const w = await world();
    await w.upload(uploadDataset, { projectId: w.projectId, name: "warm" }, "a\n1\n");
    const before = privateMb(process.pid) + children().reduce((sum, pid) => sum + privateMb(pid), 0);
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, privateMb(process.pid) + children().reduce((sum, pid) => sum + privateMb(pid), 0) - before);
    }, 50);
    const { version } = await w.upload(uploadDataset, { projectId: w.projectId, name: "large" }, Readable.from(lines(300 * megabyte)));
    clearInterval(timer);
    assert.ok((version.source?.sizeBytes ?? 0) >= 300 * megabyte);
    assert.deepEqual(version.columns.map((c) => c.type).join(" "), `integer string ${"number ".repeat(12)}integer integer integer boolean date string`);
    assert.ok(peak < 300, `${Math.round(peak)} MB`);
  });
});
