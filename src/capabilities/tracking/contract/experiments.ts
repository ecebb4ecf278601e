import * as z from "zod";
import { idOf, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";

export const ExperimentId = idOf("experiment");

/** Soft-deleted objects are left out unless asked for. */
export const View = z.enum(["active", "deleted", "all"]);

export const ExperimentTags = z.record(z.string().min(1).max(250), z.string().max(20_000));

const experimentName = z.string().min(1).max(500);

export const Experiment = z.object({
  id: ExperimentId,
  /** Unique in the installation; what MLflow's clients see as the experiment's id. */
  number: z.int(),
  projectId: idOf("project"),
  name: z.string(),
  description: z.string(),
  tags: z.record(z.string(), z.string()),
  /** Where its runs' artifacts go, when a client chose a place; null: here. */
  artifactLocation: z.string().nullable(),
  runCount: z.int().meta({ description: "Runs that are not deleted" }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  deletedAt: Timestamp.nullable(),
});
export type Experiment = z.output<typeof Experiment>;

const onExperiment = (i: { experimentId: string }) => ({ experiment: i.experimentId });

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
    id: ExperimentId.optional().meta({ description: "Chosen by the client; the same id again answers the same experiment" }),
    name: experimentName,
    description: z.string().max(5000).default(""),
    tags: ExperimentTags.default({}),
    artifactLocation: z.string().max(2000).optional(),
  }),
  output: Experiment,
  positional: ["name"],
  tool: { say: "Create an experiment that groups runs." },
});

/** The project's experiment for runs that name none, made on first use as Default; renamed or deleted it stays that one. */
export const defaultExperiment = operation({
  name: "experiments.default",
  kind: "call",
  summary: "Open a project's Default experiment",
  http: { method: "POST", path: "/projects/{projectId}/default-experiment" },
  effect: "write",
  idempotent: true,
  permission: { action: "experiment:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ projectId: idOf("project") }),
  output: Experiment,
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
    number: z.int().optional(),
    default: z.boolean().optional().meta({ description: "The one that runs join which name none, or all others" }),
    name: z.string().optional().meta({ description: "Exact name" }),
    q: z.string().max(200).optional().meta({ description: "Part of the name" }),
    filter: z.string().max(20_000).optional().meta({ description: "name LIKE 'a%' AND tags.team = 'risk' AND creation_time > 0" }),
    view: View.default("active"),
    sort: z.enum(["createdAt", "name", "updatedAt"]).default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    orderBy: z.array(z.string().max(500)).max(20).optional().meta({ description: "Clauses such as `name ASC`; they replace sort and order" }),
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
  permission: { action: "experiment:read", on: onExperiment },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ experimentId: ExperimentId }),
  output: Experiment,
});

/** What never changes but the name and the state, without counting runs: for translators of numbers. */
export const findExperimentByNumber = operation({
  name: "experiments.find",
  kind: "call",
  summary: "Find an experiment by its number",
  http: { method: "GET", path: "/experiment-numbers/{number}" },
  effect: "read",
  idempotent: true,
  permission: { action: "experiment:read" },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ number: z.int() }),
  output: Experiment.omit({ runCount: true, tags: true, description: true }),
});

export const updateExperiment = operation({
  name: "experiments.update",
  kind: "call",
  summary: "Rename or describe an experiment",
  http: { method: "PATCH", path: "/experiments/{experimentId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "experiment:write", on: onExperiment },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ experimentId: ExperimentId, name: experimentName.optional(), description: z.string().max(5000).optional() }),
  output: Experiment,
});

export const deleteExperiment = operation({
  name: "experiments.delete",
  kind: "call",
  summary: "Delete an experiment with its runs; it can be restored, and its name stays taken",
  http: { method: "DELETE", path: "/experiments/{experimentId}" },
  effect: "destructive",
  idempotent: true,
  undoable: true,
  permission: { action: "experiment:write", on: onExperiment },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ experimentId: ExperimentId }),
  output: Experiment,
  tool: { say: "Delete an experiment with its runs; it can be restored.", confirm: (i) => `Delete experiment ${i.experimentId} with its runs` },
});

export const restoreExperiment = operation({
  name: "experiments.restore",
  kind: "call",
  summary: "Restore a deleted experiment with its runs",
  http: { method: "POST", path: "/experiments/{experimentId}/restore" },
  effect: "write",
  idempotent: true,
  permission: { action: "experiment:write", on: onExperiment },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ experimentId: ExperimentId }),
  output: Experiment,
});

export const setExperimentTags = operation({
  name: "experiments.setTags",
  kind: "call",
  summary: "Set tags of an experiment",
  http: { method: "POST", path: "/experiments/{experimentId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "experiment:write", on: onExperiment },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ experimentId: ExperimentId, tags: ExperimentTags }),
  output: z.object({ set: z.int() }),
});

export const deleteExperimentTags = operation({
  name: "experiments.deleteTags",
  kind: "call",
  summary: "Remove tags of an experiment",
  http: { method: "DELETE", path: "/experiments/{experimentId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "experiment:write", on: onExperiment },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ experimentId: ExperimentId, keys: z.array(z.string().min(1).max(250)).min(1).max(100) }),
  output: z.object({ deleted: z.array(z.string()) }),
});
