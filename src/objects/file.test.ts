import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { fileObjects } from "./file.ts";
import { keepsObjects } from "./keeps-objects.ts";
import type { Objects } from "./port.ts";

let root: string;
let objects: Objects;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "objects-"));
  objects = fileObjects(root);
});
after(() => rm(root, { recursive: true, force: true }));

describe("objects in a folder", () => {
  keepsObjects(() => objects);

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

  test("a link planted inside the store does not lead out of it", async () => {
    await mkdir(join(root, "objects", "w", "evil"), { recursive: true });
    await symlink("/etc/hostname", join(root, "objects", "w", "evil", "link"));
    await assert.rejects(objects.localPath("w/evil/link"), { code: "not_found" });
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
