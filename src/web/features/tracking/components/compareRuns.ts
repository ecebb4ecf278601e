import type { Run } from "../../../../capabilities/tracking/contract/runs.ts";
import { metricKeys } from "./metrics.ts";

export interface CompareLine {
  key: string;
  /** In the order of the runs; null is missing. */
  values: readonly (string | number | null)[];
  differs: boolean;
}

export interface CompareGroup {
  key: "metrics" | "params" | "facts" | "tags";
  lines: CompareLine[];
}

function lineOf(key: string, values: readonly (string | number | null)[]): CompareLine {
  return { key, values, differs: values.some((value) => value !== values[0]) };
}

/** Everything two or more runs can be compared by, lines that differ first. */
export function compareRuns(runs: readonly Run[]): CompareGroup[] {
  const keysOf = (pick: (run: Run) => Readonly<Record<string, unknown>>) => [...new Set(runs.flatMap((run) => Object.keys(pick(run))))].toSorted();
  const groups: CompareGroup[] = [
    {
      key: "metrics",
      lines: metricKeys(runs).map((key) =>
        lineOf(
          key,
          runs.map((run) => run.metrics[key]?.last ?? null),
        ),
      ),
    },
    {
      key: "params",
      lines: keysOf((run) => run.params).map((key) =>
        lineOf(
          key,
          runs.map((run) => run.params[key] ?? null),
        ),
      ),
    },
    {
      key: "facts",
      lines: [
        lineOf(
          "status",
          runs.map((run) => run.status),
        ),
        lineOf(
          "dataset",
          runs.map((run) => (run.datasetId === null ? null : `${run.datasetId.slice(-8)} v${run.datasetVersion ?? 1}`)),
        ),
        lineOf(
          "experiment",
          runs.map((run) => run.experimentId.slice(-8)),
        ),
        lineOf(
          "by",
          runs.map((run) => run.createdBy),
        ),
      ],
    },
    {
      key: "tags",
      lines: keysOf((run) => run.tags).map((key) =>
        lineOf(
          key,
          runs.map((run) => run.tags[key] ?? null),
        ),
      ),
    },
  ];
  return groups.map((group) => ({ ...group, lines: group.lines.toSorted((a, b) => Number(b.differs) - Number(a.differs)) }));
}
