import { implement } from "../../../kernel/implement.ts";
import { removeAllGrants } from "../contract.ts";
import { deleteGrantsOf } from "../store.ts";

export default implement(removeAllGrants, async (ctx, { memberId }) => {
  const removed = await deleteGrantsOf(ctx.tx, ctx.workspaceId, memberId);
  if (removed === 0) ctx.unchanged();
  ctx.audit({ after: { memberId, removed } });
  ctx.emit("members", memberId);
  return { removed };
});
