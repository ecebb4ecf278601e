import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { rollbackDeployment } from "../contract.ts";
import { lockDeployment } from "../store/deployments.ts";
import { previousRevision } from "../store/revisions.ts";
import { answer, living } from "./candidate.ts";
import { serveAgain, undoSwitch } from "./switch.ts";

export default implement(
  rollbackDeployment,
  async (ctx, input) => {
    const row = living(await lockDeployment(ctx.tx, ctx.workspaceId, input.deploymentId), input.deploymentId);
    const target = input.revision ?? (await previousRevision(ctx.tx, ctx.workspaceId, row.id, row.revision));
    if (target === null)
      throw refuse(
        "checks_failed",
        `${row.name} has only served version ${row.model_version}; there is nothing to roll back to.`,
        "Update the deployment to another version.",
      );
    const revision = await serveAgain(ctx, row.id, target, input.reason ?? `Rolled back to revision ${target}`);
    ctx.recordUndo({ deploymentId: row.id, revision: row.revision });
    ctx.audit({ before: { revision: row.revision, version: row.model_version }, after: { revision, from: target } });
    return await answer(ctx, row.id);
  },
  { undo: undoSwitch },
);
