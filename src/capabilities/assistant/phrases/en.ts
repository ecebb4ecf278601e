/** English words for what the assistant answers but never does. */
export const en = [
  {
    operation: "approvals.approve",
    all: [
      ["approve", "agree", "accept"],
      ["request", "approval", "promotion", "it", "this", "that", "approve"],
    ],
    some: ["approve"],
    not: ["list", "show", "waiting", "cancel", "which", "deploy"],
    example: "Approve the request",
  },
] as const;
