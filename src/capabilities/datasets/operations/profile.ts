import { implement } from "../../../kernel/implement.ts";
import { profileDataset } from "../contract.ts";
import { profileJob } from "../jobs.ts";
import { needDataset } from "../store/datasets.ts";
import { needVersion } from "../store/versions.ts";

export default implement(profileDataset, async (ctx, input) => {
  const dataset = await needDataset(ctx.tx, ctx.workspaceId, input.datasetId);
  const { version } = await needVersion(ctx.tx, ctx.workspaceId, input.datasetId, input.version);
  const jobId = await ctx.enqueue(
    profileJob,
    { datasetId: dataset.id, version },
    { label: `Profile ${dataset.name}, version ${version}`, projectId: dataset.projectId },
  );
  return { jobId, datasetId: dataset.id, version };
});
