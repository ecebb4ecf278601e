import assert from "node:assert/strict";
import { closeSync, mkdtempSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { lastLines, openLog, rotate } from "./supervisor-logs.ts";

describe("logs of children", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lumina-logs-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("a full log is kept once and emptied in place, and its writer goes on", () => {
    const file = join(folder, "logs", "server.log");
    const handle = openLog(file);
    writeSync(handle, "x".repeat(51 * 1024 * 1024));
    rotate(file);
    writeSync(handle, "next\n");
    closeSync(handle);
    assert.equal(statSync(file).size, 5);
    assert.equal(statSync(`${file}.1`).size, 51 * 1024 * 1024);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  test("a small log is left alone", () => {
    const file = join(folder, "worker.log");
    closeSync(openLog(file));
    rotate(file);
    assert.throws(() => statSync(`${file}.1`));
  });

  test("last words are the lines that say something, not stack frames", () => {
    const file = join(folder, "server.log");
    writeFileSync(file, "one\n\nTypeError: two\n    at frame (file.ts:1:1)\nthree\n");
    assert.deepEqual(lastLines(file, 2), ["TypeError: two", "three"]);
    assert.deepEqual(lastLines(join(folder, "absent.log"), 2), []);
  });
});
