import type { Approval } from "../contract.ts";
import type { BaseCtx } from "../../../kernel/ctx.ts";
import { shownInput } from "../domain.ts";
import type { StoredApproval } from "../store/approvals.ts";

/** A stored request as its readers see it. */
export function shown(ctx: Pick<BaseCtx, "registry">, stored: StoredApproval): Approval {
  const { makerPerson: _person, resourceState: _state, ...approval } = stored;
  return { ...approval, input: shownInput(approval.input, ctx.registry.get(approval.operation)?.audit.redact ?? []) };
}
