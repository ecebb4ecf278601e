import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { implement } from "../../../kernel/implement.ts";
import { getModel } from "../../registry/contract/models.ts";
import { createDeployment } from "../contract.ts";
import { insertDeployment, setRemoved, stageVersion } from "../store/deployments.ts";
import { insertRevision } from "../store/revisions.ts";
import { answer, candidateOf, tryCandidate } from "./candidate.ts";

interface Wish {
  modelId: string;
  version?: number | undefined;
  environment: "staging" | "production";
}

async function versionFor(ctx: Ctx, wish: Wish, model: { name: string; latestVersion: number | null }): Promise<number> {
  const staged = await stageVersion(ctx.tx, ctx.workspaceId, wish.modelId, wish.environment);
  if (wish.environment === "staging") {
    const version = wish.version ?? staged ?? model.latestVersion;
    if (version !== null) return version;
    throw refuse("checks_failed", `${model.name} has no version yet.`, "Register one first: `models register`.");
  }
  if (staged === null)
    throw refuse(
      "checks_failed",
      `${model.name} has no version in production.`,
      `Promote one first: \`models promote ${wish.modelId} --version N --stage production\`.`,
    );
  if (wish.version !== undefined && wish.version !== staged)
    throw refuse(
      "checks_failed",
      `A production deployment follows the production stage, and that holds version ${staged}, not ${wish.version}.`,
      `Leave the version out, or promote version ${wish.version} first.`,
    );
  return staged;
}

function defaultName(model: string, environment: string): string {
  const plain = model
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return `${plain || "model"}-${environment}`;
}

export default implement(
  createDeployment,
  async (ctx, input) => {
    const model = await ctx.call(getModel, { modelId: input.modelId });
    const version = await versionFor(ctx, input, model);
    const candidate = await candidateOf(ctx, input.modelId, version);
    await tryCandidate(ctx, candidate, input);
    const id = ctx.newId();
    const name = input.name ?? defaultName(model.name, input.environment);
    const { modelName, ...copied } = candidate;
    const inserted = await insertDeployment(ctx.tx, ctx.workspaceId, {
      id,
      projectId: input.projectId,
      name,
      environment: input.environment,
      modelId: input.modelId,
      modelName,
      followedVersion: input.environment === "production" ? version : null,
      by: ctx.actor.name,
    });
    if (!inserted)
      throw refuse("conflict", `A deployment named ${name} exists already.`, "Choose another name, or update that deployment.", {
        fields: [{ path: "name", message: "taken" }],
      });
    await insertRevision(ctx.tx, ctx.workspaceId, {
      deploymentId: id,
      revision: 1,
      log: input.log,
      unknownCategories: input.unknownCategories,
      reason: input.reason ?? `Deployed version ${version}`,
      by: ctx.actor.name,
      ...copied,
    });
    ctx.emit("deployments", id);
    ctx.recordUndo({ deploymentId: id });
    ctx.audit({ after: { deploymentId: id, name, modelId: input.modelId, version, environment: input.environment } });
    return await answer(ctx, id);
  },
  {
    undo: async (ctx, state) => {
      const { deploymentId } = state as { deploymentId: string };
      await setRemoved(ctx.tx, ctx.workspaceId, deploymentId, true);
      ctx.emit("deployments", deploymentId);
    },
  },
);
