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
  first: number;
  last: number;
  lastStep: number;
  lastAtS: number;
  min: number;
  minStep: number;
  max: number;
  maxStep: number;
  sum: number;
  count: number;
}

/**
 * Folds points into one aggregate per run and key, sorted by both.
 * `last` is the value at the highest step, the latest of equal steps; NaN never becomes an extreme
 * while another value exists, because comparisons with it are false.
 */
export function aggregate(points: readonly Point[]): Aggregate[] {
  const byKey = new Map<string, Aggregate>();
  for (const { runId, key, step, atS, value } of points) {
    const id = `${runId} ${key}`;
    const known = byKey.get(id);
    if (!known) {
      byKey.set(id, {
        runId,
        key,
        first: value,
        last: value,
        lastStep: step,
        lastAtS: atS,
        min: value,
        minStep: step,
        max: value,
        maxStep: step,
        sum: value,
        count: 1,
      });
      continue;
    }
    if (step > known.lastStep || (step === known.lastStep && atS >= known.lastAtS)) {
      known.last = value;
      known.lastStep = step;
      known.lastAtS = atS;
    }
    if (value < known.min || Number.isNaN(known.min)) [known.min, known.minStep] = [value, step];
    if (value > known.max || Number.isNaN(known.max)) [known.max, known.maxStep] = [value, step];
    known.sum += value;
    known.count += 1;
  }
  return [...byKey.entries()].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}

const words = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY } as const;

/** The number a metric value means. */
export function metricNumber(value: number | keyof typeof words): number {
  return typeof value === "number" ? value : words[value];
}
