import type { Loop } from "../../kernel/ctx.ts";
import { syncDeployment } from "./contract.ts";
import { behindTheirStage } from "./store/deployments.ts";

/** Switches production deployments when their model's production stage moved; a failing one does not hold the others. */
export const follow: Loop = {
  name: "serving.follow",
  intervalMs: 500,
  async run(tools) {
    const workspaces = await tools.workspaces();
    for (const ws of workspaces) {
      const behind = await tools.transaction(ws, (tx) => behindTheirStage(tx, ws));
      for (const deploymentId of behind)
        await tools
          .call(ws, syncDeployment, { deploymentId })
          .catch((error: unknown) => tools.log.error({ deploymentId, error: String(error) }, "a production deployment does not follow"));
    }
  },
};
