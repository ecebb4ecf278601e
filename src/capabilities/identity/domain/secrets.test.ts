import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf, isKey, newKey, newLinkToken } from "./secrets.ts";

test("a key is exactly forty characters of lum_ and base62, and no two are alike", () => {
  const keys = new Set(Array.from({ length: 200 }, newKey));
  assert.equal(keys.size, 200);
  for (const key of keys) {
    assert.match(key, /^lum_[0-9A-Za-z]{36}$/);
    assert.equal(isKey(key), true);
  }
});

test("a mistyped key is known as such without asking the database", () => {
  const key = newKey();
  const other = key[10] === "a" ? "b" : "a";
  for (const wrong of [key.slice(0, -1), `${key}a`, `${key.slice(0, 10)}${other}${key.slice(11)}`, key.replace("lum_", "lux_"), "", "lum_"])
    assert.equal(isKey(wrong), false, wrong);
});

test("a link token has 256 bits and travels in a path", () => {
  assert.match(newLinkToken(), /^[A-Za-z0-9_-]{43}$/);
});

test("what is stored does not hold the secret", () => {
  const key = newKey();
  assert.equal(digestOf(key).length, 32);
  assert.equal(digestOf(key).includes(key.slice(4, 12)), false);
});
