import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getApproval } from "../contract.ts";
import { approvalById } from "../store/approvals.ts";
import { shown } from "./shown.ts";

export default implement(getApproval, async (ctx, { approvalId }) => {
  const approval = await approvalById(ctx.tx, ctx.workspaceId, approvalId);
  if (!approval) throw refuse("not_found", `There is no request ${approvalId} here.`, "List them with `approvals list`.");
  return shown(ctx, approval);
});
