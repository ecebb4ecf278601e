import * as z from "zod";
import { idOf, JobId, Timestamp } from "../../../kernel/contract/common.ts";
import { AppliedStep } from "./cleaning.ts";

export const DatasetId = idOf("dataset");
export const ProjectId = idOf("project");
export const VersionNumber = z.int().min(1).meta({ description: "Version number, from 1; the latest when left out" });
export const ColumnName = z.string().min(1).max(200);

export const ColumnType = z.enum(["number", "integer", "boolean", "string", "date", "timestamp"]);
export type ColumnType = z.output<typeof ColumnType>;

export const Column = z.object({
  name: ColumnName,
  type: ColumnType,
  role: z.literal("target").optional().meta({ description: "Set on the column a model should predict" }),
});
export type Column = z.output<typeof Column>;

/** A cell as it travels. Integers beyond 2^53 and the numbers NaN, Infinity and -Infinity come as text; null is missing. */
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.output<typeof Cell>;

export const Sample = z.enum(["titanic", "breast-cancer", "wine", "diabetes"]);
export type Sample = z.output<typeof Sample>;

export const SampleInfo = z.object({
  sample: Sample,
  title: z.string(),
  description: z.string(),
  rows: z.int(),
  columns: z.int(),
  target: z.string(),
  task: z.enum(["classification", "regression"]),
  generated: z.boolean().meta({ description: "Made by a generator; not a real table" }),
});
export type SampleInfo = z.output<typeof SampleInfo>;

export const Dataset = z.object({
  id: DatasetId,
  projectId: ProjectId,
  name: z.string(),
  description: z.string(),
  target: z.string().nullable().meta({ description: "Column a model should predict, where somebody said so" }),
  latestVersion: z.int(),
  rowCount: z.int(),
  columnCount: z.int(),
  sizeBytes: z.int().meta({ description: "Stored bytes of the latest version" }),
  qualityScore: z.number().nullable().meta({ description: "0 to 100 from the latest version's profile; null before it" }),
  createdBy: z.string().meta({ description: "Name of the person or key" }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Dataset = z.output<typeof Dataset>;

export const DatasetFile = z.object({
  key: z.string().meta({ description: "Object key of a Parquet file" }),
  sizeBytes: z.int(),
  rows: z.int(),
  sha256: z.string(),
});
export type DatasetFile = z.output<typeof DatasetFile>;

/** What the bytes were before they became a version. */
export const Source = z.object({
  filename: z.string().nullable(),
  sizeBytes: z.int(),
  sha256: z.string().meta({ description: "Of the bytes as sent" }),
  encoding: z.string(),
  delimiter: z.string(),
  header: z.boolean(),
});
export type Source = z.output<typeof Source>;

export const Recipe = z.object({
  steps: z.array(AppliedStep),
  rowsBefore: z.int(),
  rowsAfter: z.int(),
});
export type Recipe = z.output<typeof Recipe>;

export const DatasetVersion = z.object({
  datasetId: DatasetId,
  version: z.int(),
  columns: z.array(Column),
  rowCount: z.int(),
  sizeBytes: z.int(),
  sha256: z.string().meta({ description: "Of the Parquet file; of the files' hashes where there are several" }),
  parentVersion: z.int().nullable(),
  madeBy: z.enum(["upload", "sample", "clean"]),
  recipe: Recipe.nullable().meta({ description: "Cleaning steps with the values they used; replay them with `replay`" }),
  source: Source.nullable(),
  files: z.array(DatasetFile),
  profiled: z.boolean().meta({ description: "A profile is stored for it" }),
  createdBy: z.string(),
  createdAt: Timestamp,
});
export type DatasetVersion = z.output<typeof DatasetVersion>;

export const JobReference = z.object({ jobId: JobId, datasetId: DatasetId, version: z.int() });

/** Encodings an upload may name; `auto` finds UTF-8, UTF-16 and Western European files. */
export const Encoding = z.enum([
  "auto",
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1250",
  "windows-1251",
  "windows-1252",
  "windows-1254",
  "iso-8859-1",
  "iso-8859-2",
  "iso-8859-15",
  "koi8-r",
  "shift_jis",
  "euc-jp",
  "gbk",
  "gb18030",
  "big5",
  "euc-kr",
]);
export type Encoding = z.output<typeof Encoding>;
export const Delimiter = z.enum(["auto", "comma", "semicolon", "tab", "pipe"]);
export type Delimiter = z.output<typeof Delimiter>;

export const DatasetSort = z.enum(["createdAt", "updatedAt", "name", "rowCount", "sizeBytes"]);
export type DatasetSort = z.output<typeof DatasetSort>;

/** Shared pieces of the specs. */
export const onDataset = (input: { datasetId: string }) => ({ dataset: input.datasetId });
export const ofVersion = { datasetId: DatasetId, version: VersionNumber.optional() };
export const stable = { since: "0.1.0", stability: "stable" } as const;
