import { valueOf, type Aggregate } from "../../../../../capabilities/tracking/contract/columns.ts";
import type { Change } from "../../../../../capabilities/tracking/contract/compare.ts";
import type { Run } from "../../../../../capabilities/tracking/contract/runs.ts";
import { metricKeys } from "../metrics.ts";

export const areas = ["metrics", "params", "code", "data", "environment", "facts", "tags"] as const;
export type Area = (typeof areas)[number];

export interface CompareLine {
  key: string;
  /** In the order of the runs; null is missing. */
  values: readonly (string | number | null)[];
  differs: boolean;
}

export interface CompareGroup {
  key: Area;
  /** Those that differ first. */
  lines: CompareLine[];
  differing: number;
}

/** Tags that stand as code or environment, or that clients write for themselves. */
const elsewhere = /^(mlflow\.(source\.|runName$|user$|log-model\.history$|project\.|docker\.)|lumina\.(command|python|platform|git\.))/;

/** Everything two or more runs can be compared by; `changes` in the order of the same runs. */
export function compareRuns(runs: readonly Run[], changes: readonly Change[], aggregate: Aggregate = "last"): CompareGroup[] {
  const line = (key: string, values: readonly (string | number | null)[]): CompareLine => ({
    key,
    values,
    differs: values.some((value) => value !== values[0]),
  });
  const keysOf = (pick: (run: Run) => Readonly<Record<string, unknown>>) => [...new Set(runs.flatMap((run) => Object.keys(pick(run))))].toSorted();
  const lines: Record<Area, CompareLine[]> = {
    metrics: metricKeys(runs).map((key) =>
      line(
        key,
        runs.map((run) => {
          const value = valueOf(run, { kind: "metric", key, aggregate });
          return typeof value === "number" ? value : null;
        }),
      ),
    ),
    params: keysOf((run) => run.params).map((key) =>
      line(
        key,
        runs.map((run) => run.params[key] ?? null),
      ),
    ),
    code: changesIn(changes, "code"),
    data: changesIn(changes, "data"),
    environment: changesIn(changes, "environment"),
    facts: [
      line(
        "status",
        runs.map((run) => run.status),
      ),
      line(
        "experiment",
        runs.map((run) => run.experimentId.slice(-8)),
      ),
      line(
        "by",
        runs.map((run) => run.createdBy),
      ),
    ],
    tags: keysOf((run) => run.tags)
      .filter((key) => !elsewhere.test(key))
      .map((key) =>
        line(
          key,
          runs.map((run) => run.tags[key] ?? null),
        ),
      ),
  };
  return areas.map((key) => ({
    key,
    lines: lines[key].toSorted((a, b) => Number(b.differs) - Number(a.differs)),
    differing: lines[key].filter((each) => each.differs).length,
  }));
}

function changesIn(changes: readonly Change[], area: Change["area"]): CompareLine[] {
  return changes.filter((change) => change.area === area).map(({ key, values, differs }) => ({ key, values, differs }));
}

/** The column that is best in a line, when one alone is. */
export function bestAt(values: readonly (string | number | null)[], lower: boolean): number | null {
  const numbers = values.flatMap((value, i) => (typeof value === "number" ? [{ value, i }] : []));
  if (numbers.length < 2) return null;
  const best = numbers.reduce((a, b) => ((lower ? b.value < a.value : b.value > a.value) ? b : a));
  return numbers.filter((each) => each.value === best.value).length === 1 ? best.i : null;
}
