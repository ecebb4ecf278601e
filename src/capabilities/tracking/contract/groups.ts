import * as z from "zod";
import { idOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId, View } from "./experiments.ts";
import { Key, RunId } from "./runs.ts";

/** `seeds`: equal in everything but the seed; the others by one value. */
const By = z
  .string()
  .max(260)
  .regex(/^(seeds|experiment|status|dataset|(param|tag):[\s\S]+)$/, "seeds, experiment, status, dataset, param:<key> or tag:<key>");

export const GroupMetric = z.object({
  mean: z.number().nullable(),
  /** Sample standard deviation; null below two runs. */
  sd: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  n: z.int().meta({ description: "Runs of the group that have the metric" }),
});

export const RunGroup = z.object({
  /** One per `by`; null: the run has none. For `seeds` the parameters without the seed, as JSON. */
  values: z.array(z.string().nullable()),
  runs: z.int(),
  /** The newest 100. */
  runIds: z.array(RunId),
  /** In the order asked. */
  metrics: z.array(GroupMetric),
});
export type RunGroup = z.output<typeof RunGroup>;

export const groupRuns = operation({
  name: "runs.groups",
  kind: "call",
  summary: "Count runs and summarise metrics by the value of a parameter, a tag or all but the seed",
  http: { method: "POST", path: "/runs/groups" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentIds?.[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    experimentIds: z.array(ExperimentId).max(1000).optional(),
    filter: z.string().max(100_000).optional().meta({ description: "As runs.search" }),
    view: View.default("active"),
    roots: z.boolean().default(false).meta({ description: "Only runs without a parent" }),
    by: z.array(By).max(3).default([]).meta({ description: "Empty: only the count" }),
    metrics: z
      .array(z.object({ key: Key, aggregate: z.enum(["first", "last", "min", "max", "mean"]) }))
      .max(20)
      .default([]),
    sort: z.int().min(-1).max(19).default(-1).meta({ description: "Which of the metrics orders the groups by its mean; -1: their size" }),
    order: z.enum(["asc", "desc"]).default("desc"),
    limit: z.int().min(1).max(500).default(200),
  }),
  output: z.object({
    total: z.int().meta({ description: "Runs that match" }),
    groupCount: z.int(),
    groups: z.array(RunGroup),
  }),
});

export const childCounts = operation({
  name: "runs.childCounts",
  kind: "call",
  summary: "Count the runs inside runs",
  http: { method: "POST", path: "/runs/child-counts" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runIds[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runIds: z.array(RunId).min(1).max(1000), view: View.default("active") }),
  output: z.object({ counts: z.record(RunId, z.int()).meta({ description: "Only runs that have some" }) }),
});
