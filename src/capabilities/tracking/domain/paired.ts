/** Paired tests over seeds. Formulas: Student 1908, Wilcoxon 1945; checked against SciPy in `paired.test.ts`. */

export interface PairedTest {
  /** Pairs with a value on both sides. */
  n: number;
  /** Mean of a − b. */
  mean: number;
  /** Sample standard deviation of the differences; null below two pairs. */
  sd: number | null;
  /** 95 % interval of the mean difference by the t distribution; null below two pairs or without spread. */
  interval: { low: number; high: number } | null;
  /** Paired t-test, two-sided; null below two pairs or without spread. */
  t: { statistic: number; df: number; p: number } | null;
  /** Wilcoxon signed-rank test, two-sided; equal pairs are left out. Null when none is left. */
  wilcoxon: { statistic: number; n: number; p: number; exact: boolean } | null;
  /** Cohen's d of paired differences: mean / sd. */
  effect: number | null;
}

/** Compares pairs `a[i]`, `b[i]`. @example pairedTest([0.91, 0.92], [0.9, 0.9]).mean */
export function pairedTest(a: readonly number[], b: readonly number[]): PairedTest {
  const d = a.map((value, i) => value - (b[i] ?? Number.NaN)).filter((each) => Number.isFinite(each));
  const n = d.length;
  const mean = n === 0 ? Number.NaN : sum(d) / n;
  const sd = n < 2 ? null : Math.sqrt(sum(d.map((x) => (x - mean) ** 2)) / (n - 1));
  // Equal differences leave a rounding remainder; a spread below it is none.
  const spread = sd !== null && sd > 1e-12 * Math.max(...d.map(Math.abs)) ? sd : null;
  const error = spread === null ? null : spread / Math.sqrt(n);
  return {
    n,
    mean,
    sd,
    interval: error === null ? null : { low: mean - tQuantile(0.975, n - 1) * error, high: mean + tQuantile(0.975, n - 1) * error },
    t: error === null ? null : { statistic: mean / error, df: n - 1, p: tTwoSided(mean / error, n - 1) },
    wilcoxon: signedRank(d),
    effect: spread === null ? null : mean / spread,
  };
}

/** Holm's step-down adjustment of several p values; null stays null. */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, i) => (p === null ? [] : [{ p, i }])).toSorted((x, y) => x.p - y.p);
  const out: (number | null)[] = ps.map(() => null);
  let least = 0;
  order.forEach(({ p, i }, rank) => {
    least = Math.max(least, Math.min(1, p * (order.length - rank)));
    out[i] = least;
  });
  return out;
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

/** P(|T| ≥ |t|) of Student's distribution. */
export function tTwoSided(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** Value that T stays below with probability `p01` > 0.5; by bisection, to 1e-12. */
export function tQuantile(p01: number, df: number): number {
  let [low, high] = [0, 1];
  while (1 - tTwoSided(high, df) / 2 < p01) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i += 1) {
    const middle = (low + high) / 2;
    if (1 - tTwoSided(middle, df) / 2 < p01) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised incomplete beta function by Lentz's continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const tiny = 1e-300;
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1) || tiny)];
  let f = d;
  for (let m = 1; m <= 500; m += 1) {
    for (const term of [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))]) {
      d = 1 / (1 + term * d || tiny);
      c = 1 + term / c || tiny;
      f *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return front * f;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = lanczos.reduce((total, each, i) => total + (i === 0 ? each : each / (shifted + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

/** Up to this many pairs the distribution is counted out, ties included; beyond, the normal approximation. */
const countedOut = 50;

function signedRank(differences: readonly number[]): PairedTest["wilcoxon"] {
  const d = differences.filter((each) => each !== 0);
  const n = d.length;
  if (n === 0) return null;
  const { doubled, tieTerm } = ranks(d.map(Math.abs));
  const total = n * (n + 1);
  const plus = sum(doubled.filter((_, i) => (d[i] ?? 0) > 0));
  const least = Math.min(plus, total - plus);
  if (n <= countedOut) return { statistic: least / 2, n, p: Math.min(1, (2 * waysUpTo(doubled, least)) / 2 ** n), exact: true };
  const z = (plus / 2 - total / 4) / Math.sqrt((total * (2 * n + 1) - tieTerm / 2) / 24);
  return { statistic: least / 2, n, p: normalTwoSided(z), exact: false };
}

/** Twice the average ranks, whole numbers; and Σ (t³ − t) over ties. */
function ranks(values: readonly number[]): { doubled: number[]; tieTerm: number } {
  const order = values.map((value, i) => ({ value, i })).toSorted((x, y) => x.value - y.value);
  const doubled: number[] = values.map(() => 0);
  let tieTerm = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to += 1;
    for (const { i } of order.slice(from, to + 1)) doubled[i] = from + to + 2;
    const tied = to - from + 1;
    tieTerm += tied ** 3 - tied;
    from = to + 1;
  }
  return { doubled, tieTerm };
}

/** In how many of the 2ⁿ sign patterns the positive ranks sum to at most `most`. */
function waysUpTo(doubled: readonly number[], most: number): number {
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (const rank of doubled) for (let at = most; at >= rank; at -= 1) ways[at] = (ways[at] ?? 0) + (ways[at - rank] ?? 0);
  return sum([...ways]);
}

/** P(|Z| ≥ |z|): the complementary error function by the incomplete gamma function's continued fraction or series. */
function normalTwoSided(z: number): number {
  const x = (z * z) / 2;
  if (x === 0) return 1;
  if (x < 1.5) {
    let [term, total] = [2, 2];
    for (let k = 1; k < 200 && term > 1e-17 * total; k += 1) {
      term *= x / (k + 0.5);
      total += term;
    }
    return 1 - total * Math.exp(-x + 0.5 * Math.log(x) - 0.5 * Math.log(Math.PI));
  }
  let b = x + 0.5;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 500; i += 1) {
    const an = -i * (i - 0.5);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return Math.exp(-x + 0.5 * Math.log(x) - 0.5 * Math.log(Math.PI)) * h;
}
