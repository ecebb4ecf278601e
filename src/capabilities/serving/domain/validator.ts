import { refuse, type FieldProblem } from "../../../kernel/contract/errors.ts";
import type { PredictWarning, Signature } from "../contract/shapes.ts";
import { compileColumn, show, type Column, type Wire } from "./column.ts";

/** One graph input's values over all rows. */
export type Feed = { wire: "float"; values: Float32Array } | { wire: "string"; values: string[] };

/** Rows as the graph takes them, and as they are logged. */
export interface Checked {
  rows: number;
  feeds: Feed[];
  logged: Record<string, number | string | boolean | null>[];
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

/**
 * Compiles a signature once per revision. `wires` says which graph inputs are text.
 * @throws Refusal `checks_failed` when the graph and the signature name different columns.
 */
export function compileValidator(signature: Signature, wires: ReadonlyMap<string, Wire>, closed: boolean): Validator {
  const lacking = signature.inputs.filter((input) => !wires.has(input.name));
  const extra = [...wires.keys()].filter((name) => !signature.inputs.some((input) => input.name === name));
  const strange = [...lacking.map((i) => i.name), ...extra];
  if (strange.length > 0) throw refuse("checks_failed", `Graph and signature disagree about ${strange.join(", ")}.`, "Train and register the version again.");
  const columns = signature.inputs.map((input) => compileColumn(input, wires.get(input.name) ?? "float", closed));
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
    check: (rows) => checkRows(columns, rows, unknownFields),
    problem: (row) => {
      const fields = refusedFields(row);
      return fields.length === 0 ? null : fields.map((f) => `${f.path}: ${f.message}`).join("; ");
    },
  };
}

function checkRows(
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
  unknownFields: (row: Readonly<Record<string, unknown>>) => string[],
): Checked {
  const problems: FieldProblem[] = [];
  const warnings: PredictWarning[] = [];
  const feeds = columns.map((c): Feed => (c.wire === "float" ? { wire: "float", values: new Float32Array(rows.length) } : { wire: "string", values: [] }));
  const logged = rows.map((row, r) => {
    const kept: Checked["logged"][number] = {};
    for (const key of unknownFields(row)) problems.push({ path: `rows.${r}.${key}`, message: extraField(row[key], columns) });
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c];
      const feed = feeds[c];
      if (!column || !feed) continue;
      const taken = column.take(own(row, column.name));
      if (taken.refused !== undefined) problems.push({ path: `rows.${r}.${column.name}`, message: taken.refused });
      if (taken.warned !== undefined && warnings.length < mostWarnings) warnings.push({ row: r, field: column.name, message: taken.warned });
      kept[column.name] = taken.logged;
      if (feed.wire === "float") feed.values[r] = taken.number ?? NaN;
      else feed.values.push(taken.text ?? "");
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
