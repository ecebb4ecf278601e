import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { modelHistory } from "../../registry/contract/stages.ts";
import { syncDeployment } from "../contract.ts";
import { followInVain, lockDeployment, pointAt, stageVersion, type DeploymentRow } from "../store/deployments.ts";
import { insertRevision, nextRevisionNumber } from "../store/revisions.ts";
import { answer, candidateOf, living, tryCandidate, type Candidate } from "./candidate.ts";

async function whoMovedIt(ctx: Ctx, modelId: string, version: number): Promise<{ by: string; reason: string }> {
  const { items } = await ctx.call(modelHistory, { modelId, stage: "production", limit: 10 });
  const change = items.find((item) => item.version === version && item.to === "production");
  const act = change?.cause === "rolled_back" ? "rolled back to" : "promoted to";
  if (!change) return { by: ctx.actor.name, reason: `Production stage holds version ${version}` };
  return { by: change.by.name, reason: `Version ${version} ${act} production${change.reason ? `: ${change.reason}` : ""}` };
}

/** A candidate that was tried, or why it cannot serve; then the old revision keeps serving. */
async function tried(ctx: Ctx, row: DeploymentRow, version: number): Promise<Candidate | string> {
  try {
    const candidate = await candidateOf(ctx, row.model_id, version);
    await tryCandidate(ctx, candidate, { log: row.log, unknownCategories: row.unknown_categories });
    return candidate;
  } catch (error) {
    // Anything else may pass (database, object store): the loop tries again.
    if (error instanceof Refusal && (error.code === "checks_failed" || error.code === "not_found")) return error.message;
    throw error;
  }
}

export default implement(syncDeployment, async (ctx, input) => {
  const row = living(await lockDeployment(ctx.tx, ctx.workspaceId, input.deploymentId), input.deploymentId);
  const version = row.environment === "production" ? await stageVersion(ctx.tx, ctx.workspaceId, row.model_id, "production") : null;
  if (version === null || version === row.followed_version) {
    ctx.unchanged();
    return await answer(ctx, row.id);
  }
  const candidate = await tried(ctx, row, version);
  ctx.emit("deployments", row.id);
  if (typeof candidate === "string") {
    const problem = `${candidate} Version ${row.model_version} keeps serving.`;
    await followInVain(ctx.tx, ctx.workspaceId, row.id, version, problem);
    ctx.audit({ note: problem });
    return await answer(ctx, row.id);
  }
  const revision = await nextRevisionNumber(ctx.tx, ctx.workspaceId, row.id);
  const { modelName: _, ...copied } = candidate;
  const why = await whoMovedIt(ctx, row.model_id, version);
  await insertRevision(ctx.tx, ctx.workspaceId, { deploymentId: row.id, revision, log: row.log, unknownCategories: row.unknown_categories, ...why, ...copied });
  await pointAt(ctx.tx, ctx.workspaceId, row.id, revision, version);
  ctx.audit({ before: { revision: row.revision, version: row.model_version }, after: { revision, version }, note: why.reason });
  return await answer(ctx, row.id);
});
