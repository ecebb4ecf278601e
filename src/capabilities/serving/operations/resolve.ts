import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { resolveDeployment } from "../contract.ts";
import { findByName, readDeployment } from "../store/deployments.ts";
import { readRevision } from "../store/revisions.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export default implement(resolveDeployment, async (ctx, input) => {
  const id = uuid.test(input.name) ? input.name : await findByName(ctx.tx, ctx.workspaceId, input.name);
  const row = id === null ? null : await readDeployment(ctx.tx, ctx.workspaceId, id);
  const revision = row && !row.removed_at ? await readRevision(ctx.tx, ctx.workspaceId, row.id, row.revision) : null;
  if (!row || !revision) throw refuse("not_found", `No deployment is named ${input.name}.`, "List deployments with `deployments list`.");
  return { deploymentId: row.id, name: row.name, modelName: row.model_name, modelVersion: row.model_version, signature: revision.signature };
});
