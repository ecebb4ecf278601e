import { refuse, type Refusal } from "../../../kernel/contract/errors.ts";
import type { Fitted, Step } from "../contract/cleaning.ts";
import type { Column } from "../contract/shapes.ts";

const numeric = (c: Column): boolean => c.type === "number" || c.type === "integer";

/** A refusal of one step, by its place in the recipe. */
export function stepProblem(index: number, step: Step, detail: string, fix: string): Refusal {
  return refuse("invalid_input", `Step ${index + 1} (${step.kind}): ${detail}`, fix, { fields: [{ path: `steps.${index}`, message: detail }] });
}

/** The columns a step names, in their own order; refuses a name that is not there (any more). */
export function named(index: number, step: Step, columns: readonly Column[], names: readonly string[]): Column[] {
  return names.map((name) => {
    const found = columns.find((c) => c.name === name) ?? columns.find((c) => c.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
    const known = columns
      .slice(0, 20)
      .map((c) => c.name)
      .join(", ");
    throw stepProblem(
      index,
      step,
      `there is no column "${name}" at this point`,
      `The columns then are: ${known}${columns.length > 20 ? " and more" : ""}. An earlier step may have dropped it.`,
    );
  });
}

/** What a step will look at, before any row is read. */
export type Task =
  | { kind: "drop"; columns: Column[] }
  | {
      kind: "impute";
      columns: Column[];
      explicit: boolean;
      strategy: "auto" | "mean" | "median" | "mode" | "constant";
      value: string | number | boolean | undefined;
    }
  | { kind: "dropMissingRows"; columns: Column[] }
  | { kind: "dropDuplicates"; columns: Column[] }
  | {
      kind: "clip";
      columns: Column[];
      explicit: boolean;
      lower: number | undefined;
      upper: number | undefined;
      lowerQuantile01: number | undefined;
      upperQuantile01: number | undefined;
    };

/** Checks a step against the columns at its point and says what it is about. */
export function taskOf(index: number, step: Step, columns: readonly Column[]): Task {
  const problem = (detail: string, fix: string): Refusal => stepProblem(index, step, detail, fix);
  const free = columns.filter((c) => c.role !== "target");
  switch (step.kind) {
    case "dropNonNumeric": {
      const keep = new Set(named(index, step, columns, step.keep ?? []).map((c) => c.name));
      const gone = free.filter((c) => !numeric(c) && c.type !== "boolean" && !keep.has(c.name));
      if (gone.length === columns.length)
        throw problem("no column is numeric, so none would be left", "Keep some columns by name, or turn text into numbers first.");
      return { kind: "drop", columns: gone };
    }
    case "dropColumns": {
      const gone = named(index, step, columns, step.columns);
      if (new Set(gone.map((c) => c.name)).size >= columns.length) throw problem("no column would be left", "Leave at least one column out of the list.");
      return { kind: "drop", columns: gone };
    }
    case "dropMissingRows":
      return { kind: "dropMissingRows", columns: step.columns ? named(index, step, columns, step.columns) : [...columns] };
    case "dropDuplicates":
      return { kind: "dropDuplicates", columns: step.columns ? named(index, step, columns, step.columns) : [...columns] };
    case "impute":
      return { kind: "impute", ...imputeTask(step, columns, free, problem, index) };
    case "clip":
      return { kind: "clip", ...clipTask(step, columns, free, problem, index) };
  }
}

type Problem = (detail: string, fix: string) => Refusal;

function imputeTask(step: Extract<Step, { kind: "impute" }>, columns: readonly Column[], free: readonly Column[], problem: Problem, index: number) {
  const { strategy, value } = step;
  if (strategy === "constant" && value === undefined) throw problem("a constant needs its value", 'Add "value".');
  if (strategy !== "constant" && value !== undefined)
    throw problem(`"value" is only for the strategy constant, not ${strategy}`, "Leave it out, or choose constant.");
  const chosen = step.columns ? named(index, step, columns, step.columns) : [...free];
  const average = strategy === "mean" || strategy === "median";
  const text = chosen.find((c) => average && !numeric(c));
  if (text && step.columns) throw problem(`"${text.name}" holds ${text.type} values, which have no ${strategy}`, "Take mode or constant for it.");
  const fitting = chosen.filter((c) => !average || numeric(c));
  if (value !== undefined) for (const c of fitting) constantFor(c, value, problem);
  return { columns: fitting, explicit: step.columns !== undefined, strategy, value };
}

/** The constant as the column holds it. */
function constantFor(column: Column, value: string | number | boolean, problem: Problem): void {
  const fits =
    column.type === "string" ||
    (numeric(column) && typeof value !== "boolean" && String(value).trim() !== "" && Number.isFinite(Number(value))) ||
    (column.type === "boolean" && (typeof value === "boolean" || /^(true|false)$/i.test(String(value)))) ||
    ((column.type === "date" || column.type === "timestamp") && /^\d{4}-\d\d-\d\d/.test(String(value)) && !Number.isNaN(Date.parse(String(value))));
  if (!fits)
    throw problem(
      `${JSON.stringify(value)} does not fit column "${column.name}", which holds ${column.type} values`,
      "Name the columns it is meant for, or choose another value.",
    );
}

function clipTask(step: Extract<Step, { kind: "clip" }>, columns: readonly Column[], free: readonly Column[], problem: Problem, index: number) {
  const { lower, upper } = step;
  let { lowerQuantile01, upperQuantile01 } = step;
  if (lower !== undefined && lowerQuantile01 !== undefined) throw problem("give the lower limit as a value or as a quantile, not both", "Leave one out.");
  if (upper !== undefined && upperQuantile01 !== undefined) throw problem("give the upper limit as a value or as a quantile, not both", "Leave one out.");
  if ([lower, upper, lowerQuantile01, upperQuantile01].every((v) => v === undefined)) [lowerQuantile01, upperQuantile01] = [0.01, 0.99];
  if (lower !== undefined && upper !== undefined && lower > upper) throw problem(`the lower limit ${lower} is above the upper limit ${upper}`, "Swap them.");
  if (lowerQuantile01 !== undefined && upperQuantile01 !== undefined && lowerQuantile01 > upperQuantile01)
    throw problem("the lower quantile is above the upper one", "Swap them.");
  const chosen = step.columns ? named(index, step, columns, step.columns) : free.filter(numeric);
  const text = chosen.find((c) => !numeric(c));
  if (text) throw problem(`"${text.name}" holds ${text.type} values; only numbers can be clipped`, "Leave it out.");
  return { columns: chosen, explicit: step.columns !== undefined, lower, upper, lowerQuantile01, upperQuantile01 };
}

/** Columns after a step. A whole-number column filled with a fraction holds numbers from then on. */
export function columnsAfter(columns: readonly Column[], fitted: Fitted): Column[] {
  const gone = new Set(fitted.dropped ?? []);
  return columns
    .filter((c) => !gone.has(c.name))
    .map((c) => {
      const value = fitted.values?.[c.name];
      return c.type === "integer" && value !== undefined && !Number.isSafeInteger(Number(value)) ? { ...c, type: "number" } : c;
    });
}
