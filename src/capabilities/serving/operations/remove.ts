import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { removeDeployment } from "../contract.ts";
import { lockDeployment, setRemoved } from "../store/deployments.ts";
import { answer, living } from "./candidate.ts";

export default implement(
  removeDeployment,
  async (ctx, input) => {
    const row = living(await lockDeployment(ctx.tx, ctx.workspaceId, input.deploymentId), input.deploymentId);
    await setRemoved(ctx.tx, ctx.workspaceId, row.id, true);
    ctx.emit("deployments", row.id);
    ctx.recordUndo({ deploymentId: row.id });
    ctx.audit({ before: { name: row.name, version: row.model_version }, ...(input.reason !== undefined && { note: input.reason }) });
    return await answer(ctx, row.id);
  },
  {
    undo: async (ctx, state) => {
      const { deploymentId } = state as { deploymentId: string };
      if (!(await setRemoved(ctx.tx, ctx.workspaceId, deploymentId, false)))
        throw refuse(
          "conflict",
          `Deployment ${deploymentId} cannot come back: its name is taken now.`,
          "Remove the deployment that has the name, or create a new one.",
        );
      ctx.emit("deployments", deploymentId);
    },
  },
);
