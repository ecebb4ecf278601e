import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { setGrant } from "../contract.ts";
import { putRole, roleBefore } from "../grants.ts";
import { readGrant, readPrincipalName } from "../store.ts";

export default implement(
  setGrant,
  async (ctx, { projectId, memberId, role }) => {
    if ((await readPrincipalName(ctx.tx, ctx.workspaceId, memberId)) === null)
      throw refuse("not_found", `There is no member or service account ${memberId} here.`, "List them with `members list` and `service-accounts list`.");
    ctx.recordUndo({ role: await putRole(ctx, projectId, memberId, role) });
    const grant = await readGrant(ctx.tx, ctx.workspaceId, projectId, memberId);
    if (!grant) throw new Error("the grant just set is not there");
    return grant;
  },
  { undo: async (ctx, state, { projectId, memberId }) => void (await putRole(ctx, projectId, memberId, roleBefore(state))) },
);
