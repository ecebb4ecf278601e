import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { removeGrant } from "../contract.ts";
import { putRole, roleBefore } from "../grants.ts";
import { readGrant } from "../store.ts";

export default implement(
  removeGrant,
  async (ctx, { projectId, memberId }) => {
    if (!(await readGrant(ctx.tx, ctx.workspaceId, projectId, memberId)))
      throw refuse("not_found", `Member ${memberId} has no grant on project ${projectId}.`, "List the grants with `grants list`.");
    ctx.recordUndo({ role: await putRole(ctx, projectId, memberId, null) });
    return { projectId, memberId };
  },
  { undo: async (ctx, state, { projectId, memberId }) => void (await putRole(ctx, projectId, memberId, roleBefore(state))) },
);
