import * as z from "zod";
import { operation } from "../../../kernel/contract/operation.ts";
import { AppliedStep, ChangedRow, Effect, Step, Steps, Suggestion } from "./cleaning.ts";
import { Profile } from "./profile.ts";
import { Column, DatasetId, JobReference, onDataset, ofVersion, stable, VersionNumber } from "./shapes.ts";

export const profileDataset = operation({
  name: "datasets.profile",
  kind: "job",
  summary: "Profile a version: statistics, correlations, quality; read it with getProfile",
  http: { method: "POST", path: "/datasets/{datasetId}/profile" },
  effect: "write",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(ofVersion),
  output: JobReference,
  tool: { say: "Compute a dataset version's profile: types, missing, distributions, correlations, quality score." },
  ...stable,
});

export const getProfile = operation({
  name: "datasets.getProfile",
  kind: "call",
  summary: "Read a version's profile",
  http: { method: "GET", path: "/datasets/{datasetId}/profile" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(ofVersion),
  output: z.object({
    datasetId: DatasetId,
    version: z.int(),
    ready: z.boolean(),
    profile: Profile.nullable().meta({ description: "Null until a profile was computed" }),
  }),
  tool: {
    say: "Read a dataset version's profile.",
    pick: (o) =>
      o.profile && {
        rowCount: o.profile.rowCount,
        duplicateRows: o.profile.duplicateRows,
        quality: o.profile.quality,
        notes: o.profile.notes,
        targetAssociations: o.profile.targetAssociations.slice(0, 20),
        columns: o.profile.columns
          .slice(0, 100)
          .map(({ name: called, type, missing, distinct, idLike, constant }) => ({ name: called, type, missing, distinct, idLike, constant })),
      },
  },
  ...stable,
});

export const suggestCleaning = operation({
  name: "datasets.suggestCleaning",
  kind: "call",
  summary: "Suggest cleaning steps with their effect",
  http: { method: "GET", path: "/datasets/{datasetId}/cleaning" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found", "unavailable"],
  input: z.object(ofVersion),
  output: z.object({
    datasetId: DatasetId,
    version: z.int(),
    suggestions: z.array(Suggestion),
    steps: z.array(Step).meta({ description: "The recommended ones, in order" }),
  }),
  tool: { say: "Suggest how to clean a dataset, each step with the rows and cells it would change." },
  ...stable,
});

export const previewCleaning = operation({
  name: "datasets.previewCleaning",
  kind: "call",
  summary: "Show what cleaning steps would do to all rows, without doing it",
  http: { method: "POST", path: "/datasets/{datasetId}/cleaning/preview" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed", "unavailable"],
  input: z.object({ ...ofVersion, steps: Steps.min(1), rows: z.int().min(0).max(200).default(20).meta({ description: "Changed rows to show" }) }),
  output: z.object({
    datasetId: DatasetId,
    version: z.int(),
    steps: z.array(AppliedStep),
    total: Effect,
    columns: z.array(Column).meta({ description: "Columns afterwards" }),
    rowsBefore: z.int(),
    rowsAfter: z.int(),
    sample: z.array(ChangedRow),
  }),
  tool: {
    say: "Show what cleaning steps would change before they run.",
    pick: (o) => ({ steps: o.steps, total: o.total, rowsBefore: o.rowsBefore, rowsAfter: o.rowsAfter }),
  },
  ...stable,
});

export const cleanDataset = operation({
  name: "datasets.clean",
  kind: "job",
  summary: "Clean a version into a new one; the old one stays",
  http: { method: "POST", path: "/datasets/{datasetId}/clean" },
  effect: "write",
  idempotent: false,
  permission: { action: "dataset:write", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found", "checks_failed"],
  input: z.object({
    ...ofVersion,
    steps: Steps.default([]),
    replay: VersionNumber.optional().meta({ description: "Instead of steps: the recipe of this version, with the values it used then" }),
  }),
  output: JobReference,
  tool: {
    say: "Clean a dataset: dropNonNumeric, dropColumns, impute, dropMissingRows, dropDuplicates, clip. Makes a new version.",
    confirm: (i) =>
      `Make a new version of dataset ${i.datasetId} by ${i.steps.map((s) => s.kind).join(", ") || "replaying a recipe"}. The version it starts from stays.`,
  },
  ...stable,
});

export const diffVersions = operation({
  name: "datasets.diff",
  kind: "call",
  summary: "Compare the columns and counts of two versions",
  http: { method: "GET", path: "/datasets/{datasetId}/diff" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ datasetId: DatasetId, from: VersionNumber, to: VersionNumber }),
  output: z.object({
    datasetId: DatasetId,
    from: z.int(),
    to: z.int(),
    added: z.array(Column),
    removed: z.array(Column),
    retyped: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
    rows: z.object({ from: z.int(), to: z.int() }),
    sameRows: z.boolean().meta({ description: "Both versions hold the same bytes" }),
  }),
  tool: { say: "Compare the columns and row counts of two versions of a dataset." },
  ...stable,
});
