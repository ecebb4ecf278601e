import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { listSessions, revokeOtherSessions, revokeSession } from "../contract/sessions.ts";
import { newSession } from "../factory.ts";

test("sessions.list shows one's own and marks the one in use", async () => {
  const w = await world();
  const here = await newSession(w, w.actor.id);
  await newSession(w, w.actor.id);
  await newSession(w, w.as("viewer").actor.id);
  const { items } = await w.by({ ...w.actor, sessionId: here.id }).call(listSessions, {});
  assert.equal(items.length, 2);
  assert.deepEqual(
    items.filter((s) => s.current).map((s) => s.id),
    [here.id],
  );
});

test("sessions.revoke ends one of one's own, and nobody else's", async () => {
  const w = await world();
  const mine = await newSession(w, w.actor.id);
  const theirs = await newSession(w, w.as("viewer").actor.id);
  await w.call(revokeSession, { sessionId: mine.id });
  await assert.rejects(w.call(revokeSession, { sessionId: mine.id }), { code: "not_found" });
  await assert.rejects(w.call(revokeSession, { sessionId: theirs.id }), { code: "not_found" });
});

test("sessions.revokeOthers keeps the one in use", async () => {
  const w = await world();
  const here = await newSession(w, w.actor.id);
  await newSession(w, w.actor.id);
  await newSession(w, w.actor.id);
  const me = w.by({ ...w.actor, sessionId: here.id });
  assert.deepEqual(await me.call(revokeOtherSessions, {}), { revoked: 2 });
  assert.deepEqual(
    (await me.call(listSessions, {})).items.map((s) => s.id),
    [here.id],
  );
});

test("a limited key sees no sessions", async () => {
  const w = await world();
  await assert.rejects(w.by({ ...w.actor, scopes: ["*:read"] }).call(listSessions, {}), { code: "forbidden" });
});
