import { implement } from "../../../kernel/implement.ts";
import { rejectApproval } from "../contract.ts";
import { decide } from "../store/approvals.ts";
import { shown } from "./shown.ts";
import { lockForDecision } from "./waiting.ts";

export default implement(rejectApproval, async (ctx, { approvalId, comment }) => {
  await lockForDecision(ctx, approvalId);
  const rejected = await decide(ctx.tx, ctx.workspaceId, approvalId, { status: "rejected", checker: ctx.actor, comment });
  ctx.emit("approvals", approvalId);
  ctx.audit({ before: { status: "pending" }, after: { status: "rejected" }, note: comment });
  return shown(ctx, rejected);
});
