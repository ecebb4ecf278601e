import assert from "node:assert/strict";
import { test } from "node:test";
import { hashPassword, passwordFits } from "./passwords.ts";

test("a password fits its own hash, and none fits nobody", async () => {
  const stored = await hashPassword("correct horse battery");
  assert.equal(await passwordFits(stored, "correct horse battery"), true);
  assert.equal(await passwordFits(stored, "correct horse batterz"), false);
  assert.equal(await passwordFits(null, "nobody has this password"), false);
});
