import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";

export const ExperimentId = idOf("experiment");

export const Experiment = z.object({
  id: ExperimentId,
  projectId: idOf("project"),
  name: z.string(),
  description: z.string(),
  runCount: z.int(),
  createdAt: Timestamp,
});
export type Experiment = z.output<typeof Experiment>;

export const createExperiment = operation({
  name: "experiments.create",
  kind: "call",
  summary: "Create an experiment",
  http: { method: "POST", path: "/experiments" },
  effect: "write",
  idempotent: false,
  permission: { action: "experiment:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    projectId: idOf("project"),
    name: z.string().min(1).max(250),
    description: z.string().max(5000).default(""),
  }),
  output: Experiment,
  positional: ["name"],
  tool: { say: "Create an experiment that groups runs." },
});

export const listExperiments = operation({
  name: "experiments.list",
  kind: "call",
  summary: "List experiments",
  http: { method: "GET", path: "/experiments" },
  effect: "read",
  idempotent: true,
  permission: { action: "experiment:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    name: z.string().optional().meta({ description: "Exact name" }),
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    sort: z.enum(["createdAt", "name"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Experiment),
  tool: { say: "List experiments of a project." },
});

export const getExperiment = operation({
  name: "experiments.get",
  kind: "call",
  summary: "Show an experiment",
  http: { method: "GET", path: "/experiments/{experimentId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "experiment:read", on: (i) => ({ experiment: i.experimentId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ experimentId: ExperimentId }),
  output: Experiment,
});
