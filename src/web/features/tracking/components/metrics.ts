import type { MetricSummary, Run } from "../../../../capabilities/tracking/contract/runs.ts";

/** Lower is better for errors and losses. */
export function higherIsBetter(key: string): boolean {
  return !/loss|rmse|mae|mape|mse|error|latency|seconds|bytes|_sd$|_std$/i.test(key);
}

/** Scores get four decimals; the rest three significant digits. */
export function metricKind(key: string): "score" | "value" {
  return /rmse|mae$|mse|latency|seconds|bytes|_ms/i.test(key) ? "value" : "score";
}

/** The step of the best value. */
export function bestStep(key: string, summary: MetricSummary): { value: number | null; step: number } {
  return higherIsBetter(key) ? { value: summary.max, step: summary.maxStep } : { value: summary.min, step: summary.minStep };
}

const first = ["val_auc", "roc_auc", "rmse", "accuracy", "val_loss", "f1", "mae", "r2", "log_loss", "loss"];

/** The metrics people look for first stand first. */
function telling(key: string): number {
  const at = first.indexOf(key);
  return at === -1 ? first.length : at;
}

/** Metrics of several runs, the most common first; per-fold series after the summaries. */
export function metricKeys(runs: readonly Run[]): string[] {
  const counts = new Map<string, number>();
  for (const run of runs) for (const key of Object.keys(run.metrics)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const series = (key: string) => (/^fold_|_sd$|_std$/.test(key) ? 1 : 0);
  return [...counts]
    .toSorted((a, b) => series(a[0]) - series(b[0]) || b[1] - a[1] || telling(a[0]) - telling(b[0]) || a[0].localeCompare(b[0]))
    .map(([key]) => key);
}

/** What the machine did, not the model: MLflow and W&B write these under `system/`. */
export function isSystem(key: string): boolean {
  return key.startsWith("system/") || key.startsWith("system.");
}

/** How long a run took, or takes until now, by whole seconds as long as it goes on. */
export function tookMs(run: Run, now: number): number {
  const started = new Date(run.startedAt).getTime();
  return run.endedAt === null ? Math.max(0, Math.floor((now - started) / 1000) * 1000) : new Date(run.endedAt).getTime() - started;
}
