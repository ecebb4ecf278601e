import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { app, world } from "../../../tests/harness.ts";
import type { World } from "../../../tests/world.ts";
import { createProject } from "../projects/contract.ts";
import { aRun } from "../tracking/factory.ts";
import { logMetrics } from "../tracking/contract/metrics.ts";
import { listAudit, verifyAudit } from "./contract.ts";
import { linkAll } from "./factory.ts";

async function acts(w: World, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await w.call(createProject, { name: w.unique() });
}

/** As the owner of everything: what no permission can prevent, the chain must show. */
async function tamper(text: string, values: unknown[]): Promise<void> {
  const root = new pg.Client({ connectionString: (await app()).rootUrl });
  await root.connect();
  try {
    const { rowCount } = await root.query(text, values);
    assert.equal(rowCount, 1, text);
  } finally {
    await root.end();
  }
}

test("committed acts are unlinked first, then linked, and the chain verifies", async () => {
  const w = await world();
  await acts(w, 3);
  const before = await w.call(verifyAudit, {});
  assert.equal(before.head, null);
  assert.equal(before.unlinked.count, 4);
  await linkAll();
  const after = await w.call(verifyAudit, {});
  assert.deepEqual({ ok: after.ok, checked: after.checked, unlinked: after.unlinked.count }, { ok: true, checked: 4, unlinked: 0 });
  await acts(w, 2);
  await linkAll();
  const later = await w.call(verifyAudit, { seq: after.head?.seq, hash: after.head?.hash });
  assert.deepEqual({ ok: later.ok, checked: later.checked }, { ok: true, checked: 6 });
});

test("two chainers at once link every row exactly once", async () => {
  const w = await world();
  await acts(w, 20);
  await Promise.all([linkAll(), linkAll(), linkAll()]);
  await linkAll();
  const { ok, checked, unlinked } = await w.call(verifyAudit, {});
  assert.deepEqual({ ok, checked, unlinked: unlinked.count }, { ok: true, checked: 21, unlinked: 0 });
});

test("a transaction that commits late is linked after the ones that overtook it", async () => {
  const w = await world();
  let overtaken = (): void => undefined;
  const wait = new Promise<void>((resolve) => (overtaken = resolve));
  const { kernel, database } = await app();
  const slow = database.transaction(w.workspaceId, {}, async (tx) => {
    await tx.rows({ text: "select pg_current_xact_id()", values: [] });
    await wait;
    await kernel.ports.journal.record(
      tx,
      {
        id: crypto.randomUUID(),
        workspaceId: w.workspaceId,
        actor: w.actor,
        operation: "projects.create",
        outcome: "done",
        target: {},
        projectId: null,
        surface: "rest",
        requestId: "slow",
        from: null,
        input: {},
        before: null,
        after: null,
        note: null,
        count: 1,
        undo: null,
      },
      [],
      w.workspaceId,
    );
  });
  await acts(w, 3);
  await linkAll();
  await linkAll();
  overtaken();
  await slow;
  await linkAll();
  const { ok, checked, unlinked } = await w.call(verifyAudit, {});
  assert.deepEqual({ ok, checked, unlinked: unlinked.count }, { ok: true, checked: 5, unlinked: 0 });
});

const attacks: [string, string, RegExp][] = [
  ["a changed actor", "update governance.audit set actor_name = 'Mallory' where workspace_id = $1 and id = $2", /Audit row .* was changed/],
  ["a changed time", "update governance.audit set at = at - interval '1 day' where workspace_id = $1 and id = $2", /Audit row .* was changed/],
  ["a changed outcome", "update governance.audit set outcome = 'refused' where workspace_id = $1 and id = $2", /Audit row .* was changed/],
  ["a removed row", "delete from governance.audit where workspace_id = $1 and id = $2", /Audit row .* was removed/],
  ["a changed input", `update governance.audit_payloads set input = '{"name":"other"}' where workspace_id = $1 and audit_id = $2`, /payload .* was changed/],
  ["a removed payload", "delete from governance.audit_payloads where workspace_id = $1 and audit_id = $2", /payload .* was removed/],
  ["a changed link", "update governance.audit_chain set digest = sha256('x') where workspace_id = $1 and audit_id = $2", /Link 3 was changed/],
  ["a removed link", "delete from governance.audit_chain where workspace_id = $1 and audit_id = $2", /Link 3 is missing/],
];

