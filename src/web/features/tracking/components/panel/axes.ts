import { valueOf, type ColumnRef } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";

/** How a column's values stand on an axis: as numbers, or as words in their order. */
export type Axis = { kind: "value" } | { kind: "category"; words: readonly string[] };

const asNumber = (value: string | number): number | null => {
  const n = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(n) ? n : null;
};

/** Numbers where every value is one; parameters are texts and may well be numbers. */
export function axisOf(runs: readonly Run[], column: ColumnRef): Axis {
  const values = runs.flatMap((run) => valueOf(run, column) ?? []);
  if (values.length > 0 && values.every((value) => asNumber(value) !== null)) return { kind: "value" };
  return { kind: "category", words: [...new Set(values.map(String))].toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true })) };
}

/** The place on the axis; null for a missing value. */
export function numberOf(value: string | number | null, axis: Axis): number | null {
  if (value === null) return null;
  if (axis.kind === "value") return asNumber(value);
  const at = axis.words.indexOf(String(value));
  return at === -1 ? null : at;
}
