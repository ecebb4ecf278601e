import { implementWatch } from "../../../kernel/implement.ts";
import { watchDeployment } from "../contract.ts";
import { asDeployment, readDeployment } from "../store/deployments.ts";
import { absent } from "./candidate.ts";

export default implementWatch(watchDeployment, {
  topics: () => ["deployments"],
  async fetch(ctx, input, cursor) {
    const row = await readDeployment(ctx.tx, ctx.workspaceId, input.deploymentId);
    if (!row) throw absent(input.deploymentId);
    const deployment = asDeployment(row);
    const state = `${deployment.revision} ${deployment.status} ${deployment.updatedAt}`;
    return { events: state === cursor ? [] : [{ deployment }], cursor: state, done: deployment.status === "removed" };
  },
});
