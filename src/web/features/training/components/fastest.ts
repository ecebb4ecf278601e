import type { Training } from "../../../../capabilities/training/contract.ts";

/** The fastest candidate whose score is within `share01` of the best; null where nothing is measured. */
export function fastestWithin(training: Pick<Training, "candidates" | "bestRunId" | "primaryMetric">, share01: number): string | null {
  const best = training.candidates.find((c) => c.runId === training.bestRunId)?.metrics[training.primaryMetric];
  if (best === undefined) return null;
  const near = training.candidates.filter((c) => {
    const value = c.metrics[training.primaryMetric];
    return value !== undefined && c.latencyMs !== null && Math.abs(value - best) <= Math.abs(best) * share01;
  });
  return near.toSorted((a, b) => (a.latencyMs ?? 0) - (b.latencyMs ?? 0))[0]?.runId ?? null;
}
