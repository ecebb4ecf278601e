import type * as z from "zod";
import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import type { IngestCtx } from "../../../kernel/ctx.ts";
import type { MetricPoint } from "../contract/metrics.ts";
import { metricNumber, type Point } from "../domain/aggregate.ts";
import { insertPoints } from "../store/metrics.ts";
import { insertModelPoints, missingModels, type ModelPoint } from "../store/model-points.ts";

interface Logged {
  runId: string;
  metrics: readonly z.output<typeof MetricPoint>[];
}

/** For each item why its points cannot be written, or null: a logged model they name is not here. */
export async function pointRefusals(ctx: IngestCtx, items: readonly Logged[]): Promise<(Refusal | null)[]> {
  const named = items.flatMap(({ runId, metrics }) => [...new Set(metrics.flatMap((m) => m.modelId ?? []))].map((modelId) => ({ runId, modelId })));
  const missing = await missingModels(ctx.tx, ctx.workspaceId, named);
  if (missing.length === 0) return items.map(() => null);
  return items.map((i) => {
    const absent = missing.find((n) => n.runId === i.runId && i.metrics.some((m) => m.modelId === n.modelId))?.modelId;
    return absent === undefined ? null : refuse("not_found", `There is no logged model ${absent} here.`, "Create it first, or leave the model out.");
  });
}

/** The points of many runs, those without a time at `now`. */
export function pointsOf(items: readonly Logged[], now: Date): Point[] {
  return items.flatMap(({ runId, metrics }) => metrics.map((m) => pointOf(runId, m, now)));
}

function pointOf(runId: string, m: z.output<typeof MetricPoint>, now: Date): Point {
  return { runId, key: m.key, step: m.step, atS: (m.timestamp === undefined ? now.getTime() : Date.parse(m.timestamp)) / 1000, value: metricNumber(m.value) };
}

/** Writes the points of many runs in one statement. */
export async function writePoints(ctx: IngestCtx, items: readonly Logged[]): Promise<void> {
  const now = ctx.now();
  const ofModels = items.flatMap(({ runId, metrics }) =>
    metrics.flatMap((m): ModelPoint[] => {
      if (m.modelId === undefined) return [];
      return [{ ...pointOf(runId, m, now), modelId: m.modelId, datasetName: m.datasetName ?? null, datasetDigest: m.datasetDigest ?? null }];
    }),
  );
  await insertPoints(ctx.tx, ctx.workspaceId, pointsOf(items, now));
  await insertModelPoints(ctx.tx, ctx.workspaceId, ofModels);
}
