import { refuse } from "../../../kernel/contract/errors.ts";
import { implementDownload } from "../../../kernel/implement.ts";
import { downloadBatch } from "../contract.ts";
import { findBatch } from "../store/batches.ts";

interface Plan {
  key: string;
  sizeBytes: number | null;
  batchId: string;
}

export default implementDownload(downloadBatch, {
  async prepare(ctx, input): Promise<Plan> {
    const batch = await findBatch(ctx.tx, ctx.workspaceId, input.deploymentId, input.batchId);
    if (!batch) throw refuse("not_found", `Deployment ${input.deploymentId} has no batch ${input.batchId}.`, "`deployments batches` lists them.");
    if (batch.key === null) throw refuse("checks_failed", `Batch ${input.batchId} is not finished.`, "Watch its job, and download when it is done.");
    return { key: batch.key, sizeBytes: batch.sizeBytes, batchId: input.batchId };
  },
  async send(ctx, plan) {
    return {
      filename: `predictions-${plan.batchId}.csv`,
      contentType: "text/csv; charset=utf-8",
      sizeBytes: plan.sizeBytes,
      body: await ctx.services.objects.get(plan.key),
    };
  },
});
