import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../../../../tests/harness.ts";
import type { World } from "../../../../tests/world.ts";
import { approveApproval, listAudit, undoAudit } from "../../governance/contract.ts";
import { createDeployment, getDeployment, syncDeployment } from "../../serving/contract.ts";
import { getModel } from "../contract/models.ts";
import { promoteModel, rollbackModel } from "../contract/stages.ts";
import { getVersion } from "../contract/versions.ts";
import { aVersion } from "../factory.ts";

async function toProduction(w: World, modelId: string, version: number, keepExisting = true): Promise<void> {
  const asked = await w.as("data_scientist").invoke(promoteModel, { modelId, version, stage: "production", keepExisting });
  if (asked.kind !== "approval_required") throw new Error("nobody was asked");
  await w.call(approveApproval, { approvalId: asked.id });
  await w.drainJobs();
}

async function two(w: World): Promise<string> {
  const { modelId, name } = await aVersion(w);
  await aVersion(w, { name, fixture: "survival-2" });
  return modelId;
}

test("production keeps several versions when asked, always with an approval; a deployment serves the one moved last", async () => {
  const w = await world();
  const modelId = await two(w);
  await toProduction(w, modelId, 1);
  const { deployment } = await w.call(createDeployment, { projectId: w.projectId, modelId, environment: "production" });
  const served = async () => {
    await w.call(syncDeployment, { deploymentId: deployment.id });
    return (await w.call(getDeployment, { deploymentId: deployment.id })).deployment.modelVersion;
  };
  assert.equal(await served(), 1);
  await toProduction(w, modelId, 2);
  assert.equal(await served(), 2);
  assert.equal((await w.call(getVersion, { modelId, version: 1 })).stage, "production");
  await toProduction(w, modelId, 1);
  assert.equal(await served(), 1);
  assert.equal((await w.call(getModel, { modelId })).productionVersion, 1);
});

test("rolling back among several takes the newer out, and what is served switches; undo switches back", async () => {
  const w = await world();
  const modelId = await two(w);
  await toProduction(w, modelId, 1);
  await toProduction(w, modelId, 2);
  await w.call(rollbackModel, { modelId, stage: "production", reason: "Worse on Mondays" });
  assert.equal((await w.call(getModel, { modelId })).productionVersion, 1);
  assert.equal((await w.call(getVersion, { modelId, version: 2 })).stage, "archived");
  const [act] = (await w.call(listAudit, { operation: "models.rollback" })).items;
  await w.call(undoAudit, { auditId: act?.id ?? "" });
  assert.equal((await w.call(getModel, { modelId })).productionVersion, 2);
  assert.equal((await w.call(getVersion, { modelId, version: 1 })).stage, "production");
});

test("without keeping, all that stood in the stage are archived", async () => {
  const w = await world();
  const modelId = await two(w);
  const { name } = await w.call(getModel, { modelId });
  await aVersion(w, { name });
  await toProduction(w, modelId, 1);
  await toProduction(w, modelId, 2);
  await toProduction(w, modelId, 3, false);
  const stages = await Promise.all([1, 2, 3].map(async (version) => (await w.call(getVersion, { modelId, version })).stage));
  assert.deepEqual(stages, ["archived", "archived", "production"]);
});
