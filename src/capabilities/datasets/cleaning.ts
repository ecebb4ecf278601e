import type { DuckSession } from "../../children/duckdb.ts";
import { refuse } from "../../kernel/contract/errors.ts";
import type { AppliedStep, ChangedRow, Effect, Fitted, Step } from "./contract/cleaning.ts";
import type { Cell, Column, DatasetVersion } from "./contract/shapes.ts";
import { columnsAfter, named, stepProblem, taskOf, type Task } from "./domain/cleaning.ts";
import * as queries from "./queries/cleaning.ts";
import { freshName, numbered, type LocalFile } from "./queries/rows.ts";

/** A step to run; with `fitted` it is replayed with the values of then instead of learning them again. */
export interface Planned {
  step: Step;
  fitted?: Fitted;
}

/** A recipe that ran over a version's rows: its last view stands open in the session. */
export interface Cleaned {
  applied: AppliedStep[];
  columns: Column[];
  rowsBefore: number;
  rowsAfter: number;
  last: number;
  rowNumber: string;
  reordered: boolean;
}

type Told = (done: number, message: string) => Promise<void>;

/**
 * Fits and applies each step in order, as views over the version's rows; nothing is written.
 * Deterministic: the same rows and steps give the same values. Preview and apply both go through here.
 */
export async function runSteps(
  db: DuckSession,
  version: DatasetVersion,
  files: readonly LocalFile[],
  planned: readonly Planned[],
  told: Told = async () => {},
): Promise<Cleaned> {
  const rowNumber = freshName(version.columns, "row");
  await db.table(queries.baseView(numbered(files, version.columns, rowNumber)));
  let columns: Column[] = [...version.columns];
  let rows = version.rowCount;
  const applied: AppliedStep[] = [];
  for (const [index, { step, fitted: given }] of planned.entries()) {
    await told(index, `Step ${index + 1}: ${step.kind}`);
    const task = given ? replayed(index, step, columns, given) : taskOf(index, step, columns);
    const { fitted, cellsChanged } = await fit(db, index, step, task, columns, given);
    const after = columnsAfter(columns, fitted);
    const by = task.kind === "dropMissingRows" || task.kind === "dropDuplicates" ? task.columns : [];
    await db.table(queries.stepView({ number: index + 1, step, fitted, before: columns, after, by, rowNumber }));
    const left = by.length > 0 ? await count(db, index + 1) : rows;
    if (left === 0) throw stepProblem(index, step, "no row would be left", "Fill missing values instead, or name fewer columns.");
    applied.push({ step, fitted, effect: { rowsDropped: rows - left, columnsDropped: columns.length - after.length, cellsChanged } });
    rows = left;
    columns = after;
  }
  const reordered = planned.some(({ step }) => step.kind === "dropDuplicates");
  return { applied, columns, rowsBefore: version.rowCount, rowsAfter: rows, last: planned.length, rowNumber, reordered };
}

