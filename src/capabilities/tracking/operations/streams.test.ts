import assert from "node:assert/strict";
import { before, test } from "node:test";
import { world, type World } from "../../../../tests/harness.ts";
import { getConfig, setConfig } from "../contract/config.ts";
import { beat } from "../contract/heartbeat.ts";
import { searchRuns } from "../contract/search.ts";
import { createRun, getRun } from "../contract/runs.ts";
import { appendLines, listStreams, readLines, rewriteLines } from "../contract/streams.ts";
import { endSilent } from "../store/heartbeat.ts";

let w: World;
let runId: string;
const stream = "history.jsonl";

before(async () => {
  w = await world();
  runId = (await w.call(createRun, { projectId: w.projectId, params: { lr: "1", old: "x" } })).id;
});

test("lines sent twice stay once, and go on where they ended", async () => {
  assert.deepEqual(await w.call(appendLines, { runId, stream, offset: 0, lines: ["a", "b"] }), { next: 2 });
  assert.deepEqual(await w.call(appendLines, { runId, stream, offset: 0, lines: ["a", "b", "c"] }), { next: 3 });
  assert.deepEqual((await w.call(readLines, { runId, stream })).items, [
    { number: 0, text: "a" },
    { number: 1, text: "b" },
    { number: 2, text: "c" },
  ]);
  assert.deepEqual((await w.call(listStreams, { runId })).streams, [{ stream, next: 3, sizeBytes: 3 }]);
});

test("another text at a taken number is refused and nothing of it is kept", async () => {
  await assert.rejects(w.call(appendLines, { runId, stream, offset: 2, lines: ["other", "d"] }), { code: "conflict" });
  assert.deepEqual((await w.call(listStreams, { runId })).streams, [{ stream, next: 3, sizeBytes: 3 }]);
});

test("console lines are written over, and read from the end", async () => {
  await w.call(rewriteLines, { runId, stream: "output.log", offset: 0, lines: ["0 %", "start"] });
  await w.call(rewriteLines, { runId, stream: "output.log", offset: 0, lines: ["100 %"] });
  const last = await w.call(readLines, { runId, stream: "output.log", order: "desc", limit: 1 });
  assert.deepEqual(last.items, [{ number: 1, text: "start" }]);
  const next = await w.call(readLines, { runId, stream: "output.log", order: "desc", limit: 1, cursor: last.nextCursor ?? "" });
  assert.deepEqual(next, { items: [{ number: 0, text: "100 %" }], nextCursor: null });
});

test("a page of long lines ends early and none is skipped", async () => {
  const long = ["x", "y", "z"].map((c) => c.repeat(5_000_000));
  await w.call(appendLines, { runId, stream: "long", offset: 0, lines: long });
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await w.call(readLines, { runId, stream: "long", ...(cursor && { cursor }) });
    assert.equal(page.items.length, 1);
    seen.push(...page.items.map((i) => i.text));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, long);
});

test("a configuration is kept as sent, and its parameters replace those before", async () => {
  assert.equal((await w.call(getConfig, { runId })).document, null);
  const document = '{"lr": 0.10, "big": 12345678901234567890}';
  await w.call(setConfig, { runId, document, params: { lr: "0.10" } });
  assert.equal((await w.call(getConfig, { runId })).document, document);
  assert.deepEqual((await w.call(getRun, { runId })).params, { lr: "0.10" });
  const found = async (filter: string) => (await w.call(searchRuns, { projectId: w.projectId, filter })).items.map((r) => r.id);
  assert.deepEqual([await found("params.lr = '0.10'"), await found("params.old = 'x'")], [[runId], []]);
});

test("a run whose client falls silent is failed with the reason, and runs again when it speaks", async () => {
  await w.call(beat, { runId, withinS: 5 });
  assert.deepEqual(await w.sql((tx) => endSilent(tx, w.workspaceId)), []);
  await w.sql(async (tx) => tx.run({ text: "update tracking.run_beats set due_at = now() - interval '1 s' where run_id = $1", values: [runId] }));
  assert.deepEqual(await w.sql((tx) => endSilent(tx, w.workspaceId)), [runId]);
  const silent = await w.call(getRun, { runId });
  assert.equal(silent.status, "failed");
  assert.match(silent.error ?? "", /^No sign of life since /);
  await w.call(beat, { runId });
  const back = await w.call(getRun, { runId });
  assert.deepEqual([back.status, back.endedAt, back.error], ["running", null, null]);
});
