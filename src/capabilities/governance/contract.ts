import * as z from "zod";
import { idOf, Json, pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { job } from "../../kernel/contract/job.ts";
import { operation } from "../../kernel/contract/operation.ts";

export const ApprovalId = idOf("approval");
export const AuditId = z.uuid();

export const ApprovalStatus = z.enum(["pending", "approved", "rejected", "cancelled", "stale", "done", "failed"]);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

const ActorKind = z.enum(["user", "service", "system"]);
const Who = z.object({ kind: ActorKind, id: z.string(), name: z.string() });
const Comment = z.string().trim().max(2000);
const order = z.enum(["asc", "desc"]).default("desc");

export const Approval = z.object({
  id: ApprovalId,
  operation: z.string(),
  summary: z.string().meta({ description: "What will be done, in words" }),
  input: Json,
  rule: z.string(),
  reason: z.string().meta({ description: "Why the maker asked" }),
  status: ApprovalStatus,
  projectId: idOf("project").nullable(),
  resourceType: z.string().nullable(),
  resourceId: z.string().nullable(),
  resourceLabel: z.string().nullable(),
  maker: Who,
  checker: Who.nullable(),
  comment: z.string().nullable(),
  decidedAt: Timestamp.nullable(),
  jobId: idOf("job").nullable(),
  result: Json.nullable(),
  error: z.string().nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Approval = z.infer<typeof Approval>;

const onApproval = (i: { approvalId: string }) => ({ approval: i.approvalId });

export const listApprovals = operation({
  name: "approvals.list",
  kind: "call",
  summary: "List requests for approval",
  http: { method: "GET", path: "/approvals" },
  effect: "read",
  idempotent: true,
  permission: { action: "approval:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: idOf("project").optional(),
    q: z.string().max(200).optional().meta({ description: "Part of the summary, reason, maker's name or operation" }),
    status: ApprovalStatus.optional(),
    operation: z.string().max(100).optional(),
    resourceId: z.string().max(100).optional(),
    makerId: z.string().max(100).optional(),
    sort: z.enum(["createdAt", "updatedAt"]).default("createdAt"),
    order,
    ...pageInput,
  }),
  output: pageOf(Approval),
  tool: { say: "List requests waiting for approval, and those decided." },
});

export const getApproval = operation({
  name: "approvals.get",
  kind: "call",
  summary: "Read one request for approval",
  http: { method: "GET", path: "/approvals/{approvalId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "approval:read", on: onApproval },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ approvalId: ApprovalId }),
  output: Approval,
  tool: { say: "Read one request for approval and how it ended." },
});

export const watchApprovals = operation({
  name: "approvals.watch",
  kind: "watch",
  summary: "Follow the number of waiting requests and the newest changes",
  http: { method: "GET", path: "/approvals/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "approval:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({}),
  output: z.object({ waiting: z.int(), latest: Approval.nullable() }),
});

/** Not a tool: the assistant acts with its person's rights and must never decide for them. */
export const approveApproval = operation({
  name: "approvals.approve",
  kind: "call",
  summary: "Approve another person's request; it is carried out as its maker",
  http: { method: "POST", path: "/approvals/{approvalId}/approve" },
  effect: "write",
  idempotent: false,
  permission: { action: "approval:decide", on: onApproval },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ approvalId: ApprovalId, comment: Comment.optional() }),
  output: Approval,
});

export const rejectApproval = operation({
  name: "approvals.reject",
  kind: "call",
  summary: "Reject another person's request",
  http: { method: "POST", path: "/approvals/{approvalId}/reject" },
  effect: "write",
  idempotent: false,
  permission: { action: "approval:decide", on: onApproval },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ approvalId: ApprovalId, comment: Comment.min(1).meta({ description: "Why not" }) }),
  output: Approval,
});

export const cancelApproval = operation({
  name: "approvals.cancel",
  kind: "call",
  summary: "Take an own request back",
  http: { method: "POST", path: "/approvals/{approvalId}/cancel" },
  effect: "write",
  idempotent: false,
  permission: { action: "approval:read", on: onApproval },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ approvalId: ApprovalId, comment: Comment.optional() }),
  output: Approval,
  tool: { say: "Take back a request for approval that its maker no longer wants.", confirm: () => "Take the request back." },
});

export const ApprovalRule = z.object({
  id: z.string(),
  operation: z.string(),
  when: z.string().meta({ description: "What the rule applies to, in words" }),
  exempt: z.string().meta({ description: "What looks alike and is not covered, in words" }),
  needs: z.string().meta({ description: "Whose agreement it asks for" }),
  on: z.boolean(),
  why: z.string().meta({ description: "Why it is on or off here" }),
});

