import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import { undoAudit } from "../../governance/contract.ts";
import { newestAct } from "../../governance/factory.ts";
import { getModel } from "../contract/models.ts";
import { promoteModel, rollbackModel } from "../contract/stages.ts";
import { getVersion } from "../contract/versions.ts";
import { aVersion, promoted } from "../factory.ts";

test("rolling back twice goes two versions back, and then there is nothing left", async () => {
  const w = await world();
  const { modelId, name } = await promoted(w, await aVersion(w));
  for (const fixture of ["survival-2", "survival-1"] as const) await promoted(w, await aVersion(w, { name, fixture }));
  const back = (): Promise<{ version: number }> => w.call(rollbackModel, { modelId, stage: "staging", reason: "It drifts" });
  assert.equal((await back()).version, 2);
  assert.equal((await back()).version, 1);
  await assert.rejects(back(), { code: "checks_failed", message: /no earlier version in staging/ });
  assert.equal((await w.call(getVersion, { modelId, version: 3 })).stage, "archived");
});

test("rolling back an emptied stage puts its last version back", async () => {
  const w = await world();
  const { modelId } = await promoted(w, await aVersion(w));
  await w.call(promoteModel, { modelId, version: 1, stage: "none" });
  assert.equal((await w.call(rollbackModel, { modelId, stage: "staging", reason: "Needed again" })).version, 1);
});

test("undoing a roll-back brings the newer version back, and a later roll-back still works", async () => {
  const w = await world();
  const { modelId, name } = await promoted(w, await aVersion(w));
  await promoted(w, await aVersion(w, { name }));
  await promoted(w, await aVersion(w, { name }));
  await w.call(rollbackModel, { modelId, stage: "staging", reason: "A mistake" });
  await w.call(undoAudit, { auditId: await newestAct(w, "models.rollback") });
  assert.equal((await w.call(getModel, { modelId })).stagingVersion, 3);
  assert.equal((await w.call(rollbackModel, { modelId, stage: "staging", reason: "Now really" })).version, 2);
});

test("without a reason, or without the right, nothing moves", async () => {
  const w = await world();
  const { modelId, name } = await promoted(w, await aVersion(w));
  await promoted(w, await aVersion(w, { name }));
  await assert.rejects(w.call(rollbackModel, { modelId, stage: "staging", reason: " " }), { code: "invalid_input" });
  await assert.rejects(w.as("viewer").call(rollbackModel, { modelId, stage: "staging", reason: "x" }), { code: "forbidden" });
  assert.equal((await w.call(getModel, { modelId })).stagingVersion, 2);
});
