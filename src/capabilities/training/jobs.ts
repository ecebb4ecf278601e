import { Refusal, refuse } from "../../kernel/contract/errors.ts";
import { implementJob, type JobCtx } from "../../kernel/ctx.ts";
import { getVersion } from "../datasets/contract.ts";
import { logArtifact } from "../tracking/contract/artifacts.ts";
import { logMetrics } from "../tracking/contract/metrics.ts";
import { getRun, setTags, updateRun } from "../tracking/contract/runs.ts";
import { getTraining, type Training } from "./contract.ts";
import { open } from "./current.ts";
import { trainJob } from "./definitions.ts";
import { localFiles } from "./look.ts";
import type { TrainerJob } from "./contract/protocol.ts";
import { Recorder, waiting } from "./recorder.ts";

export default implementJob(trainJob, async (ctx, { trainingId }) => {
  const training = await ctx.call(getTraining, { trainingId });
  const recorder = new Recorder(ctx, training);
  try {
    const candidates = waiting(training);
    if (candidates.length > 0) {
      await recorder.change({ status: "running", message: "Starting" });
      await ctx.call(updateRun, { runId: training.runId, status: "running" });
      await train(ctx, training, recorder);
    }
    return await conclude(ctx, training, recorder);
  } catch (error) {
    await giveUp(ctx, training, recorder, error);
    throw error;
  }
});

async function train(ctx: JobCtx, training: Training, recorder: Recorder): Promise<void> {
  const version = await ctx.call(getVersion, { datasetId: training.datasetId, version: training.version });
  const scratch = await ctx.services.objects.scratch();
  const job: TrainerJob = {
    protocol: 1,
    action: "train",
    files: await localFiles(ctx, version),
    target: training.target,
    task: training.task,
    folds: training.folds,
    seed: training.seed,
    threads: 1,
    dropColumns: training.dropColumns,
    candidates: waiting(training).map(({ algorithm, runId, settings }) => ({ algorithm, run: runId, settings })),
    workFolder: scratch.path,
  };
  try {
    const exit = await ctx.services.trainer.run(job, { signal: ctx.signal, onEvent: (event) => recorder.take(event) });
    ctx.signal.throwIfAborted();
    if (recorder.failure) throw refuse("checks_failed", recorder.failure.message, recorder.failure.fix);
    if (exit.signal !== null)
      throw refuse(
        "checks_failed",
        `The training process was ended by signal ${exit.signal}.`,
        "It may have run out of memory: take fewer rows or columns, or leave out the largest algorithm.",
      );
    if (exit.code !== 0) throw new Error(`the trainer's fork ended with code ${exit.code} and no error`);
  } finally {
    await scratch.remove();
  }
}

/** Ends the parent run with the winner's figures. */
async function conclude(ctx: JobCtx, training: Training, recorder: Recorder): Promise<{ trainingId: string; bestRunId: string | null }> {
  const after = await ctx.call(getTraining, { trainingId: training.id });
  const best = after.candidates.find((candidate) => candidate.rank === 1);
  if (!best) throw refuse("checks_failed", "No algorithm could be trained.", "Read the error of each run; often a column or a setting is the cause.");
  await keepLog(ctx, training, recorder);
  const logged = (await ctx.call(getRun, { runId: training.runId })).metrics;
  const metrics = Object.entries(best.metrics)
    .filter(([key]) => !(key in logged))
    .map(([key, value]) => ({ key, value }));
  if (metrics.length > 0) await ctx.call(logMetrics, { runId: training.runId, metrics });
  await ctx.call(setTags, { runId: training.runId, tags: { bestRun: best.runId, bestAlgorithm: best.algorithm } });
  await ctx.call(updateRun, { runId: training.runId, status: "finished" });
  const failed = after.candidates.filter((candidate) => candidate.status === "failed").length;
  const message = `${best.label} is best by ${training.primaryMetric}${failed > 0 ? `; ${failed} failed` : ""}`;
  const all = training.candidates.length * (training.folds + 1);
  await recorder.change({ status: "finished", message, done: all, total: all });
  await ctx.progress(all, all, message);
  return { trainingId: training.id, bestRunId: best.runId };
}

/** Marks what did not finish. A lease that is lost, or a worker that shuts down, leaves the rows to the next try. */
async function giveUp(ctx: JobCtx, training: Training, recorder: Recorder, error: unknown): Promise<void> {
  const cancelled = ctx.signal.aborted;
  if (cancelled && !(ctx.signal.reason instanceof Error && "reason" in ctx.signal.reason && ctx.signal.reason.reason === "cancel")) return;
  const refusal = error instanceof Refusal && error.code === "checks_failed" ? error : null;
  if (!cancelled && refusal === null && ctx.attempt < trainJob.attempts) return;
  const status = cancelled ? "cancelled" : "failed";
  const message = cancelled ? "Cancelled" : (refusal?.message ?? "The training failed unexpectedly.");
  const fix = refusal?.fix ?? "Look at the job's log, then retry the job.";
  const now = await ctx.call(getTraining, { trainingId: training.id });
  for (const candidate of now.candidates.filter(open)) await recorder.end(candidate.runId, status, cancelled ? undefined : message);
  await keepLog(ctx, training, recorder);
  await ctx.call(updateRun, { runId: training.runId, status, ...(cancelled ? {} : { error: `${message} ${fix}` }) });
  await recorder.change({ status, message, ...(cancelled ? {} : { error: { message, fix } }) });
}

async function keepLog(ctx: JobCtx, training: Training, recorder: Recorder): Promise<void> {
  if (recorder.lines.length === 0) return;
  const stored = await ctx.services.objects.putContent(ctx.workspaceId, `${recorder.lines.join("\n")}\n`);
  await ctx.call(logArtifact, { runId: training.runId, path: `logs/attempt-${ctx.attempt}.log`, mediaType: "text/plain", ...stored });
}
