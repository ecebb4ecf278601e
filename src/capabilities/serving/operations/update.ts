import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateDeployment } from "../contract.ts";
import { lockDeployment, pointAt, type DeploymentRow } from "../store/deployments.ts";
import { copyRevision, insertRevision, nextRevisionNumber } from "../store/revisions.ts";
import { answer, candidateOf, living, tryCandidate } from "./candidate.ts";
import { undoSwitch } from "./switch.ts";

interface Settings {
  log: "durable" | "relaxed";
  unknownCategories: "accept" | "refuse";
}

async function serveVersion(ctx: Ctx, row: DeploymentRow, version: number, settings: Settings, reason: string): Promise<number> {
  const candidate = await candidateOf(ctx, row.model_id, version);
  await tryCandidate(ctx, candidate, settings);
  const revision = await nextRevisionNumber(ctx.tx, ctx.workspaceId, row.id);
  const { modelName: _, ...copied } = candidate;
  await insertRevision(ctx.tx, ctx.workspaceId, { deploymentId: row.id, revision, ...settings, reason, by: ctx.actor.name, ...copied });
  return revision;
}

async function changeSettings(ctx: Ctx, row: DeploymentRow, settings: Settings, reason: string): Promise<number> {
  const revision = await nextRevisionNumber(ctx.tx, ctx.workspaceId, row.id);
  await copyRevision(ctx.tx, ctx.workspaceId, row.id, row.revision, { revision, ...settings, reason, by: ctx.actor.name });
  return revision;
}

export default implement(
  updateDeployment,
  async (ctx, input) => {
    const row = living(await lockDeployment(ctx.tx, ctx.workspaceId, input.deploymentId), input.deploymentId);
    const version = input.version ?? row.model_version;
    if (version !== row.model_version && row.environment === "production")
      throw refuse(
        "checks_failed",
        `${row.name} follows the production stage; its version is not set here.`,
        `Promote version ${version} to production, and the deployment switches by itself.`,
      );
    const settings: Settings = { log: input.log ?? row.log, unknownCategories: input.unknownCategories ?? row.unknown_categories };
    const newSettings = settings.log !== row.log || settings.unknownCategories !== row.unknown_categories;
    if (version === row.model_version && !newSettings) {
      ctx.unchanged();
      return await answer(ctx, row.id);
    }
    const reason = input.reason ?? (version === row.model_version ? "Settings changed" : `Changed to version ${version}`);
    const revision = version === row.model_version ? await changeSettings(ctx, row, settings, reason) : await serveVersion(ctx, row, version, settings, reason);
    await pointAt(ctx.tx, ctx.workspaceId, row.id, revision, null);
    ctx.emit("deployments", row.id);
    ctx.recordUndo({ deploymentId: row.id, revision: row.revision });
    ctx.audit({
      before: { revision: row.revision, version: row.model_version, log: row.log, unknownCategories: row.unknown_categories },
      after: { revision, version, ...settings },
    });
    return await answer(ctx, row.id);
  },
  { undo: undoSwitch },
);
