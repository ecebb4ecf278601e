import type { ShownColumn } from "../../hooks/viewState.ts";

const metricsFirst = ["val_auc", "roc_auc", "rmse", "accuracy", "val_accuracy", "val_loss", "f1", "mae", "r2", "log_loss", "loss", "train_loss"];
const paramsFirst = ["model", "algorithm", "seed", "learning_rate", "lr", "max_depth", "depth", "n_estimators", "batch_size", "epochs"];
/** Series that machines log about themselves or about parts of a whole. */
const quiet = /^(system\/|fold_)|_sd$|_std$/;

const ranked = (keys: readonly string[], first: readonly string[]): string[] => {
  const place = (key: string) => (quiet.test(key) ? 1000 : first.includes(key) ? first.indexOf(key) : 100);
  return keys.toSorted((a, b) => place(a) - place(b) || a.localeCompare(b));
};

/** The columns of a table nobody has arranged: what people look for first, and when. */
export function usualColumns(metrics: readonly string[], params: readonly string[]): ShownColumn[] {
  return [
    ...ranked(metrics, metricsFirst)
      .slice(0, 4)
      .map((key) => ({ column: `last:${key}` })),
    ...ranked(params, paramsFirst)
      .slice(0, 3)
      .map((key) => ({ column: `param:${key}` })),
    { column: "attr:duration" },
    { column: "attr:startedAt" },
  ];
}

/** The keys a page of runs must bring for these columns. */
export function keysOf(columns: readonly ShownColumn[]): { metrics: string[]; params: string[]; tags: string[] } {
  const of = (test: RegExp) => [...new Set(columns.filter((c) => test.test(c.column)).map((c) => c.column.slice(c.column.indexOf(":") + 1)))];
  return { metrics: of(/^(?!attr:|param:|tag:)/), params: of(/^param:/), tags: of(/^tag:/) };
}
