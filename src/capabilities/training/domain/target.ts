import type { Character } from "../contract/protocol.ts";

export interface Guess {
  target: string | null;
  reason: string;
  /** At most five, likeliest first. */
  choices: { column: string; reason: string }[];
}

const named = ["target", "label", "y"];
const outcomes = /^(survived|churn(ed)?|class|outcome|default(ed)?|species|diagnosis|fraud|price|sale_?price|score|response|converted)$/i;
const unfit = new Set(["identifier", "text", "empty", "constant", "date"]);

/**
 * What a model of this table should predict: the version's target role, else a column called
 * target, label or y, else a question with at most five choices.
 */
export function guessTarget(columns: Character["columns"], role: string | null): Guess {
  if (role !== null && columns.some((column) => column.name === role))
    return { target: role, reason: "it is marked as the target of this dataset", choices: [] };
  for (const name of named) {
    const found = columns.find((column) => column.name.toLowerCase() === name);
    if (found) return { target: found.name, reason: `it is called ${found.name}`, choices: [] };
  }
  const last = columns.at(-1)?.name;
  const choices = columns
    .filter((column) => !unfit.has(column.treatment))
    .map((column, place) => ({ column: column.name, ...weigh(column, column.name === last), place }))
    .toSorted((a, b) => b.weight - a.weight || b.place - a.place)
    .slice(0, 5)
    .map(({ column, reason }) => ({ column, reason }));
  return { target: null, reason: "no column is marked or named as the target; choose one", choices };
}

function weigh(column: Character["columns"][number], last: boolean): { weight: number; reason: string } {
  if (outcomes.test(column.name)) return { weight: 4, reason: "its name sounds like an outcome" };
  if (last) return { weight: 3, reason: "it is the last column" };
  if (column.distinct === 2) return { weight: 2, reason: "it has two values" };
  if (column.distinct <= 10) return { weight: 1, reason: `it has ${column.distinct} values` };
  return { weight: 0, reason: "it is a number with many values" };
}