export const listRules = operation({
  name: "approvals.rules",
  kind: "call",
  summary: "List the rules that ask for approval, on or off, and why",
  http: { method: "GET", path: "/approvals/rules" },
  effect: "read",
  idempotent: true,
  permission: { action: "approval:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({}),
  output: z.object({ items: z.array(ApprovalRule) }),
  tool: { say: "Tell which acts need another person's approval here." },
});

export const AuditOutcome = z.enum(["done", "refused", "approval_required"]);

export const AuditRow = z.object({
  id: AuditId,
  at: Timestamp,
  actor: Who.nullable(),
  operation: z.string(),
  outcome: AuditOutcome,
  target: z.record(z.string(), z.string()),
  projectId: idOf("project").nullable(),
  surface: z.string(),
  requestId: z.string(),
  from: z.string().nullable().meta({ description: "Client address" }),
  count: z.int().meta({ description: "Items a minute's summary row counts; 1 otherwise" }),
  minute: Timestamp.nullable().meta({ description: "The minute a summary row stands for" }),
  note: z.string().nullable(),
  undo: z.enum(["available", "undone", "none"]),
  seq: z.int().nullable().meta({ description: "Place in the hash chain; null while not linked" }),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const listAudit = operation({
  name: "audit.list",
  kind: "call",
  summary: "Search the audit log",
  http: { method: "GET", path: "/audit" },
  effect: "read",
  idempotent: true,
  permission: { action: "audit:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: idOf("project").optional(),
    q: z.string().max(200).optional().meta({ description: "Part of operation, actor's name, note, target or request id" }),
    actorId: z.string().max(100).optional(),
    operation: z.string().max(100).optional().meta({ description: "An operation, or a noun with a dot for all of its operations: `models.`" }),
    target: z.string().max(100).optional().meta({ description: "Id of any resource the act was about" }),
    outcome: AuditOutcome.optional(),
    surface: z.string().max(20).optional(),
    since: Timestamp.optional(),
    until: Timestamp.optional(),
    sort: z.enum(["at"]).default("at"),
    order,
    ...pageInput,
  }),
  output: pageOf(AuditRow),
  tool: { say: "Search who did what, when and from where." },
});

export const getAudit = operation({
  name: "audit.get",
  kind: "call",
  summary: "Read one audit row with what was before and after",
  http: { method: "GET", path: "/audit/rows/{auditId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "audit:read" },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ auditId: AuditId }),
  output: AuditRow.extend({
    payload: z.object({ input: Json, before: Json.nullable(), after: Json.nullable() }).nullable(),
    hash: z.string().nullable().meta({ description: "Link of the chain, hex" }),
  }),
});

const Head = z.object({ seq: z.int(), hash: z.string() });

export const verifyAudit = operation({
  name: "audit.verify",
  kind: "call",
  summary: "Check the audit log's hash chain and print the unlinked tail",
  http: { method: "GET", path: "/audit/verify" },
  effect: "read",
  idempotent: true,
  permission: { action: "audit:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    seq: z.int().positive().optional().meta({ description: "Head noted at an earlier check: its place" }),
    hash: z.string().max(64).optional().meta({ description: "Head noted at an earlier check: its hash; the chain must still contain it" }),
  }),
  output: z.object({
    ok: z.boolean(),
    checked: z.int(),
    head: Head.nullable().meta({ description: "Note it elsewhere; a later check can prove that nothing up to here was cut off" }),
    problems: z.array(z.object({ seq: z.int().nullable(), auditId: z.string().nullable(), problem: z.string() })).max(100),
    problemCount: z.int(),
    unlinked: z.object({ count: z.int(), openMinutes: z.int(), items: z.array(AuditRow).max(100) }),
  }),
  tool: { say: "Check that nobody changed the audit log." },
});

export const undoAudit = operation({
  name: "audit.undo",
  kind: "call",
  summary: "Undo an audited act by its inverse",
  http: { method: "POST", path: "/audit/rows/{auditId}/undo" },
  effect: "write",
  idempotent: false,
  permission: { action: "self" },
  audit: { target: (i) => ({ audit: i.auditId }), redact: [] },
  errors: ["not_found", "conflict", "checks_failed"],
  input: z.object({ auditId: AuditId }),
  output: z.object({ auditId: AuditId, operation: z.string(), undone: z.literal(true) }),
  tool: { say: "Undo an earlier act by its audit id, where it has an inverse.", confirm: (i) => `Undo act ${i.auditId}.` },
});

/** Carries an approved request out, as its maker. */
export const carryOut = job({
  name: "governance.carryOut",
  payload: z.object({ approvalId: ApprovalId }),
  attempts: 3,
  concurrencyKey: (p) => p.approvalId,
});
