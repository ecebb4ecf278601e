import { refuse } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { lockApproval, type StoredApproval } from "../store/approvals.ts";

/** The request under lock. @throws Refusal when it is gone or decided already. */
export async function lockWaiting(ctx: Ctx, approvalId: string): Promise<StoredApproval> {
  const approval = await lockApproval(ctx.tx, ctx.workspaceId, approvalId);
  if (!approval) throw refuse("not_found", `There is no request ${approvalId} here.`, "List them with `approvals list`.");
  if (approval.status !== "pending")
    throw refuse("conflict", `Request ${approvalId} is ${approval.status}; nothing is left to decide.`, "See `approvals get` for how it ended.");
  return approval;
}

/** The same for someone who decides: another person than the maker, signed in or with a key of their own. */
export async function lockForDecision(ctx: Ctx, approvalId: string): Promise<StoredApproval> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw refuse("forbidden", "Only a person decides a request; service accounts never do.", "Sign in, or use a key of your own.");
  const approval = await lockWaiting(ctx, approvalId);
  if (actor.id === approval.makerPerson || actor.id === approval.maker.id)
    throw refuse("forbidden", `You made request ${approvalId}; its maker cannot decide it.`, "Ask another member who may decide approvals.");
  return approval;
}
