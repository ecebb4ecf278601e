import { duck } from "../../../children/duck-sql.ts";
import type { DuckCell } from "../../../children/duckdb-protocol.ts";
import { implementJob, type JobCtx } from "../../../kernel/ctx.ts";
import { getVersion } from "../../datasets/contract.ts";
import { rowOf } from "../contract/rows.ts";
import type { Prediction, Signature } from "../contract/shapes.ts";
import { csvLine } from "../domain/table.ts";
import type { Active } from "../engine/active.ts";
import { finishBatch } from "../store/batches.ts";
import { predictBatchJob } from "./definitions.ts";

// Small enough that even a short table shows progress, large enough to amortise a run.
const stepsAtLeast = 8;
const rowsAtMost = 2048;

interface Progress {
  rows: number;
  refused: number;
}

/** Columns an answer adds after the dataset's own; the same for every row of a file. */
function answerColumns(signature: Signature): string[] {
  if (signature.task === "regression") return ["prediction", "error"];
  return ["prediction", "probability", ...(signature.classes ?? []).map((c) => `probability_${c}`), "error"];
}

function answerCells(signature: Signature, answer: Prediction | null, error: string | null): (string | number | null)[] {
  if (signature.task === "regression") return [answer?.value ?? null, error];
  return [answer?.label ?? null, answer?.probability ?? null, ...(signature.classes ?? []).map((c) => answer?.probabilities?.[c] ?? null), error];
}

async function predictRows(active: Active, columns: readonly string[], rows: readonly DuckCell[][]): Promise<{ text: string; refused: number }> {
  const { signature } = active.revision;
  const inputs = rows.map((cells) => rowOf(signature, columns, cells));
  const problems = inputs.map((input) => active.validator.problem(input));
  const good = inputs.filter((_, i) => problems[i] === null);
  const answers = good.length > 0 ? await active.answer(active.validator.check(good)) : [];
  let next = 0;
  const lines = rows.map((cells, i) => {
    const problem = problems[i] ?? null;
    const answer = problem === null ? (answers[next++] ?? null) : null;
    return csvLine([...cells, ...answerCells(signature, answer, problem)]);
  });
  return { text: lines.join(""), refused: rows.length - good.length };
}

async function* csv(
  ctx: JobCtx,
  active: Active,
  columns: readonly string[],
  total: number,
  chunks: AsyncIterable<DuckCell[][]>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvLine([...columns, ...answerColumns(active.revision.signature)]));
  const step = Math.max(1, Math.min(rowsAtMost, Math.ceil(total / stepsAtLeast)));
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += step) {
      ctx.signal.throwIfAborted();
      const rows = chunk.slice(from, from + step);
      const { text, refused } = await predictRows(active, columns, rows);
      progress.rows += rows.length;
      progress.refused += refused;
      yield Buffer.from(text);
      await ctx.progress(progress.rows, total, `${progress.rows} of ${total} rows predicted`);
    }
}

/** Predicts every row of a dataset version into one CSV object. A retry writes the same object again. */
export const predictBatch = implementJob(predictBatchJob, async (ctx, payload) => {
  const { batchId, deploymentId, datasetId, version } = payload;
  const dataset = await ctx.call(getVersion, { datasetId, version });
  const active = await ctx.services.serving.active(ctx.workspaceId, deploymentId);
  const columns = dataset.columns.map((c) => c.name);
  const files = await Promise.all(dataset.files.map((file) => ctx.services.objects.localPath(file.key)));
  const key = `w/${ctx.workspaceId}/batches/${batchId}.csv`;
  const progress: Progress = { rows: 0, refused: 0 };
  await ctx.progress(0, dataset.rowCount, `Reading ${dataset.rowCount} rows`);
  const stored = await ctx.services.duckdb.session({ read: files, signal: ctx.signal, timeoutMs: 3_600_000 }, (db) =>
    ctx.services.objects.put(key, csv(ctx, active, columns, dataset.rowCount, db.stream(duck`select * from read_parquet(${files})`), progress)),
  );
  const { revision, modelVersion } = active.revision;
  await ctx.transaction((tx) => finishBatch(tx, ctx.workspaceId, batchId, { key, revision, modelVersion, sizeBytes: stored.sizeBytes, ...progress }));
  if (progress.refused > 0) await ctx.line(`${progress.refused} rows have no prediction; their error column says why.`, "warn");
  return { batchId, rows: progress.rows, refused: progress.refused, sizeBytes: stored.sizeBytes };
});
