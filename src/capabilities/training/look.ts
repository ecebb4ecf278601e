import type { DatasetVersion } from "../datasets/contract.ts";
import { refuse } from "../../kernel/contract/errors.ts";
import type { BaseCtx } from "../../kernel/ctx.ts";
import type { Settings, Task } from "./contract.ts";
import type { Algorithm } from "./contract.ts";
import type { Character, TrainerJob } from "./contract/protocol.ts";

// Below the 10 s after which PostgreSQL ends an idle transaction; a call holds one while it looks.
const patienceMs = 8_000;

export interface Question {
  target?: string | undefined;
  task?: Task | undefined;
  folds: number;
  dropColumns: readonly string[];
  candidates: readonly { algorithm: Algorithm; settings: Settings }[];
}

/** Local paths of a version's Parquet files, in row order. */
export async function localFiles(ctx: BaseCtx, version: DatasetVersion): Promise<string[]> {
  return await Promise.all(version.files.map((file) => ctx.services.objects.localPath(file.key)));
}

/**
 * Looks at a table in the trainer, so that a recommendation and a refusal see the columns as training will.
 * @throws Refusal `invalid_input` with the trainer's words when the question does not fit the data,
 * `unavailable` when the answer takes too long.
 */
export async function look(ctx: BaseCtx, version: DatasetVersion, question: Question): Promise<Character> {
  const scratch = await ctx.services.objects.scratch();
  const job: TrainerJob = {
    protocol: 1,
    action: "inspect",
    files: await localFiles(ctx, version),
    ...(question.target === undefined ? {} : { target: question.target }),
    ...(question.task === undefined ? {} : { task: question.task }),
    folds: question.folds,
    seed: 0,
    threads: 1,
    dropColumns: [...question.dropColumns],
    candidates: question.candidates.map(({ algorithm, settings }) => ({ algorithm, run: algorithm, settings })),
    workFolder: scratch.path,
  };
  const answer: { table?: Character; error?: { message: string; fix: string } } = {};
  try {
    await patiently(ctx, job, answer);
  } finally {
    await scratch.remove();
  }
  if (answer.error) throw refuse("invalid_input", answer.error.message, answer.error.fix);
  if (answer.table) return answer.table;
  throw refuse(
    "unavailable",
    `Dataset ${version.datasetId} version ${version.version} could not be looked at in time.`,
    "Try again in a few seconds; the trainer may still be starting.",
  );
}

async function patiently(ctx: BaseCtx, job: TrainerJob, answer: { table?: Character; error?: { message: string; fix: string } }): Promise<void> {
  const late = AbortSignal.timeout(patienceMs);
  const over = new Promise<void>((resolve) => late.addEventListener("abort", () => resolve(), { once: true }));
  const run = ctx.services.trainer.run(job, {
    signal: AbortSignal.any([ctx.signal, late]),
    onEvent(event) {
      if (event.type === "result" && event.table) answer.table = event.table;
      if (event.type === "error") answer.error = { message: event.message, fix: event.fix };
    },
  });
  await Promise.race([run.catch((error: unknown) => (late.aborted ? null : Promise.reject(error))), over]);
}
