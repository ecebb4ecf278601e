import { refuse, type FieldProblem } from "../../../kernel/contract/errors.ts";
import type { PredictWarning, Signature } from "../contract/shapes.ts";
import { compileColumn, show, type Column, type Wire } from "./column.ts";

/** One input of the graph: the columns that lie side by side in it. */
export interface InputTensor {
  name: string;
  wire: Wire;
  columns: readonly string[];
}

/** One tensor's cells over the rows of a request, row by row. */
export type Feed = { wire: "float"; cells: number[] } | { wire: "string"; cells: string[] };

/** A row as it is logged: its values in the order of the signature, null where missing. */
export type LoggedRow = readonly (number | string | boolean | null)[];

/** Rows as the graph takes them, and as they are logged. */
export interface Checked {
  rows: number;
  feeds: Feed[];
  logged: LoggedRow[];
  warnings: PredictWarning[];
}

export interface Validator {
  columns: readonly Column[];
  /** @throws Refusal `invalid_input`, one field problem for every wrong value (at most 100). */
  check(rows: readonly Readonly<Record<string, unknown>>[]): Checked;
  /** What is wrong with one row, for batches that go on; null when it is fine. */
  problem(row: Readonly<Record<string, unknown>>): string | null;
}

const mostProblems = 100;
const mostWarnings = 1000;

/** A column, and where it lies in the tensors. */
interface Placed extends Column {
  tensor: number;
  offset: number;
}

/**
 * Compiles a signature once per revision. `tensors` says which columns are text, and where they lie.
 * @throws Refusal `checks_failed` when the graph and the signature name different columns.
 */
export function compileValidator(signature: Signature, tensors: readonly InputTensor[], closed: boolean): Validator {
  const places = new Map(tensors.flatMap(({ wire, columns }, tensor) => columns.map((name, offset) => [name, { wire, tensor, offset }] as const)));
  const lacking = signature.inputs.filter((input) => !places.has(input.name));
  const extra = [...places.keys()].filter((name) => !signature.inputs.some((input) => input.name === name));
  const strange = [...lacking.map((i) => i.name), ...extra];
  if (strange.length > 0) throw refuse("checks_failed", `Graph and signature disagree about ${strange.join(", ")}.`, "Train and register the version again.");
  const columns = signature.inputs.flatMap((input): Placed[] => {
    const place = places.get(input.name);
    return place ? [{ ...compileColumn(input, place.wire, closed), tensor: place.tensor, offset: place.offset }] : [];
  });
  const names = new Set(columns.map((c) => c.name));

  const unknownFields = (row: Readonly<Record<string, unknown>>): string[] => {
    const strangers: string[] = [];
    for (const key in row) if (!names.has(key)) strangers.push(key);
    return strangers;
  };
  const refusedFields = (row: Readonly<Record<string, unknown>>): FieldProblem[] => [
    ...unknownFields(row).map((key) => ({ path: key, message: extraField(row[key], columns) })),
    ...columns.flatMap((column) => {
      const { refused } = column.take(own(row, column.name));
      return refused === undefined ? [] : [{ path: column.name, message: refused }];
    }),
  ];

  return {
    columns,
    check: (rows) => checkRows(columns, tensors, rows, unknownFields),
    problem: (row) => {
      const fields = refusedFields(row);
      return fields.length === 0 ? null : fields.map((f) => `${f.path}: ${f.message}`).join("; ");
    },
  };
}

function checkRows(
  columns: readonly Placed[],
  tensors: readonly InputTensor[],
  rows: readonly Readonly<Record<string, unknown>>[],
  unknownFields: (row: Readonly<Record<string, unknown>>) => string[],
): Checked {
  const problems: FieldProblem[] = [];
  const warnings: PredictWarning[] = [];
  const feeds = tensors.map(({ wire, columns: { length } }): Feed => {
    const cells = rows.length * length;
    return wire === "float" ? { wire, cells: new Array<number>(cells).fill(NaN) } : { wire, cells: new Array<string>(cells).fill("") };
  });
  const widths = tensors.map((tensor) => tensor.columns.length);
  const logged = rows.map((row, r) => {
    const kept: (number | string | boolean | null)[] = [];
    for (const key of unknownFields(row)) problems.push({ path: `rows.${r}.${key}`, message: extraField(row[key], columns) });
    for (const column of columns) {
      const taken = column.take(own(row, column.name));
      if (taken.refused !== undefined) problems.push({ path: `rows.${r}.${column.name}`, message: taken.refused });
      if (taken.warned !== undefined && warnings.length < mostWarnings) warnings.push({ row: r, field: column.name, message: taken.warned });
      kept.push(taken.logged);
      const feed = feeds[column.tensor];
      const cell = r * (widths[column.tensor] ?? 0) + column.offset;
      if (feed?.wire === "float") feed.cells[cell] = taken.number ?? NaN;
      else if (feed) feed.cells[cell] = taken.text ?? "";
    }
    return kept;
  });
  if (problems.length > 0) throw refusal(problems);
  return { rows: rows.length, feeds, logged, warnings };
}

/** A column called `constructor` is missing unless the row has one of its own. */
function own(row: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function extraField(value: unknown, columns: readonly Column[]): string {
  const names = columns.map((c) => c.name);
  return `sent ${show(value)}, but the model has no such field; accepted: ${names.slice(0, 30).join(", ")}${names.length > 30 ? ` and ${names.length - 30} more` : ""}`;
}

function refusal(problems: FieldProblem[]): Error {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return refuse(
    "invalid_input",
    `The model does not accept ${first?.path ?? "the rows"}: ${first?.message ?? ""}${more}.`,
    "Correct the named fields; `deployments get` shows the signature.",
    {
      fields: problems.slice(0, mostProblems),
    },
  );
}
