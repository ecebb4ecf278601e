import * as z from "zod";
import { Json } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId } from "./experiments.ts";
import { InputDataset, RunLinks } from "./links.ts";
import { LoggedModelId } from "./models.ts";
import { RunId } from "./runs.ts";

const InputTags = z.record(z.string().min(1).max(255), z.string().max(500));

const onRun = (i: { runId: string }) => ({ run: i.runId });

export const logInputs = operation({
  name: "runs.logInputs",
  kind: "call",
  summary: "Record what a run reads: datasets and models",
  http: { method: "POST", path: "/runs/{runId}/inputs" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    runId: RunId,
    datasets: z
      .array(z.object({ dataset: InputDataset, tags: InputTags.default({}) }))
      .max(10_000)
      .default([]),
    models: z.array(LoggedModelId).max(1000).default([]),
  }),
  output: z.object({ datasets: z.int(), models: z.int() }),
});

export const logOutputs = operation({
  name: "runs.logOutputs",
  kind: "call",
  summary: "Record models a run made",
  http: { method: "POST", path: "/runs/{runId}/outputs" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId, models: z.array(z.object({ modelId: LoggedModelId, step: z.int().default(0) })).max(1000) }),
  output: z.object({ models: z.int() }),
});

/** For clients older than logged models: the run's tag `mlflow.log-model.history` lists what it made. */
export const recordModel = operation({
  name: "runs.recordModel",
  kind: "call",
  summary: "Add a model to the list in a run's tag mlflow.log-model.history",
  http: { method: "POST", path: "/runs/{runId}/model-history" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: onRun },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ runId: RunId, model: z.record(z.string(), Json) }),
  output: z.object({ models: z.int().meta({ description: "How many the tag lists; the oldest leave when it is full" }) }),
});

export const runInputs = operation({
  name: "runs.inputs",
  kind: "call",
  summary: "Show what a run read and which models it made",
  http: { method: "GET", path: "/runs/{runId}/inputs" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onRun },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: RunLinks,
  tool: { say: "Show the datasets and models a run read, and the models it made." },
});

export const linksOfMany = operation({
  name: "runs.links",
  kind: "call",
  summary: "Show what each of many runs read and made",
  http: { method: "POST", path: "/runs/links" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({ runIds: z.array(RunId).max(1000) }),
  output: z.object({ links: z.array(RunLinks.extend({ runId: RunId })).meta({ description: "Runs that read and made nothing are left out" }) }),
});

export const searchInputDatasets = operation({
  name: "experiments.searchDatasets",
  kind: "call",
  summary: "List the datasets that runs of experiments read",
  http: { method: "POST", path: "/experiments/datasets" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ experiment: i.experimentIds[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ experimentIds: z.array(ExperimentId).min(1).max(20) }),
  output: z.object({
    datasets: z.array(
      z.object({
        experimentId: ExperimentId,
        name: z.string(),
        digest: z.string(),
        context: z.string().nullable().meta({ description: "What a run used it for, for example training" }),
      }),
    ),
  }),
});
