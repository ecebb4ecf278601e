import * as z from "zod";
import { idOf, pageInput, pageOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId, View } from "./experiments.ts";
import { RunLinks } from "./links.ts";
import { Key, Run, RunId, SpecialNumber } from "./runs.ts";

const scope = {
  projectId: idOf("project").optional(),
  experimentIds: z.array(ExperimentId).max(1000).optional(),
};

// The first experiment carries the project; a run of an experiment elsewhere is never found through it.
const onScope = (i: { projectId?: string | undefined; experimentIds?: string[] | undefined }) => ({ project: i.projectId, experiment: i.experimentIds?.[0] });

const shown = z.array(Key).max(2000).optional();

const asked = {
  ...scope,
  filter: z.string().max(100_000).optional().meta({ description: "metrics.rmse < 1 AND params.model = 'ridge'; max(metrics.acc) asks of an aggregate" }),
  orderBy: z.array(z.string().max(1000)).max(50).optional().meta({ description: "`metrics.rmse ASC`; ties newest first, then by id" }),
  view: View.default("active"),
  roots: z.boolean().default(false).meta({ description: "Only runs without a parent" }),
  parentRunId: RunId.optional(),
  metrics: shown.meta({ description: "Only these keys in the answer; absent: all" }),
  params: shown,
  tags: shown,
  ...pageInput,
};

export const searchRuns = operation({
  name: "runs.search",
  kind: "call",
  summary: "Search runs by MLflow's filter language",
  http: { method: "POST", path: "/runs/search" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onScope },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(asked),
  output: pageOf(Run),
});

/** Columns of equal length: of each metric its last value, at which step and when. */
export const LatestMetrics = z.object({
  keys: z.array(z.string()),
  values: z.array(z.union([z.number(), SpecialNumber])),
  steps: z.array(z.int()),
  timestamps: z.array(z.int()).meta({ description: "Milliseconds since 1970" }),
});
export type LatestMetrics = z.output<typeof LatestMetrics>;

export const RunLatest = Run.omit({ metrics: true }).extend({ metrics: LatestMetrics });
export type RunLatest = z.output<typeof RunLatest>;

const links = RunLinks.nullable().meta({ description: "What the run read and made; null: nothing" });

/** Half the cost of runs.search at a thousand runs of twenty metrics (ADR 0006). */
export const searchLatest = operation({
  name: "runs.searchLatest",
  kind: "call",
  summary: "Search runs; of each metric only its last value, with what each read and made",
  http: { method: "POST", path: "/runs/search-latest" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onScope },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(asked),
  output: pageOf(RunLatest.extend({ links })),
});

export const getLinked = operation({
  name: "runs.getLinked",
  kind: "call",
  summary: "Show a run with what it read and made",
  http: { method: "GET", path: "/runs/{runId}/linked" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: Run.extend({ links }),
});

export const runKeys = operation({
  name: "runs.keys",
  kind: "call",
  summary: "List the metric, parameter or tag keys that runs use",
  http: { method: "GET", path: "/run-keys" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onScope },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...scope,
    kind: z.enum(["metric", "param", "tag"]),
    q: z.string().max(250).optional().meta({ description: "Part of the key" }),
    ...pageInput,
  }),
  output: pageOf(z.string()),
});

export const FilterEntity = z.enum(["runs", "experiments"]);

export const checkFilter = operation({
  name: "runs.checkFilter",
  kind: "call",
  summary: "Check a filter while it is typed, and say what may come next",
  http: { method: "POST", path: "/runs/filter" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onScope },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...scope,
    entity: FilterEntity.default("runs"),
    text: z.string().max(20_000),
    position: z.int().min(0).max(20_000).optional().meta({ description: "Caret, in characters; default: the end" }),
  }),
  output: z.object({
    ok: z.boolean(),
    error: z
      .object({ from: z.int(), to: z.int(), message: z.string(), fix: z.string() })
      .nullable()
      .meta({ description: "`from` and `to` are offsets into the text" }),
    suggestions: z.array(
      z.object({
        from: z.int(),
        to: z.int(),
        insert: z.string(),
        label: z.string(),
        kind: z.enum(["entity", "attribute", "metric", "param", "tag", "operator", "value", "keyword"]),
      }),
    ),
  }),
});
