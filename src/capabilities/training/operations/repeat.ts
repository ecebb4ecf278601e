import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { repeatTraining, startTraining } from "../contract.ts";
import { findTraining } from "../store.ts";
import { absent } from "./absent.ts";

export default implement(repeatTraining, async (ctx, { trainingId, runId }) => {
  const stored = await findTraining(ctx.tx, ctx.workspaceId, trainingId);
  if (!stored) throw absent(trainingId);
  const { training } = stored;
  const whole = runId === undefined || runId === training.runId;
  const candidates = training.candidates.filter((c) => whole || c.runId === runId);
  if (candidates.length === 0)
    throw refuse("not_found", `Run ${runId ?? ""} is not part of training ${trainingId}.`, "Leave the run out to repeat the whole training.");
  return await ctx.call(startTraining, {
    projectId: training.projectId,
    name: `${training.name}, again`.slice(0, 200),
    datasetId: training.datasetId,
    version: training.version,
    target: training.target,
    task: training.task,
    algorithms: candidates.map((c) => c.algorithm),
    folds: training.folds,
    seed: training.seed,
    dropColumns: training.dropColumns,
    settings: Object.fromEntries(candidates.map((c) => [c.algorithm, c.settings])),
  });
});
