import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { cancelApproval } from "../contract.ts";
import { decide } from "../store/approvals.ts";
import { shown } from "./shown.ts";
import { lockWaiting } from "./waiting.ts";

export default implement(cancelApproval, async (ctx, { approvalId, comment }) => {
  const approval = await lockWaiting(ctx, approvalId);
  if (ctx.actor.id !== approval.maker.id && ctx.actor.id !== approval.makerPerson)
    throw refuse("forbidden", `Request ${approvalId} is ${approval.maker.name}'s; only its maker takes it back.`, "Reject it, if you may decide approvals.");
  const cancelled = await decide(ctx.tx, ctx.workspaceId, approvalId, { status: "cancelled", comment });
  ctx.emit("approvals", approvalId);
  ctx.audit({ before: { status: "pending" }, after: { status: "cancelled" }, ...(comment && { note: comment }) });
  return shown(ctx, cancelled);
});
