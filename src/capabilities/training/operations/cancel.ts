import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { cancelJob } from "../../jobs/contract.ts";
import { updateRun } from "../../tracking/contract/runs.ts";
import { cancelTraining, type TrainingStatus } from "../contract.ts";
import { open } from "../current.ts";
import { changeCandidate, changeTraining, findTraining } from "../store.ts";
import { absent } from "./absent.ts";

export default implement(cancelTraining, async (ctx, { trainingId }) => {
  const training = (await findTraining(ctx.tx, ctx.workspaceId, trainingId))?.training;
  if (!training) throw absent(trainingId);
  if (training.status === "cancelled") {
    ctx.unchanged();
    return { trainingId, jobId: training.jobId, status: training.status };
  }
  if (!open(training))
    throw refuse("conflict", `Training ${trainingId} has ended already: ${training.status}.`, "Only queued and running trainings can be cancelled.");
  const job = await ctx.call(cancelJob, { jobId: training.jobId });
  // A running job ends its own rows once its fork is gone; a queued one has nobody to do so.
  if (job.state === "cancelled") {
    for (const candidate of training.candidates.filter(open)) {
      await ctx.call(updateRun, { runId: candidate.runId, status: "cancelled" });
      await changeCandidate(ctx.tx, ctx.workspaceId, trainingId, candidate.runId, { status: "cancelled" });
    }
    await ctx.call(updateRun, { runId: training.runId, status: "cancelled" });
    await changeTraining(ctx.tx, ctx.workspaceId, trainingId, { status: "cancelled", message: "Cancelled" });
  }
  ctx.emit("training", trainingId);
  ctx.audit({ before: { status: training.status }, after: { status: job.state === "cancelled" ? "cancelled" : "cancelling" } });
  const status: TrainingStatus = job.state === "cancelled" ? "cancelled" : training.status;
  return { trainingId, jobId: training.jobId, status };
});
