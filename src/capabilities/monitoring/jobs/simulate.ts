import { duck } from "../../../children/duck-sql.ts";
import { implementJob, type JobCtx } from "../../../kernel/ctx.ts";
import { getVersion } from "../../datasets/contract.ts";
import { predict } from "../../serving/contract.ts";
import { Reference } from "../../serving/contract/reference.ts";
import { rowOf } from "../../serving/contract/rows.ts";
import { Signature } from "../../serving/contract/shapes.ts";
import { monitoringDrift } from "../contract.ts";
import { Reservoir, repeated, seeded, shiftRow } from "../domain/sample.ts";
import { simulateJob } from "./definitions.ts";

interface Source {
  datasetId: string;
  version: number;
  rows: number;
}

/** Rows the model could have been trained on: the target is known and every required field is there. */
async function sampleOf(ctx: JobCtx, source: Source, signature: Signature, random: () => number): Promise<Record<string, unknown>[]> {
  const dataset = await ctx.call(getVersion, { datasetId: source.datasetId, version: source.version });
  const columns = dataset.columns.map((c) => c.name);
  const target = columns.indexOf(signature.target);
  const files = await Promise.all(dataset.files.map((file) => ctx.services.objects.localPath(file.key)));
  const reservoir = new Reservoir<Record<string, unknown>>(source.rows, random);
  await ctx.services.duckdb.session({ read: files, signal: ctx.signal, timeoutMs: 600_000 }, async (db) => {
    for await (const chunk of db.stream(duck`select * from read_parquet(${files})`))
      for (const cells of chunk) {
        if (target >= 0 && (cells[target] ?? null) === null) continue;
        const row = rowOf(signature, columns, cells);
        if (signature.inputs.every((i) => !i.required || (row[i.name] ?? "") !== "")) reservoir.offer(row);
      }
  });
  return repeated(reservoir.kept, source.rows);
}

/** Sends a shifted sample of the training data through the predict path, every row labelled as simulated. */
export const simulate = implementJob(simulateJob, async (ctx, payload) => {
  const { deploymentId, simulationId } = payload;
  const signature = Signature.parse(payload.signature);
  const reference = Reference.parse(payload.reference);
  const random = seeded(payload.seed);
  await ctx.progress(0, payload.rows, "Reading the training data");
  const sample = await sampleOf(ctx, payload, signature, random);
  const rows = sample.map((row) => shiftRow(row, payload.shifts, signature, reference, random));
  if (rows.length === 0) throw new Error("The dataset version has no row that the model accepts.");
  // A new attempt goes on where the last one stopped; the sample is the same, because its seed is.
  const { sent: from } = (ctx.lastCheckpoint ?? { sent: 0 }) as { sent: number };
  const step = Math.max(20, Math.min(500, Math.ceil(rows.length / 10)));
  for (let at = from; at < rows.length; at += step) {
    ctx.signal.throwIfAborted();
    const part = rows.slice(at, at + step);
    await ctx.call(predict, { deploymentId, rows: part, source: "simulated", simulationId });
    await ctx.checkpoint({ sent: at + part.length });
    await ctx.progress(at + part.length, rows.length, `${at + part.length} of ${rows.length} simulated rows sent`);
  }
  const drift = await ctx.call(monitoringDrift, { deploymentId, source: "simulated", simulationId, hours: 24 });
  await ctx.line(drift.drifted.length === 0 ? "No feature drifts." : `These features drift: ${drift.drifted.join(", ")}.`);
  return { simulationId, rows: rows.length, drifted: drift.drifted, score: drift.score };
});
