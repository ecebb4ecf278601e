import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { masterKey } from "./masterkey.ts";

describe("master key", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "lumina-key-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test("it is made once, readable by its owner only, and stays", () => {
    const first = masterKey({ home, masterKey: null });
    assert.equal(first.length, 32);
    assert.deepEqual(masterKey({ home, masterKey: null }), first);
    assert.equal(statSync(join(home, "master.key")).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(home), ["master.key"]);
  });

  test("hex and base64 from the environment are the same key", () => {
    const bytes = Buffer.alloc(32, 7);
    assert.deepEqual(masterKey({ home, masterKey: { text: bytes.toString("hex") } }), bytes);
    assert.deepEqual(masterKey({ home, masterKey: { text: bytes.toString("base64") } }), bytes);
    assert.deepEqual(readdirSync(home), []);
  });

  test("a key of another size is refused with how to make one", () => {
    assert.throws(() => masterKey({ home, masterKey: { text: "YWJj" } }), /3 bytes, a master key has 32[^]*openssl rand -hex 32/);
  });

  test("a file that others can read is refused with the command that closes it", () => {
    const file = join(home, "key");
    writeFileSync(file, "0".repeat(64));
    chmodSync(file, 0o644);
    assert.throws(() => masterKey({ home, masterKey: { file } }), /chmod 600/);
  });

  test("a missing file is refused by name", () => {
    assert.throws(() => masterKey({ home, masterKey: { file: join(home, "absent") } }), /absent cannot be read \(ENOENT\)/);
  });
});
