/** A value DuckDB answered, as a finite number or null. */
export function finite(value: unknown): number | null {
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

/**
 * Sums of powers around the mean from sums of powers around a point near it. The mean of many large values is itself rounded;
 * the first sum tells by how much, and the others are corrected for it.
 */
export function centralMoments(n: number, [d1, d2, d3, d4]: readonly [number, number, number, number]): { shift: number; s2: number; s3: number; s4: number } {
  const shift = d1 / n;
  return {
    shift,
    s2: Math.max(0, d2 - n * shift ** 2),
    s3: d3 - 3 * shift * d2 + 2 * n * shift ** 3,
    s4: d4 - 4 * shift * d3 + 6 * shift ** 2 * d2 - 3 * n * shift ** 4,
  };
}

/** Sample standard deviation (n - 1) from the sum of squares around the mean; null for fewer than two values. */
export function sampleSd(n: number, s2: number): number | null {
  return n < 2 ? null : Math.sqrt(s2 / (n - 1));
}

/**
 * Adjusted Fisher-Pearson skewness G1 = n / ((n-1)(n-2)) · Σd³ / s³, as pandas' `skew`; null for fewer than three values and for a constant.
 * Source: Joanes and Gill, "Comparing measures of sample skewness and kurtosis" (1998).
 */
export function sampleSkew(n: number, s2: number, s3: number): number | null {
  if (n < 3 || s2 === 0) return null;
  const sd = Math.sqrt(s2 / (n - 1));
  return finite((n / ((n - 1) * (n - 2))) * (s3 / sd ** 3));
}

/** Excess kurtosis G2 with the sample adjustment, as pandas' `kurt`; null for fewer than four values and for a constant. Same source. */
export function sampleKurtosis(n: number, s2: number, s4: number): number | null {
  if (n < 4 || s2 === 0) return null;
  const adjustment = (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
  return finite(((n * (n + 1) * (n - 1)) / ((n - 2) * (n - 3))) * (s4 / s2 ** 2) - adjustment);
}

export interface Bins {
  from: number;
  width: number;
  edges: number[];
}

/** 20 equal bins from the least to the greatest value; whole numbers over a short range get a bin each. */
export function binsOf(min: number, max: number, whole: boolean): Bins | null {
  if (min === max) return { from: min - 0.5, width: 1, edges: [min - 0.5, min + 0.5] };
  const each = whole && max - min <= 30;
  const from = each ? min - 0.5 : min;
  const count = each ? max - min + 1 : 20;
  const width = each ? 1 : (max - min) / count;
  if (!Number.isFinite(width) || width === 0) return null;
  return { from, width, edges: Array.from({ length: count + 1 }, (_, i) => (i === count && !each ? max : from + i * width)) };
}

/** Cramér's V without correction from a contingency table, as `scipy.stats.contingency.association`; null where a side has one value. */
export function cramersV(cells: readonly { a: number; b: number; n: number }[]): number | null {
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  let total = 0;
  for (const { a, b, n } of cells) {
    rows.set(a, (rows.get(a) ?? 0) + n);
    columns.set(b, (columns.get(b) ?? 0) + n);
    total += n;
  }
  const freedom = Math.min(rows.size, columns.size) - 1;
  if (freedom < 1) return null;
  // chi² / N = Σ n² / (row · column) - 1
  const phi2 = cells.reduce((sum, { a, b, n }) => sum + n ** 2 / ((rows.get(a) ?? 1) * (columns.get(b) ?? 1)), -1);
  return Math.min(1, Math.sqrt(Math.max(0, phi2) / freedom));
}

/** Correlation ratio η: square root of the share of variance that lies between the groups; null for a constant or one group. */
export function correlationRatio(groups: readonly { n: number; mean: number; within: number }[]): number | null {
  const present = groups.filter((g) => g.n > 0);
  const n = present.reduce((sum, g) => sum + g.n, 0);
  if (present.length < 2) return null;
  const mean = present.reduce((sum, g) => sum + g.mean * (g.n / n), 0);
  const between = present.reduce((sum, g) => sum + g.n * (g.mean - mean) ** 2, 0);
  const total = between + present.reduce((sum, g) => sum + g.within, 0);
  return total > 0 ? Math.min(1, Math.sqrt(between / total)) : null;
}
