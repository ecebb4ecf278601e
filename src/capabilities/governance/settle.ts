import type { Loop, LoopTools } from "../../kernel/ctx.ts";
import { getJob } from "../jobs/contract.ts";
import { announceApproval, decide, lockApproval, overdue } from "./store/approvals.ts";

/** Ends requests whose job ended without them: its maker left, somebody cancelled it, or every attempt was killed. */
export const settler: Loop = { name: "governance.settler", intervalMs: 5000, run: (tools) => settle(tools, 10) };

/** One round over requests that are agreed and untouched for so many seconds. */
export async function settle(tools: Pick<LoopTools, "transaction" | "call" | "workspaces">, seconds: number): Promise<void> {
  for (const workspaceId of await tools.workspaces()) {
    for (const { id, jobId } of await tools.transaction(workspaceId, (tx) => overdue(tx, workspaceId, seconds))) {
      const job = await tools.call(workspaceId, getJob, { jobId });
      if (job.state !== "failed" && job.state !== "cancelled") continue;
      const error = job.error ?? "Its job was cancelled before it ran.";
      await tools.transaction(workspaceId, async (tx) => {
        if ((await lockApproval(tx, workspaceId, id))?.status !== "approved") return;
        await decide(tx, workspaceId, id, { status: "failed", error });
        await announceApproval(tx, workspaceId, id);
      });
    }
  }
}
