import type { Algorithm, Recommendation, Task } from "../contract.ts";
import type { Character } from "../contract/protocol.ts";
import { algorithmsOf, labels, primaryMetric } from "./algorithms.ts";

type Choice = Recommendation["algorithms"][number];

/** What the rules look at. */
interface Data {
  rows: number;
  /** Encoded columns. */
  width: number;
  classes: number;
  task: Task;
  missingShare: number;
}

/** Folds and why: stratified for classes; fewer where rows abound, never more than the rarest class has rows. */
export function recommendValidation(character: Character): NonNullable<Recommendation["validation"]> {
  const target = character.target;
  const rows = target?.rows ?? character.rows;
  const base = rows >= 50_000 ? 3 : 5;
  const why = rows >= 50_000 ? `${rows} rows make three folds exact enough and save time` : "five folds are the usual balance of exactness and time";
  if (target?.task !== "classification") return { strategy: "k_fold", folds: base, reason: `${why}; rows are shuffled` };
  const folds = Math.max(2, Math.min(base, target.smallestClass ?? base));
  const limit = folds < base ? `; the rarest class has only ${target.smallestClass} rows` : "";
  return { strategy: "stratified_k_fold", folds, reason: `every fold keeps the shares of the classes; ${why}${limit}` };
}

/** Algorithms for a table, best first, each with its reason, settings, expected time and memory. */
export function recommendAlgorithms(character: Character, folds: number): Choice[] {
  const target = character.target;
  if (target === null) return [];
  const cells = Math.max(1, character.rows * character.columns.length);
  const data: Data = {
    rows: target.rows,
    width: character.width,
    classes: target.classes?.length ?? 1,
    task: target.task,
    missingShare: character.columns.reduce((sum, column) => sum + column.missing, 0) / cells,
  };
  const choices = algorithmsOf[target.task].map((algorithm) => choose(algorithm, data, character, folds));
  return [...choices.filter((choice) => choice.recommended), ...choices.filter((choice) => !choice.recommended)];
}

export function recommendTask(character: Character, asked: Task | undefined): { task: Task | null; reason: string } {
  const target = character.target;
  if (target === null) return { task: null, reason: "depends on the target" };
  if (asked !== undefined) return { task: asked, reason: "as asked" };
  const values = target.task === "classification" ? `${target.distinct} different values, so they are classes` : `${target.distinct} different numbers`;
  return { task: target.task, reason: `${target.name} has ${values}` };
}

export function metricFor(character: Character): string | null {
  const target = character.target;
  return target === null ? null : primaryMetric(target.task, target.classes?.length ?? 0);
}

function choose(algorithm: Algorithm, data: Data, character: Character, folds: number): Choice {
  const { recommended, reason } = judge(algorithm, data);
  return {
    algorithm,
    label: labels[algorithm],
    recommended,
    reason,
    settings: character.settings[algorithm] ?? {},
    expectedSeconds: round((folds + 1) * fitSeconds(algorithm, data) + 0.3),
    expectedMemoryBytes: memoryBytes(algorithm, data),
  };
}

function judge(algorithm: Algorithm, { rows, width, classes, task, missingShare }: Data): { recommended: boolean; reason: string } {
  const gaps = missingShare > 0.02 ? `; ${Math.round(missingShare * 100)} % of the cells are missing, which trees bear well` : "";
  const wide = width > rows;
  switch (algorithm) {
    case "xgboost":
      return { recommended: rows >= 50, reason: rows < 50 ? "too few rows for boosting" : `boosted trees lead on most tables of mixed columns${gaps}` };
    case "lightgbm":
      return {
        recommended: rows >= 50,
        reason:
          rows < 50
            ? "too few rows for boosting"
            : rows > 20_000
              ? "the fastest boosted trees on many rows"
              : `boosted trees that grow by leaf; a second opinion to XGBoost${gaps}`,
      };
    case "random_forest":
      if (rows > 300_000) return { recommended: false, reason: `${rows} rows make a large, slow forest; boosted trees do better here` };
      return { recommended: true, reason: `good without tuning and hard to overfit${gaps}` };
    case "logistic_regression":
    case "ridge":
      return {
        recommended: true,
        reason: wide
          ? `more columns (${width}) than rows (${rows}): a regularised linear model holds best`
          : "a plain baseline: fast, explains itself, shows what the others gain",
      };
    case "mlp":
      if (rows < 500) return { recommended: false, reason: `${rows} rows are few for a neural network` };
      if (rows > 200_000) return { recommended: false, reason: `takes long on ${rows} rows and seldom beats boosted trees on tables` };
      return {
        recommended: true,
        reason: task === "classification" && classes > 2 ? "learns all classes together" : "finds smooth relations that trees only approach in steps",
      };
  }
}

// Measured on one thread over titanic (891 x 17) and diamonds (53,940 x 32): seconds of one fit, within a factor of two.
function fitSeconds(algorithm: Algorithm, { rows, width, classes, task }: Data): number {
  const many = task === "classification" && classes > 2 ? classes : 1;
  const small = rows < 5_000;
  switch (algorithm) {
    case "logistic_regression":
      return 0.06 + rows * width * many * 6e-7;
    case "ridge":
      return 0.02 + rows * width * 1e-7;
    case "random_forest":
      return 0.3 + rows * Math.log2(rows + 1) * width * 4.5e-7;
    case "xgboost":
      return (0.05 + rows * width * (small ? 7e-6 : 7e-7)) * many;
    case "lightgbm":
      return (0.07 + rows * (small ? 1e-5 : 2e-5)) * many;
    case "mlp":
      return 0.2 + rows * (width + 40) * (small ? 6e-6 : 7e-7);
  }
}

/** The warm process, the table as floats in a few copies, and the forest's trees. */
function memoryBytes(algorithm: Algorithm, { rows, width }: Data): number {
  const table = rows * width * 4;
  return Math.round(250e6 + table * 4 + (algorithm === "random_forest" ? rows * 200 * 40 : 0));
}

function round(seconds: number): number {
  return seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
}
