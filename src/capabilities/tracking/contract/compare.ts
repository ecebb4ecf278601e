import * as z from "zod";
import { operation } from "../../../kernel/contract/operation.ts";
import { Key, RunId } from "./runs.ts";

const someRuns = z.array(RunId).min(2).max(20);

/** One thing that may differ between runs. */
const Change = z.object({
  area: z.enum(["code", "data", "environment"]),
  /** Commit, dataset, package … */
  key: z.string(),
  /** In the order asked; null: the run does not say. */
  values: z.array(z.string().nullable()),
  differs: z.boolean(),
});
export type Change = z.output<typeof Change>;

export const compareRuns = operation({
  name: "runs.compare",
  kind: "call",
  summary: "Show what changed between runs in code, data and environment",
  http: { method: "POST", path: "/runs/compare" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runIds[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runIds: someRuns }),
  output: z.object({
    changes: z.array(Change),
    /** Files that say the environment and could not be read. */
    unread: z.array(z.object({ runId: RunId, path: z.string(), reason: z.string() })),
  }),
  tool: { say: "Show what changed between two to twenty runs in code, data and environment." },
});

const Paired = z.object({
  a: z.int().meta({ description: "Index into groups" }),
  b: z.int(),
  pairs: z.array(z.object({ seed: z.string(), a: z.number(), b: z.number() })),
  n: z.int(),
  meanDifference: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable().meta({ description: "95 %, by the t distribution" }),
  t: z.object({ statistic: z.number(), df: z.int(), p: z.number(), holmP: z.number() }).nullable(),
  wilcoxon: z.object({ statistic: z.number(), n: z.int(), p: z.number(), holmP: z.number(), exact: z.boolean() }).nullable(),
  effect: z.number().nullable().meta({ description: "Cohen's d of the paired differences" }),
});
export type Paired = z.output<typeof Paired>;

/**
 * The seeds of a run: runs of its experiment that are equal to it in every parameter but the seed.
 * Two runs are compared over the seeds that both have.
 */
export const significance = operation({
  name: "runs.significance",
  kind: "call",
  summary: "Test differences of a metric over seeds: paired t-test and Wilcoxon's signed-rank test",
  http: { method: "POST", path: "/runs/significance" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runIds[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runIds: someRuns, metric: Key, aggregate: z.enum(["first", "last", "min", "max", "mean"]).default("last") }),
  output: z.object({
    seedKey: z.string().nullable().meta({ description: "The parameter that names the seed; null: none of these runs has one" }),
    groups: z.array(z.object({ runId: RunId, seeds: z.int(), mean: z.number().nullable(), sd: z.number().nullable() })),
    comparisons: z.array(Paired).meta({ description: "Every pair of groups; p values also adjusted by Holm" }),
  }),
});
