import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { removeMember } from "../../identity/contract/members.ts";
import { promoteModel } from "../../registry/contract/stages.ts";
import { aVersion } from "../../registry/factory.ts";
import { listRules } from "../contract.ts";

test("with several members the rule for production is on and says why", async () => {
  const w = await world();
  const { items } = await w.call(listRules, {});
  assert.equal(items.length, 1);
  assert.equal(items[0]?.on, true);
  assert.match(items[0]?.why ?? "", /4 members/);
});

test("alone in the workspace the rule is off, shown as off, and a move to production happens at once", async () => {
  const w = await world();
  for (const role of ["project_manager", "data_scientist", "viewer"] as const) await w.call(removeMember, { memberId: w.as(role).actor.id });
  const { items } = await w.call(listRules, {});
  assert.equal(items[0]?.on, false);
  assert.match(items[0]?.why ?? "", /one member/);
  const { modelId, version } = await aVersion(w);
  const moved = await w.invoke(promoteModel, { modelId, version, stage: "production" });
  assert.equal(moved.kind, "done");
});
