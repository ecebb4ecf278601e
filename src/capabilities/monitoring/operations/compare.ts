import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getTraining } from "../../training/contract.ts";
import { compareChallenger } from "../contract.ts";
import { compare, verdict } from "../domain/compare.ts";
import { measuredOf, measuredRun, originOf } from "./origin.ts";
import { watched } from "./reading.ts";

export default implement(compareChallenger, async (ctx, input) => {
  const row = await watched(ctx, input.deploymentId);
  const training = await ctx.call(getTraining, { trainingId: input.trainingId });
  const best = training.candidates.find((c) => c.runId === training.bestRunId);
  if (training.status !== "finished" || !best)
    throw refuse(
      "checks_failed",
      `Training ${training.name} is ${training.status}${best ? "" : " and has no best candidate"}.`,
      "Wait until it is finished, or train again.",
    );
  const origin = await originOf(ctx, row.run_id);
  const before = origin ? measuredOf(origin) : await measuredRun(ctx, row.run_id);
  const after = measuredOf({ training, candidate: best });
  const metric = training.primaryMetric;
  const difference = compare(metric, training.higherIsBetter, before, after);
  if (!difference) throw refuse("checks_failed", `What serves has no metric ${metric} to compare with.`, "Train both with the same task, and compare again.");
  const label = `Version ${row.model_version}`;
  const challenger = `The challenger (${best.label})`;
  return {
    deploymentId: row.id,
    trainingId: training.id,
    serving: { runId: row.run_id, label, datasetVersion: row.dataset_version, metrics: { ...before.metrics } },
    challenger: { runId: best.runId, label: best.label, datasetVersion: training.version, metrics: best.metrics },
    metric,
    higherIsBetter: training.higherIsBetter,
    ...difference,
    sentence: verdict(metric, difference, `version ${row.model_version}`, challenger),
  };
});
