import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import pg from "pg";
import { bench, type Bench } from "./bench.ts";
import { sql } from "../../src/db/sql.ts";
import { silentLog } from "../../src/main/log.ts";
import { createSignals } from "../../src/surfaces/http/signals.ts";
import type { Moved } from "../../src/worker/events.ts";
import { campaign } from "../../src/worker/leader.ts";
import { listen, type Listener } from "../../src/worker/listen.ts";
import { startRelay } from "../../src/worker/relay.ts";

let b: Bench;
let listener: Listener;
let seen: (Moved | null)[] = [];

before(async () => {
  b = await bench();
  listener = listen(b.url, silentLog, "listener-of-test");
  listener.subscribe((moved) => seen.push(moved));
  await listener.ready;
});
after(async () => {
  await listener.close();
  await b.close();
});

const emit = (ws: string, ids: string[]): Promise<number> =>
  b.database.transaction(ws, {}, (tx) =>
    tx.run(sql`insert into core.outbox (workspace_id, topic, ref_id) select ${ws}, 'things', id from unnest(${ids}::text[]) as id`),
  );

async function until(what: () => boolean, ms: number): Promise<void> {
  for (const end = performance.now() + ms; !what(); await sleep(10)) if (performance.now() > end) assert.fail(`not within ${ms} ms`);
}

const ids = (ws: string): string[] => seen.flatMap((moved) => (moved?.workspaceId === ws ? [moved.id] : []));

/** Ends the session with this name, as a network or an administrator would. */
async function cut(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: b.url });
  await client.connect();
  await client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
  await client.end();
}

test("events reach the listener after their commit, all of them, and leave the outbox", async () => {
  const relay = startRelay(b.url, silentLog);
  const ws = randomUUID();
  const sent = Array.from({ length: 2_000 }, (_, i) => `id-${i}`);
  await emit(ws, sent);
  await until(() => ids(ws).length === sent.length, 5_000);
  assert.deepEqual(ids(ws).toSorted(), sent.toSorted());
  assert.deepEqual(await b.database.transaction(null, { readOnly: true }, (tx) => tx.rows(sql`select seq from core.outbox`)), []);
  await relay.close();
});

test("what committed while no relay ran is sent when one starts", async () => {
  const ws = randomUUID();
  await emit(ws, ["early"]);
  const relay = startRelay(b.url, silentLog);
  await until(() => ids(ws).includes("early"), 5_000);
  await relay.close();
});

test("one relay is active; another takes over when it ends, when its connection breaks, and when its process is frozen", { timeout: 60_000 }, async () => {
  const [first, second] = [startRelay(b.url, silentLog), startRelay(b.url, silentLog)];
  await until(() => first.active || second.active, 5_000);
  assert.notEqual(first.active, second.active);
  const [active, idle] = first.active ? [first, second] : [second, first];
  await active.close();
  await until(() => idle.active, 5_000);
  await cut("lumina-relay");
  const ws = randomUUID();
  await emit(ws, ["after the cut"]);
  await until(() => ids(ws).length === 1, 5_000);
  await idle.close();

  const worker = await b.worker();
  const other = startRelay(b.url, silentLog);
  await until(() => !other.active, 1_000);
  await sleep(700);
  assert.equal(other.active, false, "the worker's relay has the lock");
  worker.kill("SIGSTOP");
  await emit(ws, ["after the freeze"]);
  await until(() => ids(ws).length === 2, 8_000);
  worker.kill("SIGKILL");
  await other.close();
});

test("a broken listener connects again, wakes everybody, and hears on", async () => {
  const relay = startRelay(b.url, silentLog);
  const signals = createSignals(listener);
  const waiting = signals.wait(randomUUID(), ["never"], 60_000, new AbortController().signal);
  seen = [];
  await cut("listener-of-test");
  await until(() => seen.includes(null), 5_000);
  await waiting;
  const ws = randomUUID();
  await emit(ws, ["again"]);
  await until(() => ids(ws).includes("again"), 5_000);
  await relay.close();
});

test("a waiter is woken by its workspace and topic only, by its timeout and by its signal", async () => {
  const relay = startRelay(b.url, silentLog);
  const signals = createSignals(listener);
  const [ws, other] = [randomUUID(), randomUUID()];
  const never = new AbortController();
  let woken = 0;
  const mine = signals.wait(ws, ["nothing", "things"], 20_000, never.signal).then(() => (woken += 1));
  const foreign = signals.wait(other, ["things"], 20_000, never.signal).then(() => (woken += 10));
  await emit(ws, ["x"]);
  await mine;
  assert.equal(woken, 1);
  never.abort();
  await foreign;
  await signals.wait(ws, ["things"], 5, new AbortController().signal);
  await signals.wait(ws, ["things"], 20_000, never.signal);
  await relay.close();
});

test("a loop's lock has one holder; another gets it when the holder's session ends", { timeout: 30_000 }, async () => {
  const first = campaign(b.url, ["tidy", "sweep"], silentLog);
  await until(() => first.holds("tidy") && first.holds("sweep"), 5_000);
  const second = campaign(b.url, ["tidy", "sweep"], silentLog);
  await sleep(500);
  assert.equal(second.holds("tidy"), false);
  await first.close();
  assert.equal(first.holds("tidy"), false);
  await until(() => second.holds("tidy") && second.holds("sweep"), 5_000);
  await cut("lumina-leader");
  await until(() => !second.holds("tidy"), 2_000);
  await until(() => second.holds("tidy"), 5_000);
  await second.close();
});
