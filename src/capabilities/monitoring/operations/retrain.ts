import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { getDataset } from "../../datasets/contract.ts";
import { startTraining } from "../../training/contract.ts";
import { retrain } from "../contract.ts";
import { insertRetraining } from "../store/retrainings.ts";
import { originOf } from "./origin.ts";
import { watched } from "./reading.ts";

export default implement(retrain, async (ctx, input) => {
  const row = await watched(ctx, input.deploymentId);
  const origin = await originOf(ctx, row.run_id);
  if (!origin)
    throw refuse(
      "checks_failed",
      `Version ${row.model_version} of ${row.model_name} was not trained here, so its settings are not known.`,
      "Start a training by hand and compare it.",
    );
  const { training, candidate } = origin;
  const dataset = await ctx.call(getDataset, { datasetId: training.datasetId });
  const version = input.datasetVersion ?? dataset.latestVersion;
  const started = await ctx.call(startTraining, {
    projectId: training.projectId,
    name: `Retrain ${row.name} on v${version}`,
    datasetId: training.datasetId,
    version,
    target: training.target,
    task: training.task,
    algorithms: [candidate.algorithm],
    folds: training.folds,
    seed: training.seed,
    dropColumns: training.dropColumns,
    settings: { [candidate.algorithm]: candidate.settings },
  });
  await insertRetraining(ctx.tx, ctx.workspaceId, {
    trainingId: started.trainingId,
    deploymentId: row.id,
    servingRunId: row.run_id,
    servingVersion: row.model_version,
    by: ctx.actor.name,
  });
  ctx.emit("monitoring", row.id);
  ctx.audit({ after: { trainingId: started.trainingId, datasetVersion: version, algorithm: candidate.algorithm } });
  return {
    jobId: started.jobId,
    trainingId: started.trainingId,
    runId: started.runId,
    datasetId: training.datasetId,
    datasetVersion: version,
    sameData: version === training.version,
  };
});
