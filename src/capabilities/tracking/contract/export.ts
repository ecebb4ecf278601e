import * as z from "zod";
import { idOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { columnOf } from "./columns.ts";
import { ExperimentId, View } from "./experiments.ts";

const Column = z
  .string()
  .max(280)
  .refine((text) => columnOf(text) !== null, "a column such as attr:name, param:depth, tag:team or max:val_auc");

export const exportRuns = operation({
  name: "runs.exportCsv",
  kind: "transfer",
  direction: "download",
  summary: "Download every run that matches as CSV",
  http: { method: "POST", path: "/runs/csv" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ project: i.projectId, experiment: i.experimentIds?.[0] }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    projectId: idOf("project").optional(),
    experimentIds: z.array(ExperimentId).max(1000).optional(),
    filter: z.string().max(100_000).optional().meta({ description: "As runs.search" }),
    orderBy: z.array(z.string().max(1000)).max(50).optional(),
    view: View.default("active"),
    roots: z.boolean().default(false),
    columns: z
      .array(z.object({ column: Column, title: z.string().max(300) }))
      .min(1)
      .max(500),
  }),
  output: z.object({ columns: z.int() }),
});
