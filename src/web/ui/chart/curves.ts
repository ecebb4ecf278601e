import { seriesStyle } from "../theme/tokens.ts";

/** One line of a curve chart, with its own x values. */
export interface Curve {
  key: string;
  label: string;
  /** Place in the series order; a run keeps its own everywhere. */
  index: number;
  x: readonly number[];
  /** Null is a gap. */
  y: readonly (number | null)[];
  /** Behind the others: originals of smoothed lines, single runs behind their mean. */
  faint?: boolean;
  /** Spread around the line, on the same x. */
  band?: { low: readonly number[]; high: readonly number[] };
}

/** Values on one shared x axis; `undefined` where a line has no point there, which is no gap. */
export interface Aligned {
  x: number[];
  rows: (number | null | undefined)[][];
}

/** Puts lines with x values of their own on one axis. On a log axis only what is positive has a place. */
export function align(lines: readonly { x: readonly number[]; y: readonly (number | null)[] }[], logX: boolean): Aligned {
  const all = new Set<number>();
  for (const line of lines) for (const at of line.x) if (!logX || at > 0) all.add(at);
  const x = [...all].toSorted((a, b) => a - b);
  const places = new Map(x.map((at, i) => [at, i]));
  const rows = lines.map((line) => {
    const row: (number | null | undefined)[] = Array.from({ length: x.length });
    line.x.forEach((at, i) => {
      const place = places.get(at);
      if (place !== undefined) row[place] = line.y[i] ?? null;
    });
    return row;
  });
  return { x, rows };
}

/** Nearest index to `at` where the line has a value; null when it has none. */
export function nearest(row: readonly (number | null | undefined)[], at: number): number | null {
  for (let d = 0; d < row.length; d += 1)
    for (const i of [at - d, at + d]) {
      const value = row[i];
      if (value !== undefined && value !== null) return i;
    }
  return null;
}

export interface Range {
  min: number;
  max: number;
}

const scaled = (value: number, log: boolean) => (log ? Math.log10(value) : value);

/** The chart as an SVG text of 720 × 400, for export: lines, bands, end labels of the axes. */
export function curvesSvg(options: {
  title: string;
  xLabel: string;
  curves: readonly Curve[];
  logX: boolean;
  logY: boolean;
  colours: { text: string; grid: string; surface: string; font: string };
  format: { x(value: number): string; y(value: number): string };
}): string {
  const { curves, logX, logY, colours, format } = options;
  const [width, height, left, top, right, bottom] = [720, 400, 64, 36, 16, 40];
  const usable = (value: number | null, log: boolean): value is number => value !== null && Number.isFinite(value) && (!log || value > 0);
  const xs = curves.flatMap((c) => c.x).filter((v) => usable(v, logX));
  const ys = curves.flatMap((c) => [...c.y, ...(c.band?.low ?? []), ...(c.band?.high ?? [])]).filter((v) => usable(v, logY));
  const x = rangeOf(xs);
  const y = rangeOf(ys as number[]);
  const px = (value: number) =>
    (left + ((scaled(value, logX) - scaled(x.min, logX)) / (scaled(x.max, logX) - scaled(x.min, logX) || 1)) * (width - left - right)).toFixed(1);
  const py = (value: number) =>
    (height - bottom - ((scaled(value, logY) - scaled(y.min, logY)) / (scaled(y.max, logY) - scaled(y.min, logY) || 1)) * (height - top - bottom)).toFixed(1);
  const point = (at: number | undefined, value: number | null | undefined) =>
    at !== undefined && value !== undefined && usable(at, logX) && usable(value, logY) ? `${px(at)},${py(value)}` : null;
  const parts = curves.map((curve) => {
    const { color, dash } = seriesStyle(curve.index);
    const band = curve.band;
    const around = band
      ? [...curve.x.map((at, i) => point(at, band.high[i])), ...curve.x.map((at, i) => point(at, band.low[i])).toReversed()].filter((p) => p !== null)
      : [];
    const runs: string[][] = [[]];
    curve.x.forEach((at, i) => {
      const p = point(at, curve.y[i]);
      if (p === null) runs.push([]);
      else runs.at(-1)?.push(p);
    });
    const line = runs
      .filter((run) => run.length > 0)
      .map(
        (run) =>
          `<polyline points="${run.join(" ")}" fill="none" stroke="${color}" stroke-width="${curve.faint ? 1 : 1.75}" stroke-opacity="${curve.faint ? 0.35 : 1}" stroke-dasharray="${dash.join(" ")}"/>`,
      );
    return `${around.length > 2 ? `<polygon points="${around.join(" ")}" fill="${color}" fill-opacity="0.15"/>` : ""}${line.join("")}`;
  });
  const text = (at: string, words: string) =>
    `<text ${at} fill="${colours.text}" font-family="${escapeXml(colours.font)}" font-size="11">${escapeXml(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="${colours.surface}"/>`,
    `<path d="M${left} ${top}V${height - bottom}H${width - right}" fill="none" stroke="${colours.grid}"/>`,
    text(`x="${left}" y="20" font-weight="600"`, options.title),
    text(`x="${left - 6}" y="${top + 8}" text-anchor="end"`, format.y(y.max)),
    text(`x="${left - 6}" y="${height - bottom}" text-anchor="end"`, format.y(y.min)),
    text(`x="${left}" y="${height - bottom + 16}"`, format.x(x.min)),
    text(`x="${width - right}" y="${height - bottom + 16}" text-anchor="end"`, format.x(x.max)),
    text(`x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle"`, options.xLabel),
    ...parts,
    "</svg>",
  ].join("");
}

function rangeOf(values: readonly number[]): Range {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return Number.isFinite(min) ? { min, max } : { min: 0, max: 1 };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
