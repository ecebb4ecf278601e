import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import type { ObjectInfo, Objects } from "./port.ts";

/** What every provider of the object store promises; `at` gives the store under test once it runs. */
export function keepsObjects(at: () => Objects): void {
  async function all(prefix: string): Promise<string[]> {
    const found: ObjectInfo[] = [];
    for await (const info of at().list(prefix)) found.push(info);
    return found.map((f) => f.key);
  }

  test("an object is read back whole and in part", async () => {
    const stored = await at().put("w/a/one.txt", "hello world");
    assert.equal(stored.sizeBytes, 11);
    assert.equal(stored.sha256, createHash("sha256").update("hello world").digest("hex"));
    assert.equal(await text(await at().get("w/a/one.txt")), "hello world");
    assert.equal(await text(await at().get("w/a/one.txt", { start: 6, end: 8 })), "wor");
    assert.equal((await at().stat("w/a/one.txt"))?.sizeBytes, 11);
    assert.equal(await readFile(await at().localPath("w/a/one.txt"), "utf8"), "hello world");
  });

  test("equal content is stored once under its hash", async () => {
    const bytes = randomBytes(3_000_000);
    const first = await at().putContent("ws1", Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]));
    const second = await at().putContent("ws1", bytes);
    assert.deepEqual(first, second);
    assert.match(first.key, /^w\/ws1\/sha256\/[0-9a-f]{2}\/[0-9a-f]{62}$/);
    assert.deepEqual(await all("w/ws1/"), [first.key]);
  });

  test("an absent object is refused as not found", async () => {
    await assert.rejects(at().get("w/none"), { code: "not_found" });
    await assert.rejects(at().localPath("w/none"), { code: "not_found" });
    assert.equal(await at().remove("w/none"), false);
  });

  test("lists come in key order and a prefix may end inside a name", async () => {
    for (const key of ["l/b/2", "l/a-1/x", "l/a/1", "l/b/10"]) await at().put(key, key);
    assert.deepEqual(await all("l/"), ["l/a-1/x", "l/a/1", "l/b/10", "l/b/2"]);
    assert.deepEqual(await all("l/b/1"), ["l/b/10"]);
    assert.deepEqual(await all("l/none"), []);
  });

  test("a finished scratch file is adopted as an object", async () => {
    const scratch = await at().scratch();
    const file = join(scratch.path, "made");
    await writeFile(file, "made here");
    const stored = await at().adopt("w/a/made", file);
    assert.equal(stored.sizeBytes, 9);
    assert.deepEqual(await readdir(scratch.path), []);
    await scratch.remove();
    await scratch.remove();
    assert.equal(await text(await at().get("w/a/made")), "made here");
  });

  test("no key leaves the store", async () => {
    for (const key of ["", "/etc/passwd", "../x", "w/../../x", "w/./x", "w//x", "w\\..\\x", "w/a\0b", `w/${"x".repeat(2000)}`]) {
      await assert.rejects(async () => at().put(key, "x"), /not an object key/);
      await assert.rejects(async () => at().get(key), /not an object key/);
      await assert.rejects(async () => at().localPath(key), /not an object key/);
      await assert.rejects(async () => at().remove(key), /not an object key/);
    }
  });

  test("a body that breaks off leaves no object and tells its own reason", async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(9 << 20);
        throw new Error("connection lost");
      })(),
    );
    await assert.rejects(at().put("w/a/broken", broken), /connection lost/);
    assert.equal(await at().stat("w/a/broken"), null);
  });

  test("40 MB come back with the hash they were stored under", async () => {
    const chunk = randomBytes(1 << 20);
    const whole = createHash("sha256");
    const body = Readable.from(
      (function* () {
        for (let i = 0; i < 40; i += 1) {
          whole.update(chunk);
          yield chunk;
        }
      })(),
    );
    const stored = await at().put("w/a/large.bin", body);
    assert.equal(stored.sizeBytes, 40 << 20);
    assert.equal(stored.sha256, whole.digest("hex"));
    const back = createHash("sha256");
    for await (const part of await at().get("w/a/large.bin")) back.update(part as Buffer);
    assert.equal(back.digest("hex"), stored.sha256);
  });

  test("a replaced object shows its new bytes everywhere", async () => {
    await at().put("w/a/changing", "one");
    assert.equal(await readFile(await at().localPath("w/a/changing"), "utf8"), "one");
    await at().put("w/a/changing", "two!");
    assert.equal(await readFile(await at().localPath("w/a/changing"), "utf8"), "two!");
    assert.equal(await text(await at().get("w/a/changing")), "two!");
  });
}
