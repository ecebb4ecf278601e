import type { Task } from "../../../../capabilities/training/contract.ts";
import { msg } from "../../../lib/i18n.ts";

export const taskWords: Record<Task, string> = { classification: msg("Classes, or yes or no"), regression: msg("A number") };
export const taskShort: Record<Task, string> = { classification: msg("classification"), regression: msg("regression") };

/** Place of an algorithm in the series colours; the same everywhere. */
export const algorithmIndex: Record<string, number> = { lightgbm: 6, xgboost: 1, random_forest: 3, mlp: 5, logistic_regression: 9, ridge: 8 };
/** Shape of its points, so that colour never stands alone. */
export const algorithmShape: Record<string, string> = {
  lightgbm: "rect",
  xgboost: "circle",
  random_forest: "diamond",
  mlp: "triangle",
  logistic_regression: "arrow",
  ridge: "pin",
};

/** A reason of the server as a sentence of its own. */
export function sentence(text: string): string {
  const first = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return first === "" || /[.!?]$/.test(first) ? first : `${first}.`;
}
