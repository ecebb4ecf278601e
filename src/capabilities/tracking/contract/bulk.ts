import * as z from "zod";
import { idOf } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { Key, RunId } from "./runs.ts";

const many = { projectId: idOf("project"), runIds: z.array(RunId).min(1).max(1000) };
const onProject = (i: { projectId: string }) => ({ project: i.projectId });

export const deleteRuns = operation({
  name: "runs.deleteMany",
  kind: "call",
  summary: "Delete runs of a project; they can be restored",
  http: { method: "POST", path: "/runs/delete-many" },
  effect: "destructive",
  idempotent: true,
  permission: { action: "run:write", on: onProject },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object(many),
  output: z.object({ deleted: z.int() }),
  tool: { say: "Delete several runs; they can be restored.", confirm: (i) => `Delete ${i.runIds.length} runs` },
});

export const restoreRuns = operation({
  name: "runs.restoreMany",
  kind: "call",
  summary: "Restore deleted runs of a project",
  http: { method: "POST", path: "/runs/restore-many" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onProject },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object(many),
  output: z.object({ restored: z.int() }),
});

export const tagRuns = operation({
  name: "runs.tagMany",
  kind: "call",
  summary: "Set and remove tags of several runs of a project",
  http: { method: "POST", path: "/runs/tag-many" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: onProject },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({
    ...many,
    set: z.record(Key, z.string().max(8000)).default({}),
    remove: z.array(Key).max(100).default([]),
  }),
  output: z.object({ tagged: z.int() }),
});
