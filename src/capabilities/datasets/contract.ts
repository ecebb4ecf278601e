import * as z from "zod";
import { pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";
import {
  Cell,
  Column,
  ColumnName,
  Dataset,
  DatasetId,
  DatasetSort,
  DatasetVersion,
  Delimiter,
  Encoding,
  ofVersion,
  onDataset,
  ProjectId,
  Sample,
  SampleInfo,
  stable,
} from "./contract/shapes.ts";

const name = z.string().trim().min(1).max(200);
const description = z.string().max(10_000);

export const uploadDataset = operation({
  name: "datasets.upload",
  kind: "transfer",
  direction: "upload",
  summary: "Upload a CSV or TSV file as a new dataset or as a new version",
  http: { method: "POST", path: "/datasets" },
  effect: "write",
  idempotent: false,
  permission: { action: "dataset:write", on: (i) => ({ project: i.projectId, dataset: i.datasetId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "too_large", "unavailable", "checks_failed"],
  input: z.object({
    projectId: ProjectId,
    name: name.optional().meta({ description: "Default: the file's name without its ending" }),
    datasetId: DatasetId.optional().meta({ description: "Adds a version to this dataset instead of making a new one" }),
    description: description.optional(),
    target: ColumnName.optional().meta({ description: "Column a model should predict" }),
    encoding: Encoding.default("auto"),
    delimiter: Delimiter.default("auto"),
    header: z.enum(["auto", "yes", "no"]).default("auto").meta({ description: "Whether the first row names the columns" }),
  }),
  output: z.object({ dataset: Dataset, version: DatasetVersion }),
  tool: { say: "Upload a CSV or TSV file as a dataset; answers with the address that takes the bytes." },
  ...stable,
});

export const listSamples = operation({
  name: "datasets.samples",
  kind: "call",
  summary: "List the sample tables that ship with the product",
  http: { method: "GET", path: "/datasets/samples" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read" },
  audit: { redact: [] },
  errors: [],
  input: z.object({}),
  output: z.object({ items: z.array(SampleInfo) }),
  tool: { say: "List the bundled sample tables." },
  ...stable,
});

export const addSample = operation({
  name: "datasets.addSample",
  kind: "call",
  summary: "Add a bundled sample table to a project",
  http: { method: "POST", path: "/datasets/samples" },
  effect: "write",
  idempotent: false,
  permission: { action: "dataset:write", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: ["not_found", "conflict", "unavailable"],
  input: z.object({
    projectId: ProjectId,
    sample: Sample,
    name: name.optional().meta({ description: "Default: the sample's own name" }),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(42)
      .meta({ description: "Only for the generated table" }),
  }),
  output: z.object({ dataset: Dataset, version: DatasetVersion }),
  tool: { say: "Add a bundled sample (titanic, breast-cancer, wine, diabetes) to a project as a dataset." },
  positional: ["sample"],
  ...stable,
});

export const listDatasets = operation({
  name: "datasets.list",
  kind: "call",
  summary: "List datasets",
  http: { method: "GET", path: "/datasets" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: ProjectId.optional(),
    q: z.string().max(200).optional().meta({ description: "Text in the name or the description" }),
    sort: DatasetSort.default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Dataset),
  tool: {
    say: "List datasets with their size and target, newest first.",
    pick: (o) =>
      o.items.map(({ id, name: called, target, latestVersion, rowCount, columnCount }) => ({ id, name: called, target, latestVersion, rowCount, columnCount })),
  },
  ...stable,
});

export const getDataset = operation({
  name: "datasets.get",
  kind: "call",
  summary: "Show a dataset",
  http: { method: "GET", path: "/datasets/{datasetId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ datasetId: DatasetId }),
  output: Dataset,
  tool: { say: "Show one dataset." },
  ...stable,
});

export const updateDataset = operation({
  name: "datasets.update",
  kind: "call",
  summary: "Rename a dataset, describe it or name its target column",
  http: { method: "PATCH", path: "/datasets/{datasetId}" },
  effect: "write",
  idempotent: true,
  permission: { action: "dataset:write", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    datasetId: DatasetId,
    name: name.optional(),
    description: description.optional(),
    target: ColumnName.nullable().optional().meta({ description: "A column of the latest version; null for none" }),
  }),
  output: Dataset,
  undoable: true,
  tool: { say: "Rename a dataset, describe it, or set the column a model should predict (target)." },
  ...stable,
});

export const removeDataset = operation({
  name: "datasets.remove",
  kind: "call",
  summary: "Remove a dataset; can be undone",
  http: { method: "DELETE", path: "/datasets/{datasetId}" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "dataset:write", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ datasetId: DatasetId }),
  output: z.object({ id: DatasetId, name: z.string(), removedAt: Timestamp }),
  undoable: true,
  tool: {
    say: "Remove a dataset from the lists. It can be brought back.",
    confirm: (i) => `Remove dataset ${i.datasetId} with all its versions from the lists. This can be undone.`,
  },
  ...stable,
});

export const listVersions = operation({
  name: "datasets.versions",
  kind: "call",
  summary: "List a dataset's versions, newest first",
  http: { method: "GET", path: "/datasets/{datasetId}/versions" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    datasetId: DatasetId,
    q: z.string().max(200).optional().meta({ description: "Text in how it was made, by whom, or the file name" }),
    sort: z.enum(["version", "rowCount", "sizeBytes"]).default("version"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(DatasetVersion.omit({ columns: true, files: true }).extend({ columnCount: z.int() })),
  tool: { say: "List a dataset's versions with row counts and how each was made." },
  ...stable,
});

export const getVersion = operation({
  name: "datasets.getVersion",
  kind: "call",
  summary: "Show a version: columns, counts, hash, files, recipe",
  http: { method: "GET", path: "/datasets/{datasetId}/version" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(ofVersion),
  output: DatasetVersion,
  tool: {
    say: "Show a dataset version's columns with types and target, row count, and how it was made.",
    pick: (o) => ({ version: o.version, columns: o.columns.slice(0, 200), rowCount: o.rowCount, madeBy: o.madeBy, recipe: o.recipe }),
  },
  ...stable,
});

export const previewRows = operation({
  name: "datasets.preview",
  kind: "call",
  summary: "Look at rows: any page, sorted and filtered over the whole version",
  http: { method: "GET", path: "/datasets/{datasetId}/rows" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found", "unavailable"],
  input: z.object({
    ...ofVersion,
    filter: z.string().max(4000).optional().meta({
      description:
        "Condition on columns: Age > 30 and Sex = 'male'; not, and, or, ( ); = != < <= > >=, in ('a', 'b'), between 1 and 2, contains, starts with, ends with, is missing, is not missing; columns with spaces in `back-ticks`",
    }),
    q: z.string().max(200).optional().meta({ description: "Text that any column holds" }),
    columns: z.array(ColumnName).max(5000).optional().meta({ description: "Only these; default all" }),
    sort: ColumnName.optional().meta({ description: "Column to order by; default the order of the file. Missing values come last" }),
    order: z.enum(["asc", "desc"]).default("asc"),
    offset: z.int().min(0).optional().meta({ description: "Rows to skip, to jump into the middle; instead of a cursor" }),
    ...pageInput,
  }),
  output: z.object({
    datasetId: DatasetId,
    version: z.int(),
    columns: z.array(Column),
    items: z.array(z.record(z.string(), Cell)),
    rowNumbers: z.array(z.int()).meta({ description: "Row number in the version of each item, from 1" }),
    matched: z.int().meta({ description: "Rows the filter lets through" }),
    total: z.int().meta({ description: "Rows of the version" }),
    nextCursor: z.string().nullable(),
  }),
  tool: {
    say: "Read rows of a dataset version, filtered and sorted over all rows.",
    pick: (o) => ({ matched: o.matched, total: o.total, items: o.items.slice(0, 20) }),
  },
  ...stable,
});

export const downloadDataset = operation({
  name: "datasets.download",
  kind: "transfer",
  direction: "download",
  summary: "Download a version as CSV",
  http: { method: "GET", path: "/datasets/{datasetId}/download" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [], sensitive: true },
  errors: ["not_found", "unavailable"],
  input: z.object(ofVersion),
  output: z.object({ filename: z.string() }),
  tool: { say: "Give a link that downloads a dataset version as CSV." },
  ...stable,
});

export const watchDataset = operation({
  name: "datasets.watch",
  kind: "watch",
  summary: "Follow a dataset: new versions, profiles, changes",
  http: { method: "GET", path: "/datasets/{datasetId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "dataset:read", on: onDataset },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ datasetId: DatasetId }),
  output: z.object({ dataset: Dataset, profiled: z.boolean().meta({ description: "The latest version has a profile" }) }),
  ...stable,
});

export { cleanDataset, diffVersions, getProfile, previewCleaning, profileDataset, suggestCleaning } from "./contract/analysis.ts";
export type { Cell, Column, ColumnType, Dataset, DatasetFile, DatasetVersion, Recipe, Sample, SampleInfo, Source } from "./contract/shapes.ts";
