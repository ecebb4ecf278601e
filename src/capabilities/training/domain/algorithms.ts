import type { Algorithm, Task } from "../contract.ts";

export const labels: Readonly<Record<Algorithm, string>> = {
  logistic_regression: "Logistic regression",
  ridge: "Ridge regression",
  random_forest: "Random forest",
  xgboost: "XGBoost",
  lightgbm: "LightGBM",
  mlp: "Multilayer perceptron",
};

export const algorithmsOf: Readonly<Record<Task, readonly Algorithm[]>> = {
  classification: ["xgboost", "lightgbm", "random_forest", "logistic_regression", "mlp"],
  regression: ["xgboost", "lightgbm", "random_forest", "ridge", "mlp"],
};

/** The metric a leaderboard is ordered by: ROC AUC for two classes, macro F1 for more, RMSE for numbers. */
export function primaryMetric(task: Task, classes: number): string {
  if (task === "regression") return "rmse";
  return classes === 2 ? "roc_auc" : "f1";
}

const lowerIsBetter = new Set(["rmse", "mae", "mape", "log_loss"]);

export function higherIsBetter(metric: string): boolean {
  return !lowerIsBetter.has(metric);
}
