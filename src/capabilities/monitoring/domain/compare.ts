/** One model as cross-validation measured it. */
export interface Measured {
  metrics: Readonly<Record<string, number>>;
  /** Standard deviation over the folds. */
  deviations: Readonly<Record<string, number>>;
  folds: number;
}

export interface Difference {
  /** Positive when the challenger is better. */
  difference: number;
  interval: { low: number; high: number } | null;
  better: boolean;
}

/**
 * Difference of two cross-validated means. The interval is Welch's normal one, 1.96·√(s₁²/k₁ + s₂²/k₂): folds share
 * training rows, so it is read as a guide; "better" needs it to lie above zero.
 */
export function compare(metric: string, higherIsBetter: boolean, serving: Measured, challenger: Measured): Difference | null {
  const before = serving.metrics[metric];
  const after = challenger.metrics[metric];
  if (before === undefined || after === undefined) return null;
  const sign = higherIsBetter ? 1 : -1;
  const difference = sign * (after - before);
  const s1 = serving.deviations[metric];
  const s2 = challenger.deviations[metric];
  if (s1 === undefined || s2 === undefined || serving.folds < 2 || challenger.folds < 2) return { difference, interval: null, better: difference > 0 };
  const half = 1.96 * Math.sqrt(s1 ** 2 / serving.folds + s2 ** 2 / challenger.folds);
  return { difference, interval: { low: difference - half, high: difference + half }, better: difference - half > 0 };
}

/** One sentence that ends the comparison. */
export function verdict(metric: string, d: Difference, serving: string, challenger: string): string {
  const size = `${Math.abs(d.difference).toFixed(4)} ${metric}`;
  const range = d.interval ? ` (95 % interval ${d.interval.low.toFixed(4)} to ${d.interval.high.toFixed(4)})` : "";
  if (d.better) return `${challenger} is better than ${serving} by ${size}${range}.`;
  if (d.interval && d.interval.high < 0) return `${challenger} is worse than ${serving} by ${size}${range}; keep ${serving}.`;
  if (d.difference === 0) return `${challenger} and ${serving} score the same; keep ${serving}.`;
  return d.interval
    ? `${challenger} differs from ${serving} by ${size}${range}, which includes zero; keep ${serving} unless other reasons speak for the new one.`
    : `${challenger} is worse than ${serving} by ${size}; keep ${serving}.`;
}
