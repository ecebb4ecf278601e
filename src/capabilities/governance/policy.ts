import type { JsonValue } from "../../kernel/contract/common.ts";
import type { Policy, PolicyQuestion, Tx, Verdict } from "../../kernel/ports.ts";
import { ruleFor, ruleState, staleMark } from "./domain.ts";
import { announceApproval, countMembers, decide, hasInput, lockApproval, requestApproval } from "./store/approvals.ts";

/** The kernel's policy port: built-in rules that demand approval, and the rows of what was asked. */
export function createPolicy(): Policy {
  return {
    async decide(tx, workspaceId, question) {
      if (question.approvalId !== null) return await carriedOut(tx, workspaceId, question, question.approvalId);
      const rule = ruleFor(question.op.name, question.input);
      if (!rule || !ruleState(rule, await countMembers(tx, workspaceId)).on) return { kind: "allow" };
      return { kind: "approval", rule: `${rule.when}: ${rule.needs.toLowerCase()} must agree.` };
    },
    async request(tx, workspaceId, question, rule, reason) {
      const { op, input, resource, actor } = question;
      const id = await requestApproval(tx, workspaceId, {
        operation: op.name,
        summary: summaryOf(question),
        input,
        rule,
        reason: reason || wordsIn(input),
        resource,
        maker: actor,
      });
      await announceApproval(tx, workspaceId, id);
      return id;
    },
  };
}

/**
 * An approved act about to run in this transaction: the request is marked done in it,
 * so that a redelivered job cannot run it twice.
 */
async function carriedOut(tx: Tx, ws: string, question: PolicyQuestion, approvalId: string): Promise<Verdict> {
  const approval = await lockApproval(tx, ws, approvalId);
  const matches =
    approval?.status === "approved" &&
    approval.operation === question.op.name &&
    approval.maker.id === question.actor.id &&
    (await hasInput(tx, ws, approvalId, question.input));
  if (!approval || !matches) return { kind: "forbid", rule: `Approval ${approvalId} does not allow this act.`, fix: "Ask again; see `approvals get`." };
  const { resource } = question;
  const same =
    (resource?.type ?? null) === approval.resourceType &&
    (resource?.id ?? null) === approval.resourceId &&
    (resource?.state ?? null) === approval.resourceState;
  if (!same)
    return {
      kind: "forbid",
      rule: `${staleMark}: ${approval.resourceLabel ?? approval.operation} changed after the request was made.`,
      fix: "Look at its present state and ask again.",
    };
  await decide(tx, ws, approvalId, { status: "done" });
  await announceApproval(tx, ws, approvalId);
  return { kind: "allow" };
}

/** Operations that ask why carry the answer in their input. */
function wordsIn(input: JsonValue): string {
  const given = typeof input === "object" && input !== null && !Array.isArray(input) ? input["reason"] : undefined;
  return typeof given === "string" ? given : "";
}

function summaryOf({ op, input, resource }: PolicyQuestion): string {
  const words = op.tool?.confirm ? (op.tool.confirm as (input: JsonValue) => string)(input) : op.summary;
  return resource ? `${resource.label}: ${words}` : words;
}
