import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../tests/harness.ts";
import type { World } from "../../../tests/world.ts";
import { approveApproval } from "./contract.ts";
import { aRequest } from "./factory.ts";

function as(w: World, text: string, values: unknown[] = []): Promise<number> {
  return w.sql((tx) => tx.run({ text, values }));
}

test("the database refuses a checker who is the maker, whoever writes the row", async () => {
  const w = await world();
  const { approvalId } = await aRequest(w);
  const maker = w.as("data_scientist").actor;
  const decide = `update governance.approvals set status = 'approved', checker_kind = $2, checker_id = $3, checker_name = 'x', decided_at = now()
    where id = $1`;
  await assert.rejects(as(w, decide, [approvalId, "user", maker.id]), /checker_is_not_the_maker/);
  await assert.rejects(as(w, decide, [approvalId, "service", "robot"]), /checker_is_a_person/);
  await assert.rejects(as(w, "update governance.approvals set status = 'approved' where id = $1", [approvalId]), /decision_has_a_checker/);
  assert.equal(await as(w, decide, [approvalId, "user", w.actor.id]), 1);
});

test("the application cannot rewrite what was asked, who asked, or a decision", async () => {
  const w = await world();
  const { approvalId } = await aRequest(w);
  for (const column of ["maker_id", "maker_person", "input", "operation", "resource_state"])
    await assert.rejects(as(w, `update governance.approvals set ${column} = ${column} where id = $1`, [approvalId]), /permission denied/);
  await assert.rejects(as(w, "delete from governance.approvals where id = $1", [approvalId]), /permission denied/);
  await assert.rejects(as(w, "insert into governance.approvals (workspace_id, status) values ($1, 'approved')", [w.workspaceId]), /permission denied/);
  await w.call(approveApproval, { approvalId });
  await assert.rejects(as(w, "update governance.approvals set checker_id = 'someone else' where id = $1", [approvalId]), /keeps its checker/);
  await assert.rejects(as(w, "update governance.approvals set status = 'rejected' where id = $1", [approvalId]), /cannot go from approved to rejected/);
});

test("the application can neither change nor remove audit rows, payloads and links", async () => {
  const w = await world();
  await aRequest(w);
  for (const table of ["audit", "audit_payloads", "audit_chain", "audit_refs", "account_audit"]) {
    await assert.rejects(as(w, `delete from governance.${table}`), /permission denied/, table);
    await assert.rejects(as(w, `truncate governance.${table}`), /permission denied/, table);
  }
  await assert.rejects(as(w, "update governance.audit set note = 'x'"), /permission denied/);
  await assert.rejects(as(w, "update governance.audit_payloads set before = '1'"), /permission denied/);
  await assert.rejects(as(w, "update governance.audit_chain set hash = ''"), /permission denied/);
  await assert.rejects(as(w, "update governance.audit_undo set state = '1'"), /permission denied/);
  await assert.rejects(as(w, "update registry.stage_changes set reason = 'x'"), /permission denied/);
});
