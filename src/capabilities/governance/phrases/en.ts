/** English words for approvals and the audit log. Approving is left out: the assistant decides nothing for people. */
export const en = [
  {
    operation: "approvals.list",
    all: [
      ["approval", "approvals", "requests", "pending"],
      ["list", "show", "waiting", "pending", "open", "which", "what"],
    ],
    some: ["waiting", "pending"],
    not: ["rule", "why"],
    example: "Which approvals are waiting?",
  },
  {
    operation: "approvals.rules",
    all: [
      ["rule", "rules", "needs", "need", "require"],
      ["approval", "approvals"],
    ],
    not: ["waiting"],
    example: "What needs approval here?",
  },
  {
    operation: "approvals.cancel",
    all: [
      ["cancel", "withdraw", "retract"],
      ["request", "approval"],
    ],
    not: ["job", "training"],
    example: "Take my request for approval back",
  },
  {
    operation: "audit.list",
    all: [
      ["audit", "who", "log"],
      ["show", "did", "changed", "search", "log", "list", "deleted"],
    ],
    some: ["audit"],
    not: ["verify", "job", "metric", "promoted", "production"],
    example: "Who changed this project today?",
  },
  {
    operation: "audit.verify",
    all: [
      ["verify", "check", "tampered", "intact"],
      ["audit", "log", "chain", "tampered"],
    ],
    some: ["audit"],
    not: ["data"],
    example: "Verify the audit log",
  },
  {
    operation: "audit.undo",
    all: [["undo", "reverse"]],
    some: ["last", "that", "act", "step"],
    not: ["order"],
    example: "Undo the last act",
  },
  {
    operation: "audit.undo",
    all: [
      ["revert", "take", "reverse"],
      ["back", "action", "act", "step", "that", "last"],
    ],
    some: ["last", "action", "step", "take"],
    not: ["model", "version", "production", "deployment", "previous", "earlier", "approval", "request"],
    example: "Take that back",
  },
] as const;
