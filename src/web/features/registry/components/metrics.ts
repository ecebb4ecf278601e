/** The figures a version is judged by first, in the order they are shown. */
const first: Record<string, readonly string[]> = {
  classification: ["roc_auc", "accuracy", "f1", "log_loss", "precision", "recall"],
  regression: ["r2", "rmse", "mae", "mape"],
};
const lowerIsBetter = /loss|error|rmse|mae|mape|mse|latency|seconds|bytes/;
const words: Record<string, string> = {
  roc_auc: "ROC AUC",
  accuracy: "Accuracy",
  f1: "F1",
  log_loss: "Log loss",
  precision: "Precision",
  recall: "Recall",
  r2: "R²",
  rmse: "RMSE",
  mae: "MAE",
  mape: "MAPE",
};

/** Names of metrics are field names and stay as they are in every language. */
export function metricName(key: string): string {
  return words[key] ?? key;
}

/** At most `n` metrics that tell how good a version is; deviations and costs come last or not at all. */
export function mainMetrics(task: string, metrics: Readonly<Record<string, number>>, n: number): string[] {
  const known = (first[task] ?? []).filter((key) => key in metrics);
  const others = Object.keys(metrics).filter((key) => !known.includes(key) && !key.endsWith("_sd") && !/_bytes$|_seconds$|_ms$/.test(key));
  return [...known, ...others].slice(0, n);
}

/** True when `b` is the better value of this metric than `a`. */
export function isBetter(key: string, a: number, b: number): boolean {
  return lowerIsBetter.test(key) ? b < a : b > a;
}
