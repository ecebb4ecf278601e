import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getVersion } from "../../datasets/contract.ts";
import { predictBatch } from "../contract.ts";
import { predictBatchJob } from "../jobs/definitions.ts";
import { insertBatch } from "../store/batches.ts";
import { readDeployment } from "../store/deployments.ts";
import { readRevision } from "../store/revisions.ts";
import { absent, living } from "./candidate.ts";

export default implement(predictBatch, async (ctx, input) => {
  const row = living(await readDeployment(ctx.tx, ctx.workspaceId, input.deploymentId), input.deploymentId);
  const revision = await readRevision(ctx.tx, ctx.workspaceId, row.id, row.revision);
  if (!revision) throw absent(row.id);
  const dataset = await ctx.call(getVersion, { datasetId: input.datasetId, ...(input.version !== undefined && { version: input.version }) });
  const present = new Set(dataset.columns.map((c) => c.name));
  const lacking = revision.signature.inputs.filter((i) => i.required && !present.has(i.name)).map((i) => i.name);
  if (lacking.length > 0)
    throw refuse(
      "invalid_input",
      `Version ${dataset.version} of dataset ${input.datasetId} lacks ${lacking.join(", ")}, which ${row.name} needs.`,
      "Choose a dataset with the columns the model was trained on.",
      {
        fields: [{ path: "datasetId", message: `lacks ${lacking.join(", ")}` }],
      },
    );
  const batchId = ctx.newId();
  const jobId = await ctx.enqueue(
    predictBatchJob,
    { batchId, deploymentId: row.id, datasetId: input.datasetId, version: dataset.version },
    { label: `Predict ${dataset.rowCount} rows with ${row.name}`, projectId: row.project_id },
  );
  await insertBatch(ctx.tx, ctx.workspaceId, {
    id: batchId,
    deploymentId: row.id,
    revision: row.revision,
    modelVersion: row.model_version,
    datasetId: input.datasetId,
    datasetVersion: dataset.version,
    jobId,
  });
  return { jobId, batchId };
});
