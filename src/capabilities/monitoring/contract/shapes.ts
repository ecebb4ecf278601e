import * as z from "zod";
import { idOf, Timestamp } from "../../../kernel/contract/common.ts";

const Source = z.enum(["real", "simulated", "all"]);

/** Limits that turn a number into a statement; answered with every drift report. */
export const Thresholds = z.object({
  psi: z.number().meta({ description: "A feature drifts at this PSI or more, when the test below agrees" }),
  psiModerate: z.number().meta({ description: "Named as moving, no alarm" }),
  alpha: z.number().meta({ description: "Family-wise error of the chi-square tests over all features, Holm's correction" }),
  minRows: z.int().meta({ description: "Below it no drift is computed" }),
  minPerformance01: z.number().meta({ description: "Share of error-free rows below which the status is degraded" }),
});

export const FeatureDrift = z.object({
  name: z.string(),
  kind: z.enum(["number", "category"]),
  rows: z.int(),
  psi: z.number().meta({ description: "Population stability index over the reference's bins, missing as a bin of its own" }),
  ks: z
    .object({
      statistic: z.number().meta({ description: "Largest distance of the two distribution functions at bin edges" }),
      upper: z.number().meta({ description: "The exact statistic lies between statistic and upper" }),
      pValue: z.number(),
    })
    .nullable()
    .meta({ description: "Numbers only" }),
  chiSquare: z.object({ statistic: z.number(), df: z.int(), pValue: z.number(), adjustedP: z.number() }),
  missing01: z.number(),
  referenceMissing01: z.number(),
  unseen01: z.number().meta({ description: "Share of categories never seen in training" }),
  mean: z.number().nullable(),
  referenceMean: z.number().nullable(),
  shiftSd: z.number().nullable().meta({ description: "(mean − reference mean) / reference sd" }),
  level: z.enum(["none", "moderate", "major"]),
  drifted: z.boolean(),
  bins: z.array(z.string()).meta({ description: "One label per share below" }),
  reference: z.array(z.number()),
  current: z.array(z.number()),
});
export type FeatureDrift = z.output<typeof FeatureDrift>;

export const Drift = z.object({
  deploymentId: idOf("deployment"),
  modelVersion: z.int(),
  hours: z.int(),
  source: Source,
  simulationId: z.uuid().nullable().meta({ description: "The simulation shown, where source is simulated" }),
  rows: z.int(),
  needed: z.int(),
  ready: z.boolean().meta({ description: "False below the needed rows: no feature is judged" }),
  score: z.number().nullable().meta({ description: "Highest PSI of a feature" }),
  drifted: z.array(z.string()),
  features: z.array(FeatureDrift),
  prediction: FeatureDrift.nullable(),
  predictionJudged: z.boolean().meta({ description: "False for simulated rows: the model was trained on them, so its answers are surer than on new rows" }),
  thresholds: Thresholds,
  at: Timestamp,
});
export type Drift = z.output<typeof Drift>;

export const Current = z.object({
  deploymentId: idOf("deployment"),
  name: z.string(),
  projectId: idOf("project"),
  environment: z.enum(["staging", "production"]),
  modelId: idOf("model"),
  modelName: z.string(),
  modelVersion: z.int(),
  revision: z.int(),
  status: z.enum(["healthy", "degraded", "waiting"]).meta({ description: "waiting: fewer rows than drift needs, and nothing wrong" }),
  reasons: z.array(z.string()),
  source: Source,
  hours: z.int(),
  requests: z.int(),
  rows: z.int(),
  needed: z.int(),
  errors: z.int(),
  errorRate01: z.number(),
  simulatedRows: z.int().meta({ description: "Simulated rows in the window, whatever source is shown" }),
  rowsPerS: z.number().meta({ description: "Over the last 60 seconds" }),
  requestsPerS: z.number(),
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
  driftScore: z.number().nullable(),
  drifted: z.array(z.string()),
  predictionPsi: z.number().nullable(),
  lastAt: Timestamp.nullable(),
  at: Timestamp,
});
export type Current = z.output<typeof Current>;

export const TrafficPoint = z.object({
  at: Timestamp,
  requests: z.int(),
  rows: z.int(),
  errors: z.int(),
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
});
export type TrafficPoint = z.output<typeof TrafficPoint>;

export const Tier = z.object({
  tier: z.enum(["immediate", "soon", "monitor"]),
  rule: z.string(),
  applies: z.boolean(),
  reasons: z.array(z.string()),
});

export const Advice = z.object({
  deploymentId: idOf("deployment"),
  tier: z.enum(["immediate", "soon", "monitor"]),
  tiers: z.array(Tier),
  source: Source,
  newestDatasetVersion: z.int().nullable(),
  trainedOnVersion: z.int().nullable(),
});
export type Advice = z.output<typeof Advice>;

const Side = z.object({ runId: idOf("run"), label: z.string(), datasetVersion: z.int().nullable(), metrics: z.record(z.string(), z.number()) });

export const Comparison = z.object({
  deploymentId: idOf("deployment"),
  trainingId: idOf("training"),
  serving: Side,
  challenger: Side,
  metric: z.string(),
  higherIsBetter: z.boolean(),
  difference: z.number().meta({ description: "Positive when the challenger is better" }),
  interval: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .meta({ description: "95 % interval of the difference, from the folds; null where folds were not logged" }),
  better: z.boolean(),
  sentence: z.string(),
});
export type Comparison = z.output<typeof Comparison>;
