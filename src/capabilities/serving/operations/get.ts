import { implement } from "../../../kernel/implement.ts";
import { getDeployment } from "../contract.ts";
import { asDeployment, readDeployment } from "../store/deployments.ts";
import { readRevision } from "../store/revisions.ts";
import { absent } from "./candidate.ts";

export default implement(getDeployment, async (ctx, input) => {
  const row = await readDeployment(ctx.tx, ctx.workspaceId, input.deploymentId);
  const revision = row && (await readRevision(ctx.tx, ctx.workspaceId, row.id, row.revision));
  if (!row || !revision) throw absent(input.deploymentId);
  return {
    deployment: {
      ...asDeployment(row),
      signature: revision.signature,
      runId: revision.run_id,
      referenceRows: revision.reference.rows,
      addresses: {
        predict: `/api/v1/deployments/${row.id}/predict`,
        v2: `/v2/models/${row.name}/infer`,
        invocations: `/invocations/${row.name}`,
      },
    },
  };
});
