import { app } from "../../../tests/harness.ts";
import type { Acting, InputFactories, World } from "../../../tests/world.ts";
import { promoteModel } from "../registry/contract/stages.ts";
import { aVersion, promoted } from "../registry/factory.ts";
import { chain } from "./chainer.ts";
import { listAudit } from "./contract.ts";

/** A waiting request to move a fresh version to production; answers its id and what it is about. */
export async function aRequest(w: World, maker: Acting = w.as("data_scientist")): Promise<{ approvalId: string; modelId: string; version: number }> {
  const { modelId, version } = await aVersion(w);
  const asked = await maker.invoke(promoteModel, { modelId, version, stage: "production", reason: "Better than the last one" });
  if (asked.kind !== "approval_required") throw new Error("A move to production asked nobody.");
  return { approvalId: asked.id, modelId, version };
}

/** The audit row of the newest act of an operation. */
export async function newestAct(w: World, operation: string): Promise<string> {
  const { items } = await w.call(listAudit, { operation, outcome: "done", limit: 1 });
  const [row] = items;
  if (!row) throw new Error(`No ${operation} was audited.`);
  return row.id;
}

/** What the worker's loop does: links everything that is committed. */
export async function linkAll(): Promise<void> {
  const { database, kernel } = await app();
  await chain({ log: kernel.ports.services.log, transaction: (ws, body) => database.transaction(ws, {}, body) });
}

async function decidable(w: World): Promise<{ approvalId: string }> {
  return { approvalId: (await aRequest(w)).approvalId };
}

async function anAct(w: World): Promise<{ auditId: string }> {
  await promoted(w, await aVersion(w));
  return { auditId: await newestAct(w, "models.promote") };
}

export const inputs: InputFactories = {
  "approvals.list": async () => ({}),
  "approvals.get": decidable,
  "approvals.watch": async (w) => {
    await aRequest(w);
    return {};
  },
  "approvals.approve": decidable,
  "approvals.reject": async (w) => ({ ...(await decidable(w)), comment: "The recall is too low" }),
  "approvals.cancel": async (w) => ({ approvalId: (await aRequest(w, w)).approvalId }),
  "approvals.rules": async () => ({}),
  "audit.list": async () => ({}),
  "audit.get": anAct,
  "audit.verify": async () => ({}),
  "audit.undo": anAct,
};
