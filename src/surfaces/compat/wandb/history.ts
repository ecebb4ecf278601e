import type * as z from "zod";
import type { MetricPoint } from "../../../capabilities/tracking/contract/metrics.ts";
import { isObject, leavesOf, Num, readJson, sorted, writeJson, type Value } from "./json.ts";

export type Point = z.input<typeof MetricPoint>;

const longestKey = 250;

function read(line: string): { readonly [key: string]: Value } {
  try {
    const value = readJson(line);
    return isObject(value) ? value : {};
  } catch {
    // The line is kept as it is; there is no number in it to chart.
    return {};
  }
}

/** A line with its keys in order: the SDK writes them in another one each time, also when it sends the same line again. */
export function settled(line: string): string {
  try {
    return writeJson(sorted(readJson(line)));
  } catch {
    return line;
  }
}

function timestampOf(row: { readonly [key: string]: Value }): string | undefined {
  const at = row["_timestamp"];
  const seconds = at instanceof Num ? Number(at.source) : Number.NaN;
  return Math.abs(seconds) < 8e12 ? new Date(Math.round(seconds * 1000)).toISOString() : undefined;
}

/** Seconds since 1970 of a line, where it says so. */
export function timeOf(line: string): number | null {
  const at = timestampOf(read(line));
  return at === undefined ? null : Date.parse(at) / 1000;
}

function pointsOf(line: string, number: number, keyOf: (key: string) => string | null): Point[] {
  const row = read(line);
  const at = row["_step"];
  const step = at instanceof Num && Number.isSafeInteger(Number(at.source)) ? Number(at.source) : number;
  const timestamp = timestampOf(row);
  return leavesOf(row).flatMap(({ key, value }) => {
    const named = value instanceof Num ? keyOf(key) : null;
    if (named === null || named.length > longestKey || !(value instanceof Num)) return [];
    return [{ key: named, value: value.value, step, ...(timestamp !== undefined && { timestamp }) }];
  });
}

/** The numbers of a line of `run.log`; its own columns (`_step` …) and media are no metrics. */
export const historyPoints = (line: string, number: number): Point[] => pointsOf(line, number, (key) => (key.startsWith("_") ? null : key));

/** The numbers of a sample of the machine, named as MLflow's clients name theirs. */
export const eventPoints = (line: string, number: number): Point[] =>
  pointsOf(line, number, (key) => (key.startsWith("system.") ? `system/${key.slice("system.".length)}` : null));

/** Numbers that stand only in the summary: what a script wrote there itself. */
export function summaryPoints(summary: string, metrics: Readonly<Record<string, { last: number | null }>>): Point[] {
  return historyPoints(summary, 0).flatMap((point) => {
    const known = Object.hasOwn(metrics, point.key) ? metrics[point.key] : undefined;
    if (known === undefined) return [point];
    return typeof point.value !== "number" || known.last === point.value ? [] : [{ ...point, key: `summary/${point.key}`.slice(0, longestKey) }];
  });
}