async function count(db: DuckSession, view: number): Promise<number> {
  return (await db.rows<{ n: number }>(queries.countOf(view)))[0]?.n ?? 0;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The columns a replayed step is about: exactly those of then; one that is gone is refused, except where it would be dropped. */
function replayed(index: number, step: Step, columns: readonly Column[], fitted: Fitted): Task {
  const there = new Set(columns.map((c) => c.name));
  if (fitted.dropped) return { kind: "drop", columns: columns.filter((c) => fitted.dropped?.includes(c.name)) };
  if (fitted.values)
    return { kind: "impute", columns: named(index, step, columns, Object.keys(fitted.values)), explicit: true, strategy: "constant", value: undefined };
  if (fitted.limits) {
    const chosen = named(index, step, columns, Object.keys(fitted.limits));
    return { kind: "clip", columns: chosen, explicit: true, lower: undefined, upper: undefined, lowerQuantile01: undefined, upperQuantile01: undefined };
  }
  if ((step.kind === "dropMissingRows" || step.kind === "dropDuplicates") && step.columns?.some((name) => !there.has(name)))
    throw stepProblem(index, step, "a column it looks at is not there", "Replay it on a version that has the same columns.");
  return taskOf(index, step, columns);
}

async function fit(
  db: DuckSession,
  index: number,
  step: Step,
  task: Task,
  columns: readonly Column[],
  given: Fitted | undefined,
): Promise<{ fitted: Fitted; cellsChanged: number }> {
  switch (task.kind) {
    case "drop":
      return { fitted: { dropped: task.columns.map((c) => c.name) }, cellsChanged: 0 };
    case "impute":
      return fitImpute(db, index, step, task, given?.values);
    case "clip":
      return fitClip(db, index, step, task, columns, given?.limits);
    default:
      return { fitted: {}, cellsChanged: 0 };
  }
}

async function fitImpute(
  db: DuckSession,
  index: number,
  step: Step,
  task: Extract<Task, { kind: "impute" }>,
  given: Fitted["values"],
): Promise<{ fitted: Fitted; cellsChanged: number }> {
  if (task.columns.length === 0) return { fitted: { values: {} }, cellsChanged: 0 };
  const { rows } = await db.table(queries.missingOf(index, task.columns));
  const missing = (rows[0] ?? []).map(Number);
  if (given) return { fitted: { values: given }, cellsChanged: sum(missing) };
  const gaps = task.columns.filter((_, i) => (missing[i] ?? 0) > 0);
  const wanted = task.explicit ? task.columns : gaps;
  const values: NonNullable<Fitted["values"]> = {};
  const byNumbers = wanted.filter(
    (c) => (task.strategy === "auto" || task.strategy === "mean" || task.strategy === "median") && (c.type === "number" || c.type === "integer"),
  );
  if (byNumbers.length > 0) {
    const averages = (await db.table(queries.averagesOf(index, byNumbers, task.strategy === "mean" ? "mean" : "median"))).rows[0] ?? [];
    byNumbers.forEach((c, i) => {
      const value = averages[i];
      if (typeof value === "number") values[c.name] = value;
    });
  }
  for (const c of wanted) {
    if (byNumbers.includes(c)) continue;
    const value = task.strategy === "constant" ? task.value : await mode(db, index, c);
    if (value !== undefined) values[c.name] = value;
  }
  const empty = wanted.find((c) => values[c.name] === undefined);
  if (empty && task.explicit)
    throw stepProblem(index, step, `column "${empty.name}" has no value at all to take one from`, "Drop the column, or fill it with a constant.");
  return { fitted: { values }, cellsChanged: sum(task.columns.map((c, i) => (values[c.name] === undefined ? 0 : (missing[i] ?? 0)))) };
}

/** The most frequent value as the column's own kind; undefined for a column without values. */
async function mode(db: DuckSession, index: number, column: Column): Promise<string | number | boolean | undefined> {
  const [row] = await db.rows<{ value: string }>(queries.modeOf(index, column));
  if (!row) return undefined;
  if (column.type === "number" || (column.type === "integer" && Number.isSafeInteger(Number(row.value)))) return Number(row.value);
  return column.type === "boolean" ? row.value === "true" : row.value;
}

async function fitClip(
  db: DuckSession,
  index: number,
  step: Step,
  task: Extract<Task, { kind: "clip" }>,
  columns: readonly Column[],
  given: Fitted["limits"],
): Promise<{ fitted: Fitted; cellsChanged: number }> {
  const limits: NonNullable<Fitted["limits"]> = { ...given };
  if (!given && task.columns.length > 0) {
    const [found = []] = (await db.table(queries.limitsOf(index, task.columns, task.lowerQuantile01, task.upperQuantile01))).rows;
    task.columns.forEach((c, i) => {
      const [distinct, low, high] = found.slice(i * 3, i * 3 + 3).map((v) => (v === null ? null : Number(v)));
      if (distinct === 0 || (!task.explicit && (distinct ?? 0) <= 2)) return;
      // A limit between two whole numbers is the next one inside, so that the column stays what it is.
      const inward = (value: number | null | undefined, round: (v: number) => number): number | null =>
        value === null || value === undefined ? null : c.type === "integer" ? round(value) : value;
      limits[c.name] = [inward(task.lower ?? low, Math.ceil), inward(task.upper ?? high, Math.floor)];
    });
  }
  const touched = columns.filter((c) => limits[c.name]);
  const crossed = touched.find((c) => {
    const [low, high] = limits[c.name] ?? [null, null];
    return low !== null && high !== null && low > high;
  });
  if (crossed) throw stepProblem(index, step, `the limits of column "${crossed.name}" leave no value between them`, "Choose wider limits.");
  if (touched.length === 0) return { fitted: { limits }, cellsChanged: 0 };
  const beyond = (await db.table(queries.beyondOf(index, touched, limits))).rows[0] ?? [];
  return { fitted: { limits }, cellsChanged: sum(beyond.map(Number)) };
}

/** The first rows a recipe changes or drops, before and after. */
export async function changedRows(db: DuckSession, version: DatasetVersion, cleaned: Cleaned, limit: number): Promise<ChangedRow[]> {
  if (limit === 0) return [];
  const before = version.columns;
  const { rows } = await db.table(queries.changedRows(cleaned.last, before, cleaned.columns, cleaned.rowNumber, limit));
  return rows.map(([row, stays, ...cells]) => {
    const record = (columns: readonly Column[], from: number): Record<string, Cell> =>
      Object.fromEntries(columns.map((c, i) => [c.name, (cells[from + i] ?? null) as Cell]));
    const was = record(before, 0);
    const is = stays === true ? record(cleaned.columns, before.length) : null;
    return { row: Number(row), before: was, after: is, changed: is ? cleaned.columns.filter((c) => was[c.name] !== is[c.name]).map((c) => c.name) : [] };
  });
}

/** Effects of all steps together. */
export function totalEffect(applied: readonly AppliedStep[]): Effect {
  const of = (key: keyof Effect): number => sum(applied.map((a) => a.effect[key]));
  return { rowsDropped: of("rowsDropped"), columnsDropped: of("columnsDropped"), cellsChanged: of("cellsChanged") };
}

/** The steps to run: those given, or the stored recipe of a version; exactly one of the two. */
export function plannedSteps(steps: readonly Step[], replay: DatasetVersion | null): Planned[] {
  if (steps.length > 0 && replay)
    throw refuse("invalid_input", "Give steps or a version to replay, not both.", "Leave one of them out.", {
      fields: [{ path: "replay", message: "not together with steps" }],
    });
  if (replay) {
    if (!replay.recipe)
      throw refuse("invalid_input", `Version ${replay.version} was not made by cleaning; it has no recipe to replay.`, "Choose a version made by clean.", {
        fields: [{ path: "replay", message: "has no recipe" }],
      });
    return replay.recipe.steps.map(({ step, fitted }) => ({ step, fitted }));
  }
  if (steps.length === 0)
    throw refuse("invalid_input", "There is no step to run.", "Give at least one step; datasets.suggestCleaning proposes some.", {
      fields: [{ path: "steps", message: "is empty" }],
    });
  return steps.map((step) => ({ step }));
}
