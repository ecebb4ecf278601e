import type { ColumnType } from "../contract/shapes.ts";

/** Of a column's present values, how many read as each type. */
export interface Counts {
  present: number;
  integer: number;
  number: number;
  /** With a decimal comma instead of a point. */
  commaNumber: number;
  boolean: number;
  date: number;
  timestamp: number;
  /** Numbers written with leading zeros ("007"): names, not quantities. */
  zeroLed: number;
  /** Whole numbers too long for 64 bits; as floating point they would lose digits. */
  tooLong: number;
}

export interface Inferred {
  type: ColumnType;
  comma: boolean;
}

/** The narrowest type that holds every value; a column without any value is a number, as pandas has it. */
export function inferType(c: Counts): Inferred {
  const all = (n: number): boolean => n === c.present;
  if (c.present === 0) return { type: "number", comma: false };
  if (c.zeroLed === 0 && all(c.integer)) return { type: "integer", comma: false };
  if (c.zeroLed === 0 && c.tooLong === 0 && all(c.number)) return { type: "number", comma: false };
  if (c.zeroLed === 0 && c.tooLong === 0 && all(c.commaNumber)) return { type: "number", comma: true };
  if (all(c.boolean)) return { type: "boolean", comma: false };
  if (all(c.date)) return { type: "date", comma: false };
  if (all(c.timestamp)) return { type: "timestamp", comma: false };
  return { type: "string", comma: false };
}

/** Texts that mean "missing": pandas' own list, so that a table means the same to both. */
export const missingMarkers = [
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
] as const;
const missing: ReadonlySet<string> = new Set(missingMarkers);

// Every value of the type matches; not every match is of the type (the 31st of February), which the count over all rows tells.
const necessary = {
  integer: /^\s*[+-]?\d+\s*$/,
  number: /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i,
  commaNumber: /^\s*[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?\s*$/i,
  boolean: /^(true|false)$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  timestamp: /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d.*)?$/s,
} as const;
export type Candidate = keyof typeof necessary;

/** Types that no value of a column's first rows rules out. */
export function stillPossible(cells: Iterable<string>): Candidate[] {
  let left = Object.keys(necessary) as Candidate[];
  for (const cell of cells) if (!missing.has(cell)) left = left.filter((type) => necessary[type].test(cell));
  return left;
}