for (const [what, statement, problem] of attacks)
  test(`${what} is found and named`, async () => {
    const w = await world();
    await acts(w, 5);
    await linkAll();
    const third = (await w.call(listAudit, { order: "asc" })).items.find((row) => row.seq === 3);
    await tamper(statement, [w.workspaceId, third?.id]);
    const { ok, problems } = await w.call(verifyAudit, {});
    assert.equal(ok, false);
    assert.match(problems[0]?.problem ?? "", problem);
    if (!what.endsWith("removed link")) assert.equal(problems[0]?.auditId, third?.id);
  });

test("a chain cut off at its end is found by the head noted before", async () => {
  const w = await world();
  await acts(w, 3);
  await linkAll();
  const { head } = await w.call(verifyAudit, {});
  const last = (await w.call(listAudit, { limit: 1 })).items[0];
  await tamper("delete from governance.audit where workspace_id = $1 and id = $2", [w.workspaceId, last?.id]);
  await tamper("delete from governance.audit_chain where workspace_id = $1 and audit_id = $2", [w.workspaceId, last?.id]);
  assert.equal((await w.call(verifyAudit, {})).ok, true);
  const against = await w.call(verifyAudit, { seq: head?.seq, hash: head?.hash });
  assert.equal(against.ok, false);
  assert.match(against.problems[0]?.problem ?? "", /was cut off/);
});

test("high-rate acts are one summary row per actor, target and minute, linked only once the minute closed", async () => {
  const w = await world();
  const runId = await aRun(w);
  for (let i = 0; i < 3; i += 1)
    await w.call(logMetrics, {
      runId,
      metrics: [
        { key: "loss", value: i },
        { key: "acc", value: i },
      ],
    });
  await w.as("data_scientist").call(logMetrics, { runId, metrics: [{ key: "loss", value: 9 }] });
  await linkAll();
  const open = await w.call(verifyAudit, {});
  assert.equal(open.unlinked.openMinutes, 2);
  const shown = await w.call(listAudit, { operation: "runs.logMetrics", target: runId });
  assert.deepEqual(shown.items.map((row) => [row.actor?.name, row.seq]).toSorted(), [
    ["Ada Admin", null],
    ["Dora Scientist", null],
  ]);
  assert.equal(shown.items.find((row) => row.actor?.name === "Ada Admin")?.count, 3);

  const root = new pg.Client({ connectionString: (await app()).rootUrl });
  await root.connect();
  await root.query("update governance.audit_counts set minute = minute - interval '3 minutes' where workspace_id = $1", [w.workspaceId]);
  await root.end();
  await linkAll();
  const closed = await w.call(listAudit, { operation: "runs.logMetrics", target: runId });
  assert.equal(closed.items.length, 2);
  assert.ok(closed.items.every((row) => row.seq !== null && row.minute !== null));
  const verified = await w.call(verifyAudit, {});
  assert.deepEqual([verified.ok, verified.unlinked.openMinutes], [true, 0]);
});

test("a watermark from a database that was restored elsewhere hides no row", async () => {
  const w = await world();
  await acts(w, 2);
  await tamper("update governance.chainer set low = '99999999999999'", []);
  await linkAll();
  assert.deepEqual((await w.call(verifyAudit, {})).unlinked.count, 0);
  await acts(w, 1);
  await linkAll();
  assert.deepEqual((await w.call(verifyAudit, {})).unlinked.count, 0);
});
