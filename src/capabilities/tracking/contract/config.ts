import * as z from "zod";
import { operation } from "../../../kernel/contract/operation.ts";
import { Labels, RunId } from "./runs.ts";

export const setConfig = operation({
  name: "runs.setConfig",
  kind: "call",
  summary: "Keep a run's whole configuration, and the parameters drawn from it instead of those before",
  http: { method: "PUT", path: "/runs/{runId}/config" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ run: i.runId }) },
  audit: { redact: ["document", "params"] },
  errors: ["not_found", "conflict"],
  input: z.object({
    runId: RunId,
    document: z.string().max(12_000_000).meta({ description: "The configuration as its client wrote it, JSON or YAML; kept as it is" }),
    params: Labels,
  }),
  output: z.object({ params: z.int() }),
});

export const getConfig = operation({
  name: "runs.config",
  kind: "call",
  summary: "Read a run's whole configuration as it was sent",
  http: { method: "GET", path: "/runs/{runId}/config" },
  effect: "read",
  idempotent: true,
  permission: { action: "run:read", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({ runId: RunId }),
  output: z.object({ document: z.string().nullable() }),
});
