import type { Capability } from "../../kernel/ctx.ts";
import { chainer } from "./chainer.ts";
import { carryOutJob } from "./jobs.ts";
import approve from "./operations/approve.ts";
import cancel from "./operations/cancel.ts";
import getApproval from "./operations/get-approval.ts";
import getAudit from "./operations/get-audit.ts";
import listApprovals from "./operations/list-approvals.ts";
import listAudit from "./operations/list-audit.ts";
import listRules from "./operations/list-rules.ts";
import reject from "./operations/reject.ts";
import undoAudit from "./operations/undo-audit.ts";
import verifyAudit from "./operations/verify-audit.ts";
import watchApprovals from "./operations/watch-approvals.ts";
import { en } from "./phrases/en.ts";
import { settler } from "./settle.ts";
import { approvalById } from "./store/approvals.ts";

export const governanceCapability: Capability = {
  name: "governance",
  nouns: ["approvals", "audit"],
  operations: [listApprovals, getApproval, watchApprovals, approve, reject, cancel, listRules, listAudit, getAudit, verifyAudit, undoAudit],
  resources: {
    approval: async (tx, ws, id) => {
      const found = await approvalById(tx, ws, id);
      return found && { projectId: found.projectId, label: found.summary, state: found.status };
    },
  },
  jobs: [carryOutJob],
  loops: [chainer, settler],
  phrases: { en },
  migrations: new URL("./migrations/", import.meta.url),
};
