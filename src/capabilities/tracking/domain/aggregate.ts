/** One metric point; `atS` is seconds since the epoch. */
export interface Point {
  runId: string;
  key: string;
  step: number;
  atS: number;
  value: number;
}

/** What a batch adds to the aggregate row of one run and key. */
export interface Aggregate {
  runId: string;
  key: string;
  first: Point;
  last: Point;
  /** Of points that are no NaN; NaN when there is none. */
  min: number;
  minStep: number;
  max: number;
  maxStep: number;
  sum: number;
  count: number;
  nans: number;
}

/**
 * Folds points into one aggregate per run and key. `first` and `last` are the least and the greatest
 * (step, timestamp, value); NaN counts as greater than every value there, and is left out of min, max and sum.
 * Of equal extremes the lowest step is kept.
 */
export function aggregate(points: readonly Point[]): Aggregate[] {
  const byKey = new Map<string, Aggregate>();
  for (const point of points) {
    const id = `${point.runId} ${point.key}`;
    const known = byKey.get(id);
    if (known) fold(known, point);
    else byKey.set(id, begin(point));
  }
  return [...byKey.values()];
}

function begin(point: Point): Aggregate {
  const { runId, key, step, value } = point;
  const nan = Number.isNaN(value);
  return { runId, key, first: point, last: point, min: value, minStep: step, max: value, maxStep: step, sum: nan ? 0 : value, count: 1, nans: nan ? 1 : 0 };
}

function fold(into: Aggregate, point: Point): void {
  const { value, step } = point;
  into.count += 1;
  if (comparePoints(point, into.first) < 0) into.first = point;
  if (comparePoints(point, into.last) > 0) into.last = point;
  if (Number.isNaN(value)) {
    into.nans += 1;
    return;
  }
  into.sum += value;
  if (Number.isNaN(into.min) || value < into.min || (value === into.min && step < into.minStep)) [into.min, into.minStep] = [value, step];
  if (Number.isNaN(into.max) || value > into.max || (value === into.max && step < into.maxStep)) [into.max, into.maxStep] = [value, step];
}

/** Orders points of one line by (step, timestamp, value). */
export function comparePoints(a: Point, b: Point): number {
  return a.step - b.step || a.atS - b.atS || compareValues(a.value, b.value);
}

function compareValues(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Sorted by run, key and place in the line, equal points once. Batches that lock in one order never wait for each other
 * in a circle.
 */
export function inOrder(points: readonly Point[]): Point[] {
  const compare = (a: Point, b: Point): number => compareText(a.runId, b.runId) || compareText(a.key, b.key) || comparePoints(a, b);
  const sorted = points.toSorted(compare);
  return sorted.filter((point, i) => {
    const before = sorted[i - 1];
    return before === undefined || compare(before, point) !== 0;
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const words = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY } as const;

/** The number a metric value means. */
export function metricNumber(value: number | keyof typeof words): number {
  return typeof value === "number" ? value : words[value];
}
