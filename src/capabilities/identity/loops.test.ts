import assert from "node:assert/strict";
import { randomUUIDv7 } from "node:crypto";
import { test } from "node:test";
import { app, world } from "../../../tests/harness.ts";
import { digestOf } from "./domain/secrets.ts";
import { newSession } from "./factory.ts";
import { tidyAttempts } from "./loops.ts";
import { countAttempt } from "./store/attempts.ts";

test("attempts of yesterday and sessions that ended are forgotten, others stay", async () => {
  const w = await world();
  const { database } = await app();
  const [old, recent] = [digestOf(randomUUIDv7()), digestOf(randomUUIDv7())];
  const ended = await newSession(w, w.actor.id);
  const live = await newSession(w, w.actor.id);
  await w.sql(async (tx) => {
    await countAttempt(tx, old, new Date(Date.now() - 25 * 3_600_000));
    await countAttempt(tx, recent, new Date());
    await tx.run({ text: "update identity.sessions set expires_at = now() - interval '1 second' where id = $1", values: [ended.id] });
  });
  await tidyAttempts.run({ now: () => new Date(), transaction: (ws: string | null, body: never) => database.transaction(ws, {}, body) } as never);
  await w.sql(async (tx) => {
    assert.deepEqual(await tx.rows({ text: "select id from identity.sessions where id = any ($1)", values: [[ended.id, live.id]] }), [{ id: live.id }]);
    assert.equal((await tx.rows({ text: "select 1 from identity.attempts where digest = any ($1)", values: [[old, recent]] })).length, 1);
  });
});
