import type { Run } from "../../../capabilities/tracking/contract/runs.ts";

/** The summary of a metric that was logged once. */
export function metricOf(last: number): Run["metrics"][string] {
  return { first: last, last, min: last, max: last, mean: last, count: 1, lastStep: 0, lastAt: "2026-11-21T04:00:00.000Z", minStep: 0, maxStep: 0 };
}

/** A finished run of a minute; `metrics` by their last value. */
export function runOf({ metrics = {}, ...more }: Partial<Omit<Run, "id" | "metrics">> & { id: string; metrics?: Readonly<Record<string, number>> }): Run {
  return {
    projectId: "p1",
    experimentId: "01a1fc00-0000-7000-8000-0000000000e1",
    name: more.id,
    status: "finished",
    kind: "run",
    startedAt: "2026-11-21T04:00:00.000Z",
    endedAt: "2026-11-21T04:01:00.000Z",
    params: {},
    tags: {},
    parentRunId: null,
    datasetId: null,
    datasetVersion: null,
    jobId: null,
    createdBy: "Mira",
    error: null,
    updatedAt: "2026-11-21T04:00:00.000Z",
    deletedAt: null,
    ...more,
    metrics: Object.fromEntries(Object.entries(metrics).map(([key, last]) => [key, metricOf(last)])),
  };
}
