import type { OutputOf } from "../../../kernel/contract/operation.ts";
import type { getExperiment } from "../../../capabilities/tracking/contract/experiments.ts";
import type { Run, RunStatus, SpecialNumber } from "../../../capabilities/tracking/contract/runs.ts";
import type { RunLatest } from "../../../capabilities/tracking/contract/search.ts";
import { hex, millis } from "./ids.ts";
import { message, oneOf, required, string } from "./proto.ts";

export type Experiment = OutputOf<typeof getExperiment>;

/** Key and value, as tags and parameters come. */
export const Tag = message({ key: required(string), value: string });
export const viewType = oneOf({ ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 });
export const runStatus = oneOf({ RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 });
/** The tag in which these clients keep a run's name; here the run has it. */
export const nameTag = "mlflow.runName";
export const parentTag = "mlflow.parentRunId";
export const userTag = "mlflow.user";
/** Whom a client named as the run's user without saying so in a tag; shown as the user, not among the tags. */
export const userIdTag = "lumina.userId";

export const views = { ACTIVE_ONLY: "active", DELETED_ONLY: "deleted", ALL: "all" } as const;
const theirs: Record<RunStatus, string> = { queued: "SCHEDULED", running: "RUNNING", finished: "FINISHED", failed: "FAILED", cancelled: "KILLED" };
export const statuses = { RUNNING: "running", SCHEDULED: "queued", FINISHED: "finished", FAILED: "failed", KILLED: "cancelled" } as const;

export function pairs(record: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

/** Where the runs of an experiment put their artifacts, unless its maker chose a place: here, through the proxy. */
export function experimentRoot(number: string, location: string | null): string {
  return location ?? `mlflow-artifacts:/${number}`;
}

/** A path below an experiment's root; what a chosen place asks of its store stays behind the path. */
export function below({ number, location }: Place, path: string): string {
  const [root = "", query] = experimentRoot(number, location).split("?", 2);
  return `${root.replace(/\/$/, "")}/${path}${query === undefined ? "" : `?${query}`}`;
}

export function experimentShape(e: Experiment, number: string): object {
  const tags = pairs(e.tags);
  return {
    experiment_id: number,
    name: e.name,
    artifact_location: experimentRoot(number, e.artifactLocation),
    lifecycle_stage: e.deletedAt === null ? "active" : "deleted",
    last_update_time: millis(e.updatedAt),
    creation_time: millis(e.createdAt),
    ...(tags.length > 0 && { tags }),
  };
}

// What MLflow's SQL store makes of infinities; its clients compare with it.
const greatest = Number.MAX_VALUE;

/** A metric's value on their wire. */
export function metricValue(value: number | null, special: SpecialNumber | undefined): number | string {
  if (value !== null) return value;
  return special === "Infinity" ? greatest : special === "-Infinity" ? -greatest : "NaN";
}

/** The place of a run's experiment, looked up once per answer. */
export interface Place {
  number: string;
  /** Chosen by the experiment's maker; null: here. */
  location: string | null;
}

export function runInfo(run: Omit<Run, "metrics">, at: Place): object {
  const id = hex(run.id);
  return {
    run_uuid: id,
    run_id: id,
    experiment_id: at.number,
    run_name: run.name,
    user_id: run.tags[userIdTag] ?? run.tags[userTag] ?? "",
    status: theirs[run.status],
    start_time: millis(run.startedAt),
    ...(run.endedAt !== null && { end_time: millis(run.endedAt) }),
    artifact_uri: below(at, `${id}/artifacts`),
    lifecycle_stage: run.deletedAt === null ? "active" : "deleted",
  };
}

export function runShape(run: Run, at: Place): { info: object; data: object } {
  const metrics = Object.entries(run.metrics).map(([key, m]) => ({
    key,
    value: metricValue(m.last, m.special?.last),
    timestamp: millis(m.lastAt),
    step: m.lastStep,
  }));
  return shapeOf(run, metrics, at);
}

/** The same of a run that comes with its last values alone. */
export function latestShape(run: RunLatest, at: Place): { info: object; data: object } {
  const { keys, values, steps, timestamps } = run.metrics;
  const metrics = keys.map((key, i) => {
    const value = values[i] ?? "NaN";
    return { key, value: typeof value === "number" ? value : metricValue(null, value), timestamp: timestamps[i], step: steps[i] };
  });
  return shapeOf(run, metrics, at);
}

function shapeOf(run: Omit<Run, "metrics">, metrics: readonly object[], at: Place): { info: object; data: object } {
  const params = pairs(run.params);
  const { [userIdTag]: _user, ...tags } = run.tags;
  return {
    info: runInfo(run, at),
    data: {
      ...(metrics.length > 0 && { metrics }),
      ...(params.length > 0 && { params }),
      tags: pairs({ ...tags, [nameTag]: run.name }),
    },
  };
}
