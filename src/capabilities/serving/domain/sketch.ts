import type { Layout, Sketch, Slice } from "../contract/layout.ts";

export function emptySketch(layout: Layout): Sketch {
  return {
    rows: 0,
    counts: new Array<number>(layout.counts).fill(0),
    sums: new Array<number>(layout.moments * 2).fill(0),
    lows: new Array<number>(layout.moments).fill(Infinity),
    highs: new Array<number>(layout.moments).fill(-Infinity),
  };
}

/** Where the value of each slice stands in a row whose columns are called `names`; -1 where it has none. */
export function placesOf(layout: Layout, names: readonly string[]): number[] {
  return layout.slices.map((slice) => names.indexOf(slice.name));
}

/** Adds one row: the features as they were validated, at their `places`, and the number or label that was answered. */
export function addRow(sketch: Sketch, layout: Layout, places: readonly number[], row: readonly unknown[], answer: number | string | null): void {
  sketch.rows += 1;
  layout.slices.forEach((slice, i) => addValue(sketch, slice, row[places[i] ?? -1]));
  if (layout.prediction) addValue(sketch, layout.prediction, answer);
}

function addValue(sketch: Sketch, slice: Slice, value: unknown): void {
  if (value === null || value === undefined || value === "") return bump(sketch.counts, slice.at + slice.bins);
  if (slice.cuts) return addNumber(sketch, slice, slice.cuts, toNumber(value));
  const bin = slice.index?.get(String(value));
  bump(sketch.counts, bin === undefined ? slice.at + slice.bins + 1 : slice.at + bin);
}

function addNumber(sketch: Sketch, slice: Slice, cuts: readonly number[], x: number): void {
  if (!Number.isFinite(x)) return bump(sketch.counts, slice.at + slice.bins);
  bump(sketch.counts, slice.at + binOf(cuts, Math.fround(x)));
  const d = x - slice.origin;
  const m = slice.moment;
  sketch.sums[2 * m] = (sketch.sums[2 * m] ?? 0) + d;
  sketch.sums[2 * m + 1] = (sketch.sums[2 * m + 1] ?? 0) + d * d;
  sketch.lows[m] = Math.min(sketch.lows[m] ?? Infinity, x);
  sketch.highs[m] = Math.max(sketch.highs[m] ?? -Infinity, x);
}

function toNumber(value: unknown): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) / 1000 : NaN;
}

function bump(counts: number[], i: number): void {
  counts[i] = (counts[i] ?? 0) + 1;
}

/** How many cuts are ≤ x. */
export function binOf(cuts: readonly number[], x: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? Infinity) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
