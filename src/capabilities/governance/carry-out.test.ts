import assert from "node:assert/strict";
import { test } from "node:test";
import { app, world } from "../../../tests/harness.ts";
import { invokeAny } from "../../kernel/any.ts";
import type { JsonValue } from "../../kernel/contract/common.ts";
import { systemActor, type Actor } from "../../kernel/ports.ts";
import type { World } from "../../../tests/world.ts";
import { cancelJob, getJob, retryJob } from "../jobs/contract.ts";
import { getModel } from "../registry/contract/models.ts";
import { modelHistory } from "../registry/contract/stages.ts";
import { approveApproval, getApproval } from "./contract.ts";
import { aRequest } from "./factory.ts";
import { settle } from "./settle.ts";

async function carriedOutBy(w: World, actor: Actor, input: JsonValue, approvalId: string): Promise<string> {
  const meta = { surface: "job" as const, requestId: "again", approvalId };
  return (await invokeAny(w.kernel, "models.promote", actor, input, meta)).kind;
}

async function settleNow(w: World): Promise<void> {
  const { database } = await app();
  await settle(
    {
      workspaces: async () => [w.workspaceId],
      transaction: (ws, body) => database.transaction(ws, {}, body),
      call: async (ws, op, input) => (await w.by(systemActor(ws)).call(op, input)) as never,
    },
    0,
  );
}

test("a job delivered twice carries a request out once", async () => {
  const w = await world();
  const { approvalId, modelId } = await aRequest(w);
  await w.call(approveApproval, { approvalId });
  const maker = w.as("data_scientist").actor;
  const { input } = await w.call(getApproval, { approvalId });
  assert.equal(await carriedOutBy(w, maker, input, approvalId), "done");
  assert.equal((await w.call(getApproval, { approvalId })).status, "done");
  await assert.rejects(carriedOutBy(w, maker, input, approvalId), { code: "forbidden", message: /does not allow this act/ });
  await w.drainJobs();
  assert.equal((await w.call(getApproval, { approvalId })).status, "done");
  assert.equal((await w.call(modelHistory, { modelId })).items.length, 1);
});

test("an agreement serves nobody but its maker, for nothing but what was asked, and not before it was given", async () => {
  const w = await world();
  const { approvalId, modelId } = await aRequest(w);
  const maker = w.as("data_scientist").actor;
  const input = { modelId, version: 1, stage: "production", reason: "Better than the last one" };
  const refused = { code: "forbidden", message: /does not allow this act/ };
  await assert.rejects(carriedOutBy(w, maker, input, approvalId), refused);
  await w.call(approveApproval, { approvalId });
  await assert.rejects(carriedOutBy(w, w.as("project_manager").actor, input, approvalId), refused);
  await assert.rejects(carriedOutBy(w, maker, { ...input, reason: "Another" }, approvalId), refused);
  await assert.rejects(carriedOutBy(w, maker, input, modelId), refused);
  const other = await aRequest(w);
  await assert.rejects(carriedOutBy(w, maker, { ...input, modelId: other.modelId }, approvalId), refused);
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
});

test("a request whose maker left the workspace fails and says why", async () => {
  const w = await world();
  const { approvalId, modelId } = await aRequest(w);
  await w.call(approveApproval, { approvalId });
  (await app()).people.delete(w.as("data_scientist").actor.id);
  await w.drainJobs();
  await settleNow(w);
  const ended = await w.call(getApproval, { approvalId });
  assert.equal(ended.status, "failed");
  assert.match(ended.error ?? "", /not a member of the workspace any more/);
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
});

test("a request whose job was cancelled fails; retrying the job as somebody else changes nothing", async () => {
  const w = await world();
  const { approvalId, modelId } = await aRequest(w);
  const { jobId } = await w.call(approveApproval, { approvalId });
  await w.call(cancelJob, { jobId: jobId ?? "" });
  await w.drainJobs();
  await settleNow(w);
  assert.equal((await w.call(getApproval, { approvalId })).status, "failed");
  await w.call(retryJob, { jobId: jobId ?? "" });
  await w.drainJobs();
  assert.equal((await w.call(getJob, { jobId: jobId ?? "" })).state, "finished");
  assert.equal((await w.call(getModel, { modelId })).productionVersion, null);
});
