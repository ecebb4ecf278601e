import { implement } from "../../../kernel/implement.ts";
import { plannedSteps } from "../cleaning.ts";
import { cleanDataset } from "../contract.ts";
import { taskOf } from "../domain/cleaning.ts";
import { cleanJob } from "../jobs.ts";
import { needDataset } from "../store/datasets.ts";
import { needVersion } from "../store/versions.ts";

/** Checks what can be told without reading a row, so that a wrong recipe is refused at once and not by the job. */
export default implement(cleanDataset, async (ctx, input) => {
  const dataset = await needDataset(ctx.tx, ctx.workspaceId, input.datasetId);
  const from = await needVersion(ctx.tx, ctx.workspaceId, input.datasetId, input.version);
  const replay = input.replay === undefined ? null : await needVersion(ctx.tx, ctx.workspaceId, input.datasetId, input.replay);
  const planned = plannedSteps(input.steps, replay);
  const [first] = planned;
  if (first && !first.fitted) taskOf(0, first.step, from.columns);
  const jobId = await ctx.enqueue(
    cleanJob,
    { datasetId: dataset.id, version: from.version, steps: input.steps, replay: input.replay ?? null },
    { label: `Clean ${dataset.name}, version ${from.version}`, projectId: dataset.projectId },
  );
  return { jobId, datasetId: dataset.id, version: from.version };
});
