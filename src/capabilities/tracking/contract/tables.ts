import * as z from "zod";
import { Json } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { ArtifactPath } from "./artifacts.ts";
import { RunId } from "./runs.ts";

export const ArtifactTable = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string().meta({ description: "Type as DuckDB reads it" }) })),
  rows: z.array(z.array(Json)).meta({ description: "Cells in the order of the columns" }),
  total: z.int().meta({ description: "Rows of the whole file" }),
});
export type ArtifactTable = z.output<typeof ArtifactTable>;

export const readTable = operation({
  name: "runs.readTable",
  kind: "call",
  summary: "Read rows of a table that a run holds as CSV, TSV, Parquet or JSON lines",
  http: { method: "GET", path: "/runs/{runId}/artifacts/table" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found", "too_large", "unavailable"],
  input: z.object({
    runId: RunId,
    path: ArtifactPath,
    offset: z.int().min(0).default(0).meta({ description: "Rows to pass over" }),
    limit: z.int().min(1).max(500).default(100),
  }),
  output: ArtifactTable,
});
