import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { getMember, listMembers } from "../contract/members.ts";

test("members.list pages by name without losing or repeating anybody", async () => {
  const w = await world();
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await w.call(listMembers, { limit: 1, ...(cursor !== undefined && { cursor }) });
    names.push(...page.items.map((m) => m.name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(names, ["Ada Admin", "Dora Scientist", "Paula Manager", "Vera Viewer"]);
});

test("members.list sorts, searches and filters", async () => {
  const w = await world();
  assert.deepEqual(
    (await w.call(listMembers, { sort: "name", order: "desc", limit: 1 })).items.map((m) => m.name),
    ["Vera Viewer"],
  );
  assert.equal((await w.call(listMembers, { sort: "joinedAt", order: "desc" })).items.length, 4);
  assert.deepEqual(
    (await w.call(listMembers, { q: "SCIENT" })).items.map((m) => m.role),
    ["data_scientist"],
  );
  assert.deepEqual((await w.call(listMembers, { q: "%" })).items, []);
  assert.deepEqual(
    (await w.call(listMembers, { role: "viewer" })).items.map((m) => m.name),
    ["Vera Viewer"],
  );
});

test("members.list refuses a cursor that is not its own", async () => {
  const w = await world();
  const made = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString("base64url");
  for (const cursor of ["nonsense", made(["a"]), made([1, 2]), made(["a", "not a uuid"])])
    await assert.rejects(w.call(listMembers, { cursor }), { code: "invalid_input" });
  await assert.rejects(w.call(listMembers, { sort: "joinedAt", cursor: made(["yesterday", w.actor.id]) }), { code: "invalid_input" });
});

test("members.get shows one, and nobody of another workspace", async () => {
  const w = await world();
  const other = await w.outsider();
  assert.equal((await w.call(getMember, { memberId: w.as("viewer").actor.id })).name, "Vera Viewer");
  await assert.rejects(w.call(getMember, { memberId: other.actor.id }), { code: "not_found" });
});
