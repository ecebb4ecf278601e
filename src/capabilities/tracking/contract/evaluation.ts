import * as z from "zod";
import { idOf, Json, pageInput, pageOf, Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ExperimentId } from "./experiments.ts";

export const EvaluationId = idOf("evaluation");
const RecordId = z.uuid();

const Tags = z.record(z.string().min(1).max(255), z.string().max(5000));
const Fields = z.record(z.string(), Json);

/** Questions with expected answers, kept to judge applications with. */
export const Evaluation = z.object({
  id: EvaluationId,
  projectId: idOf("project"),
  name: z.string(),
  tags: z.record(z.string(), z.string()),
  schema: z
    .object({ inputs: Fields, outputs: Json, expectations: Fields, version: z.string() })
    .nullable()
    .meta({ description: "Type of each field that records hold" }),
  recordCount: z.int(),
  digest: z.string().meta({ description: "Changes with the content" }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  createdBy: z.string().nullable(),
  updatedBy: z.string().nullable(),
});
export type Evaluation = z.output<typeof Evaluation>;

export const SourceType = z.enum(["UNSPECIFIED", "TRACE", "HUMAN", "DOCUMENT", "CODE"]);
const Source = z.object({ type: SourceType, data: Fields.default({}) });

export const EvaluationRecord = z.object({
  id: RecordId,
  inputs: Fields,
  outputs: Json,
  expectations: Fields.nullable(),
  tags: z.record(z.string(), Json),
  source: Source.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  createdBy: z.string().nullable(),
  updatedBy: z.string().nullable(),
});
export type EvaluationRecord = z.output<typeof EvaluationRecord>;

/** A record is known by its inputs: the same inputs again change that record. An absent field changes nothing. */
export const NewRecord = z.object({
  inputs: Fields.default({}),
  outputs: Json.optional(),
  expectations: Fields.nullable().optional(),
  tags: z.record(z.string().max(255), Json).nullable().optional(),
  source: Source.nullable().optional(),
});
export type NewRecord = z.output<typeof NewRecord>;

const onSet = (i: { evaluationId: string }) => ({ evaluation: i.evaluationId });

export const createEvaluation = operation({
  name: "evaluations.create",
  kind: "call",
  summary: "Create an evaluation set",
  http: { method: "POST", path: "/evaluations" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project"),
    name: z.string().min(1).max(255),
    tags: Tags.default({}),
    experimentIds: z.array(ExperimentId).max(1000).default([]),
    createdBy: z.string().max(255).nullable().optional().meta({ description: "Default: who asks" }),
  }),
  output: Evaluation,
  positional: ["name"],
});

export const getEvaluation = operation({
  name: "evaluations.get",
  kind: "call",
  summary: "Show an evaluation set",
  http: { method: "GET", path: "/evaluations/{evaluationId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId }),
  output: Evaluation,
});

export const deleteEvaluation = operation({
  name: "evaluations.delete",
  kind: "call",
  summary: "Delete an evaluation set with its records",
  http: { method: "DELETE", path: "/evaluations/{evaluationId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId }),
  output: z.object({ deleted: z.boolean() }),
  tool: {
    say: "Delete an evaluation set with all its records, for good.",
    confirm: (i) => `Delete evaluation set ${i.evaluationId} with all its records, for good`,
  },
});

export const searchEvaluations = operation({
  name: "evaluations.search",
  kind: "call",
  summary: "Search evaluation sets",
  http: { method: "POST", path: "/evaluations/search" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentIds?.[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    experimentIds: z.array(ExperimentId).max(1000).optional(),
    filter: z.string().max(20_000).default("").meta({ description: "For example: name like 'support%' and tags.team = 'chat'" }),
    orderBy: z.array(z.string().max(300)).max(20).default([]).meta({ description: "For example: name asc; default created_time desc" }),
    ...pageInput,
  }),
  output: pageOf(Evaluation),
  tool: { say: "Search evaluation sets of a project." },
});

export const setEvaluationTags = operation({
  name: "evaluations.setTags",
  kind: "call",
  summary: "Set tags of an evaluation set",
  http: { method: "POST", path: "/evaluations/{evaluationId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId, tags: Tags }),
  output: Evaluation,
});

export const deleteEvaluationTags = operation({
  name: "evaluations.deleteTags",
  kind: "call",
  summary: "Remove tags of an evaluation set",
  http: { method: "DELETE", path: "/evaluations/{evaluationId}/tags" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId, keys: z.array(z.string().min(1).max(255)).min(1).max(1000) }),
  output: z.object({ deleted: z.array(z.string()).meta({ description: "Keys that were there" }) }),
});

export const mergeRecords = operation({
  name: "evaluations.mergeRecords",
  kind: "call",
  summary: "Add records to an evaluation set, or change those with the same inputs",
  http: { method: "POST", path: "/evaluations/{evaluationId}/records" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    evaluationId: EvaluationId,
    records: z.array(NewRecord).max(10_000),
    updatedBy: z.string().max(255).nullable().optional().meta({ description: "Default: who asks" }),
  }),
  output: z.object({ inserted: z.int(), updated: z.int() }),
});

export const listRecords = operation({
  name: "evaluations.records",
  kind: "call",
  summary: "List the records of an evaluation set, oldest first",
  http: { method: "GET", path: "/evaluations/{evaluationId}/records" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId, ...pageInput }),
  output: pageOf(EvaluationRecord),
});

export const deleteRecords = operation({
  name: "evaluations.deleteRecords",
  kind: "call",
  summary: "Delete records of an evaluation set",
  http: { method: "DELETE", path: "/evaluations/{evaluationId}/records" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId, recordIds: z.array(RecordId).max(10_000) }),
  output: z.object({ deleted: z.int() }),
  tool: {
    say: "Delete records of an evaluation set, for good.",
    confirm: (i) => `Delete ${i.recordIds.length} records of evaluation set ${i.evaluationId}, for good`,
  },
});

export const evaluationExperiments = operation({
  name: "evaluations.experiments",
  kind: "call",
  summary: "List the experiments an evaluation set belongs to",
  http: { method: "GET", path: "/evaluations/{evaluationId}/experiments" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ evaluationId: EvaluationId }),
  output: z.object({ experiments: z.array(z.object({ id: ExperimentId, number: z.int() })) }),
});

const experimentsInput = z.object({ evaluationId: EvaluationId, experimentIds: z.array(ExperimentId).max(1000) });

export const addEvaluationExperiments = operation({
  name: "evaluations.addExperiments",
  kind: "call",
  summary: "Put an evaluation set into experiments",
  http: { method: "POST", path: "/evaluations/{evaluationId}/experiments" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: experimentsInput,
  output: Evaluation,
});

export const removeEvaluationExperiments = operation({
  name: "evaluations.removeExperiments",
  kind: "call",
  summary: "Take an evaluation set out of experiments",
  http: { method: "DELETE", path: "/evaluations/{evaluationId}/experiments" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onSet },
  audit: { redact: [] },
  errors: ["not_found"],
  input: experimentsInput,
  output: Evaluation,
});
