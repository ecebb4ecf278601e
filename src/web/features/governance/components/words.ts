import type { ApprovalStatus } from "../../../../capabilities/governance/contract.ts";
import { msg } from "../../../lib/i18n.ts";

/** Status of a request: word of the kit's icon and what to say. */
export const statusWords: Record<ApprovalStatus, readonly [status: string, word: string]> = {
  pending: ["waiting", msg("Waiting")],
  approved: ["running", msg("Approved, being carried out")],
  done: ["finished", msg("Approved and done")],
  rejected: ["failed", msg("Rejected")],
  cancelled: ["cancelled", msg("Taken back")],
  stale: ["cancelled", msg("Out of date")],
  failed: ["failed", msg("Approved, but failed")],
};

export const outcomeWords = { done: msg("Done"), refused: msg("Refused"), approval_required: msg("Asked for approval") } as const;
export const outcomeStatus = { done: "finished", refused: "failed", approval_required: "waiting" } as const;
