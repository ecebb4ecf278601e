import { chiSquareTail, kolmogorovTail } from "./special.ts";

/** Shares below this count as this, so that an empty bin costs a finite amount. */
const leastShare = 1e-4;
/** Cochran's rule: bins where the window expects fewer rows are pooled before the test. */
const leastExpected = 5;

const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

/** Shares of counts; all zero for an empty window. */
export function shares(counts: readonly number[]): number[] {
  const n = total(counts);
  return counts.map((c) => (n === 0 ? 0 : c / n));
}

/**
 * Population stability index Σ (q − p)·ln(q / p) over the same bins, shares floored at 1e-4.
 * Source: Siddiqi, Credit Risk Scorecards (2006).
 */
export function psi(reference: readonly number[], current: readonly number[]): number {
  const p = shares(reference);
  const q = shares(current);
  return p.reduce((sum, share, i) => {
    const a = Math.max(share, leastShare);
    const b = Math.max(q[i] ?? 0, leastShare);
    return sum + (b - a) * Math.log(b / a);
  }, 0);
}

export interface ChiSquare {
  statistic: number;
  df: number;
  pValue: number;
}

/** Bins after pooling those where the window expects fewer than 5 rows. */
export function pooled(reference: readonly number[], current: readonly number[]): { reference: number[]; current: number[] } {
  const m = total(reference);
  const n = total(current);
  const share = n / (n + m);
  const kept = { reference: [] as number[], current: [] as number[] };
  let restReference = 0;
  let restCurrent = 0;
  reference.forEach((r, i) => {
    const c = current[i] ?? 0;
    if ((r + c) * Math.min(share, 1 - share) >= leastExpected) {
      kept.reference.push(r);
      kept.current.push(c);
    } else {
      restReference += r;
      restCurrent += c;
    }
  });
  if (restReference + restCurrent > 0) {
    kept.reference.push(restReference);
    kept.current.push(restCurrent);
  }
  return kept;
}

/** Pearson's two-sample chi-square test of homogeneity on pooled bins, without continuity correction. */
export function chiSquare(reference: readonly number[], current: readonly number[]): ChiSquare {
  const bins = pooled(reference, current);
  const m = total(bins.reference);
  const n = total(bins.current);
  const df = bins.reference.length - 1;
  if (m === 0 || n === 0 || df < 1) return { statistic: 0, df: 0, pValue: 1 };
  const statistic = bins.reference.reduce((sum, r, i) => {
    const c = bins.current[i] ?? 0;
    const expectedR = ((r + c) * m) / (m + n);
    const expectedC = ((r + c) * n) / (m + n);
    return sum + (r - expectedR) ** 2 / expectedR + (c - expectedC) ** 2 / expectedC;
  }, 0);
  return { statistic, df, pValue: chiSquareTail(statistic, df) };
}

export interface Ks {
  statistic: number;
  upper: number;
  pValue: number;
}

/**
 * Two-sample Kolmogorov–Smirnov from binned counts: the largest distance of the distribution functions at bin edges.
 * The exact statistic lies in [statistic, upper]: inside a bin of shares p and q the distance d can reach at most
 * min(d_left + p, d_right + q) and at least max(d_left − q, d_right − p). The p-value is the asymptotic one of `statistic`.
 */
export function ks(reference: readonly number[], current: readonly number[]): Ks {
  const p = shares(reference);
  const q = shares(current);
  let left = 0;
  let statistic = 0;
  let upper = 0;
  p.forEach((share, i) => {
    const other = q[i] ?? 0;
    const right = left + share - other;
    statistic = Math.max(statistic, Math.abs(right));
    upper = Math.max(upper, Math.abs(Math.min(left + share, right + other)), Math.abs(Math.max(left - other, right - share)));
    left = right;
  });
  const m = total(reference);
  const n = total(current);
  const pValue = m === 0 || n === 0 ? 1 : kolmogorovTail(Math.sqrt((n * m) / (n + m)) * statistic);
  return { statistic, upper: Math.min(1, Math.max(statistic, upper)), pValue };
}

/** Holm's step-down adjustment: family-wise error over all tests, never weaker than Bonferroni. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, i) => ({ p, i })).toSorted((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let highest = 0;
  order.forEach(({ p, i }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - rank)));
    adjusted[i] = highest;
  });
  return adjusted;
}
