import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { getProfile, updateProfile } from "../contract/profile.ts";

test("profile.update changes what is given and keeps the rest", async () => {
  const w = await world();
  await w.call(updateProfile, { timeZone: "Asia/Tokyo", language: "pt-BR" });
  const profile = await w.call(updateProfile, { theme: "light" });
  assert.deepEqual([profile.timeZone, profile.language, profile.theme, profile.name], ["Asia/Tokyo", "pt-BR", "light", "Ada Admin"]);
  assert.deepEqual(await w.call(getProfile, {}), profile);
  assert.equal(profile.hasPassword, false);
});

test("profile.update refuses a time zone, language or theme that does not exist", async () => {
  const w = await world();
  for (const wrong of [{ timeZone: "Mars/Olympus" }, { timeZone: "" }, { language: "English" }, { name: "   " }])
    await assert.rejects(w.call(updateProfile, wrong), { code: "invalid_input" }, JSON.stringify(wrong));
});
