import { implement } from "../../../kernel/implement.ts";
import { getDataset } from "../../datasets/contract.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
import { retrainingAdvice } from "../contract.ts";
import { advise } from "../domain/advice.ts";
import { sumTraffic } from "../store/windows.ts";
import { readDrift, since, watched } from "./reading.ts";

/** Newest version of the dataset a model was trained on; null where it is not known, gone or not for this person to see. */
async function newestVersion(ctx: Ctx, datasetId: string | null): Promise<number | null> {
  if (datasetId === null) return null;
  try {
    return (await ctx.call(getDataset, { datasetId })).latestVersion;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export default implement(retrainingAdvice, async (ctx, input) => {
  const row = await watched(ctx, input.deploymentId);
  const drift = await readDrift(ctx, row, input.hours, input.source);
  const traffic = await sumTraffic(ctx.tx, ctx.workspaceId, row.id, ctx.now(), since(ctx, input.hours), input.source);
  const newestDatasetVersion = await newestVersion(ctx, row.dataset_id);
  const errorRate01 = traffic.requests === 0 ? 0 : traffic.errors / traffic.requests;
  const { tier, tiers } = advise({
    drift,
    problem: row.problem,
    errorRate01,
    requests: traffic.requests,
    newestDatasetVersion,
    trainedOnVersion: row.dataset_version,
  });
  return { deploymentId: row.id, tier, tiers, source: input.source, newestDatasetVersion, trainedOnVersion: row.dataset_version };
});
