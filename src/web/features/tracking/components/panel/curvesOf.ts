import { smoothed } from "../smooth.ts";

export interface Line {
  runId: string;
  points: readonly { step: number; value: number | null; timestamp: string }[];
}

/** Where a point stands: its step, seconds since the line began, the moment, or another metric's value at the step. */
export type XKind = "step" | "time" | "wall" | `metric:${string}`;

export interface Drawn {
  x: number[];
  y: (number | null)[];
}

/** The points of a line on the chosen axis, in rising order of x. */
export function placed(line: Line, kind: XKind, other?: Line): Drawn {
  const first = line.points[0] ? Date.parse(line.points[0].timestamp) : 0;
  const byStep = new Map((other?.points ?? []).map((p) => [p.step, p.value]));
  const at = (p: Line["points"][number]): number | null => {
    if (kind === "step") return p.step;
    if (kind === "time") return (Date.parse(p.timestamp) - first) / 1000;
    if (kind === "wall") return Date.parse(p.timestamp) / 1000;
    return byStep.get(p.step) ?? null;
  };
  const pairs = line.points.flatMap((p) => {
    const x = at(p);
    return x === null ? [] : [{ x, y: p.value }];
  });
  if (kind !== "step") pairs.sort((a, b) => a.x - b.x);
  return { x: pairs.map((p) => p.x), y: pairs.map((p) => p.y) };
}

/** Smoothed by weight 0 to 0.99; the same x. */
export function softened(drawn: Drawn, weight: number): Drawn {
  return weight === 0 ? drawn : { x: drawn.x, y: smoothed(drawn.y, weight) };
}

/** The value of a line between its points; null outside of them and in gaps. */
function valueAt({ x, y }: Drawn, at: number): number | null {
  let [low, high] = [0, x.length - 1];
  const [first, last] = [x[0], x[high]];
  if (first === undefined || last === undefined || at < first || at > last) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [x0, x1, y0, y1] = [x[low] ?? 0, x[high] ?? 0, y[low] ?? null, y[high] ?? null];
  if (at === x0) return y0;
  if (at === x1) return y1;
  return y0 === null || y1 === null ? null : y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

export interface Spread {
  x: number[];
  mean: (number | null)[];
  low: number[];
  high: number[];
  /** Lines at each x. */
  n: number[];
}

const mostPlaces = 600;

/** Mean of several lines with one sample standard deviation around it, where lines have a value; a single line has no width. */
export function spreadOf(lines: readonly Drawn[]): Spread {
  const all = [...new Set(lines.flatMap((line) => line.x))].toSorted((a, b) => a - b);
  const every = Math.ceil(all.length / mostPlaces);
  const x = all.filter((_, i) => i % every === 0 || i === all.length - 1);
  const out: Spread = { x, mean: [], low: [], high: [], n: [] };
  for (const at of x) {
    const values = lines.flatMap((line) => valueAt(line, at) ?? []);
    const n = values.length;
    const mean = n === 0 ? null : values.reduce((sum, v) => sum + v, 0) / n;
    const sd = mean === null || n < 2 ? 0 : Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1));
    out.mean.push(mean);
    out.low.push((mean ?? 0) - sd);
    out.high.push((mean ?? 0) + sd);
    out.n.push(n);
  }
  return out;
}
