import type { JsonValue } from "../../../kernel/contract/common.ts";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { lockDeployment, pointAt } from "../store/deployments.ts";
import { copyRevision, nextRevisionNumber, readRevision } from "../store/revisions.ts";
import { living } from "./candidate.ts";

/** Serves an earlier revision's model and settings as a new revision; history is never rewritten. */
export async function serveAgain(ctx: Ctx, deploymentId: string, from: number, reason: string): Promise<number> {
  const old = await readRevision(ctx.tx, ctx.workspaceId, deploymentId, from);
  if (!old) throw refuse("not_found", `Deployment ${deploymentId} has no revision ${from}.`, "`deployments revisions` lists them.");
  const revision = await nextRevisionNumber(ctx.tx, ctx.workspaceId, deploymentId);
  await copyRevision(ctx.tx, ctx.workspaceId, deploymentId, from, { revision, reason, by: ctx.actor.name });
  await pointAt(ctx.tx, ctx.workspaceId, deploymentId, revision, null);
  ctx.emit("deployments", deploymentId);
  return revision;
}

/** The inverse of every act that made a revision: the one before it serves again. */
export async function undoSwitch(ctx: Ctx, state: JsonValue): Promise<void> {
  const { deploymentId, revision } = state as { deploymentId: string; revision: number };
  living(await lockDeployment(ctx.tx, ctx.workspaceId, deploymentId), deploymentId);
  await serveAgain(ctx, deploymentId, revision, `Undone: revision ${revision} again`);
}
