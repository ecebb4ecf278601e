import * as z from "zod";
import { idOf, JobId, pageInput, pageOf } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";
import { Advice, Comparison, Current, Drift, TrafficPoint } from "./contract/shapes.ts";

const DeploymentId = idOf("deployment");
const ProjectId = idOf("project");
const TrainingId = idOf("training");
const DatasetId = idOf("dataset");

const Hours = z
  .int()
  .min(1)
  .max(24 * 90)
  .default(24)
  .meta({ description: "Length of the window that ends now" });
const Source = z.enum(["real", "simulated", "all"]).default("real").meta({
  description: "Simulated traffic is kept apart; real is what people and programs sent",
});
const onDeployment = (i: { deploymentId: string }) => ({ deployment: i.deploymentId });
const perDeployment = { deploymentId: DeploymentId };

export const monitoringCurrent = operation({
  name: "monitoring.current",
  kind: "call",
  summary: "How every deployment is doing now: status, traffic, latency, errors, drift",
  http: { method: "GET", path: "/monitoring/current" },
  effect: "read",
  idempotent: true,
  permission: { action: "monitoring:read", on: (i) => (i.deploymentId === undefined ? {} : { deployment: i.deploymentId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    deploymentId: DeploymentId.optional(),
    projectId: ProjectId.optional(),
    hours: Hours,
    source: Source,
    ...pageInput,
    q: z.string().max(200).optional().meta({ description: "Part of the deployment's or model's name" }),
    sort: z.enum(["name", "createdAt"]).default("name"),
    order: z.enum(["asc", "desc"]).default("asc"),
  }),
  output: pageOf(Current),
  positional: ["deploymentId"],
  tool: { say: "Show status, traffic, latency, errors and drift of deployments now." },
});

export const monitoringDrift = operation({
  name: "monitoring.drift",
  kind: "call",
  summary: "Drift of each feature and of the predictions against the training data",
  http: { method: "GET", path: "/monitoring/{deploymentId}/drift" },
  effect: "read",
  idempotent: true,
  permission: { action: "monitoring:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...perDeployment,
    hours: Hours,
    source: Source,
    simulationId: z.uuid().optional().meta({ description: "With source simulated: this simulation; default the newest" }),
  }),
  output: Drift,
  tool: {
    say: "Monitor a deployment for drift: PSI, KS and chi-square per feature against the training data.",
    pick: (o) => ({ ...o, features: o.features.map(({ reference: _r, current: _c, ...short }) => short) }),
  },
});

export const monitoringTraffic = operation({
  name: "monitoring.traffic",
  kind: "call",
  summary: "Requests, rows, errors and latency over time",
  http: { method: "GET", path: "/monitoring/{deploymentId}/traffic" },
  effect: "read",
  idempotent: true,
  permission: { action: "monitoring:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    ...perDeployment,
    hours: Hours,
    source: Source,
    points: z.int().min(10).max(500).default(60).meta({ description: "Most points answered; a point is a whole number of minutes" }),
  }),
  output: z.object({ stepS: z.int(), points: z.array(TrafficPoint) }),
});

export const simulateDrift = operation({
  name: "monitoring.simulate",
  kind: "job",
  summary: "Send a shifted sample of the training data through the real predict path, labelled as simulated",
  http: { method: "POST", path: "/monitoring/{deploymentId}/simulate" },
  effect: "write",
  idempotent: false,
  permission: { action: "monitoring:write", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({
    ...perDeployment,
    shifts: z
      .array(
        z.object({
          feature: z.string(),
          sd: z.number().min(-10).max(10).meta({
            description:
              "Numbers move by this many standard deviations; of a category's rows min(1, |sd|/2) are redrawn from the categories other than the most frequent",
          }),
        }),
      )
      .max(100)
      .default([])
      .meta({ description: "Empty, or sd 0: an unshifted sample" }),
    rows: z.int().min(100).max(20_000).default(500),
    seed: z.int().min(0).max(2_147_483_647).default(1),
  }),
  output: z.object({ jobId: JobId, simulationId: z.uuid() }),
  tool: { say: "Simulate drift: send a shifted sample through a deployment, labelled as simulated." },
});

export const retrainingAdvice = operation({
  name: "monitoring.advice",
  kind: "call",
  summary: "Whether to retrain: immediate, consider soon or monitor, with the rule and the reasons",
  http: { method: "GET", path: "/monitoring/{deploymentId}/advice" },
  effect: "read",
  idempotent: true,
  permission: { action: "monitoring:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ ...perDeployment, hours: Hours, source: Source }),
  output: Advice,
  tool: { say: "Say whether a deployed model should be retrained, and why." },
});

export const retrain = operation({
  name: "monitoring.retrain",
  kind: "job",
  summary: "Train again on the newest dataset version with the settings of what serves",
  http: { method: "POST", path: "/monitoring/{deploymentId}/retrain" },
  effect: "write",
  idempotent: false,
  permission: { action: "monitoring:write", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({ ...perDeployment, datasetVersion: z.int().positive().optional().meta({ description: "Default: the newest" }) }),
  output: z.object({
    jobId: JobId,
    trainingId: TrainingId,
    runId: idOf("run"),
    datasetId: DatasetId,
    datasetVersion: z.int(),
    sameData: z.boolean().meta({ description: "True when the newest version is what the serving model was trained on" }),
  }),
  tool: { say: "Retrain what a deployment serves on the newest data with the same settings; nothing is replaced." },
});

export const compareChallenger = operation({
  name: "monitoring.compare",
  kind: "call",
  summary: "Compare a retrained challenger with what serves",
  http: { method: "GET", path: "/monitoring/{deploymentId}/compare/{trainingId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "monitoring:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({ ...perDeployment, trainingId: TrainingId }),
  output: Comparison,
});

export const watchMonitoring = operation({
  name: "monitoring.watch",
  kind: "watch",
  summary: "A deployment's live figures, at least every 10 seconds while they move",
  http: { method: "GET", path: "/monitoring/{deploymentId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "monitoring:read", on: onDeployment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ ...perDeployment, hours: Hours, source: Source }),
  output: z.object({ current: Current }),
});
