const names: Record<string, string> = {
  roc_auc: "ROC AUC",
  accuracy: "Accuracy",
  f1: "F1",
  precision: "Precision",
  recall: "Recall",
  log_loss: "Log loss",
  rmse: "RMSE",
  mae: "MAE",
  r2: "R²",
  mape: "MAPE",
};

/** Metrics are field names and are not translated. */
export function metricWord(key: string): string {
  return names[key] ?? key;
}

/** Lower is better for errors and losses. */
export function higherIsBetter(key: string): boolean {
  return !/loss|rmse|mae|mape|mse|error/i.test(key);
}

/** Scores get four decimals; errors three significant digits. */
export function metricKind(key: string): "score" | "value" {
  return /rmse|mae$|mse/i.test(key) ? "value" : "score";
}
