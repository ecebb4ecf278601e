import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { text } from "node:stream/consumers";
import { fileObjects } from "./file.ts";
import type { ObjectInfo, Objects } from "./port.ts";

let root: string;
let objects: Objects;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "objects-"));
  objects = fileObjects(root);
});
after(() => rm(root, { recursive: true, force: true }));

async function all(prefix: string): Promise<string[]> {
  const found: ObjectInfo[] = [];
  for await (const info of objects.list(prefix)) found.push(info);
  return found.map((f) => f.key);
}

describe("file objects", () => {
  test("an object is read back whole and in part", async () => {
    const stored = await objects.put("w/a/one.txt", "hello world");
    assert.equal(stored.sizeBytes, 11);
    assert.equal(stored.sha256, createHash("sha256").update("hello world").digest("hex"));
    assert.equal(await text(await objects.get("w/a/one.txt")), "hello world");
    assert.equal(await text(await objects.get("w/a/one.txt", { start: 6, end: 8 })), "wor");
    assert.equal((await objects.stat("w/a/one.txt"))?.sizeBytes, 11);
    assert.equal(await readFile(await objects.localPath("w/a/one.txt"), "utf8"), "hello world");
  });

  test("equal content is stored once under its hash", async () => {
    const bytes = randomBytes(3_000_000);
    const first = await objects.putContent("ws1", Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]));
    const second = await objects.putContent("ws1", bytes);
    assert.deepEqual(first, second);
    assert.match(first.key, /^w\/ws1\/sha256\/[0-9a-f]{2}\/[0-9a-f]{62}$/);
    assert.deepEqual(await all("w/ws1/"), [first.key]);
  });

  test("a body that breaks off leaves neither an object nor a temporary file", async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("half");
        throw new Error("connection lost");
      })(),
    );
    await assert.rejects(objects.put("w/a/broken", broken), /connection lost/);
    assert.equal(await objects.stat("w/a/broken"), null);
    assert.deepEqual(await readdir(join(root, "scratch")), []);
  });

  test("no key leaves the store", async () => {
    for (const key of ["", "/etc/passwd", "../x", "w/../../x", "w/./x", "w//x", "w\\..\\x", "w/a\0b", `w/${"x".repeat(2000)}`]) {
      await assert.rejects(async () => objects.put(key, "x"), /not an object key/);
      await assert.rejects(async () => objects.get(key), /not an object key/);
      await assert.rejects(async () => objects.localPath(key), /not an object key/);
      await assert.rejects(async () => objects.remove(key), /not an object key/);
    }
  });

  test("a link planted inside the store does not lead out of it", async () => {
    await mkdir(join(root, "objects", "w", "evil"), { recursive: true });
    await symlink("/etc/hostname", join(root, "objects", "w", "evil", "link"));
    await assert.rejects(objects.localPath("w/evil/link"), { code: "not_found" });
  });

  test("an absent object is refused as not found", async () => {
    await assert.rejects(objects.get("w/none"), { code: "not_found" });
    await assert.rejects(objects.localPath("w/none"), { code: "not_found" });
    assert.equal(await objects.remove("w/none"), false);
  });

  test("lists come in key order and a prefix may end inside a name", async () => {
    for (const key of ["l/b/2", "l/a-1/x", "l/a/1", "l/b/10"]) await objects.put(key, key);
    assert.deepEqual(await all("l/"), ["l/a-1/x", "l/a/1", "l/b/10", "l/b/2"]);
    assert.deepEqual(await all("l/b/1"), ["l/b/10"]);
    assert.deepEqual(await all("l/none"), []);
  });

  test("a finished scratch file is adopted as an object", async () => {
    const scratch = await objects.scratch();
    const file = join(scratch.path, "made");
    await writeFile(file, "made here");
    const stored = await objects.adopt("w/a/made", file);
    assert.equal(stored.sizeBytes, 9);
    assert.deepEqual(await readdir(scratch.path), []);
    await scratch.remove();
    await scratch.remove();
    assert.equal(await text(await objects.get("w/a/made")), "made here");
  });

  test("the sweep takes what a dead process left and leaves the living alone", async () => {
    const living = await objects.scratch();
    const name = living.path.split("/").at(-1) ?? "";
    const [host] = name.split("-");
    await mkdir(join(root, "scratch", `${host}-999999-1-dead`));
    await mkdir(join(root, "scratch", `${host}-${process.pid}-1-reused`));
    assert.equal(await objects.sweepScratch(60_000), 2);
    assert.deepEqual(await readdir(join(root, "scratch")), [name]);
    await new Promise((done) => setTimeout(done, 20));
    assert.equal(await objects.sweepScratch(5), 1);
  });
});
