import * as z from "zod";
import { Timestamp } from "../../../kernel/contract/common.ts";
import { operation } from "../../../kernel/contract/operation.ts";
import { RunId } from "./runs.ts";

export const beat = operation({
  name: "runs.beat",
  kind: "ingest",
  summary: "Say that a run's client lives; a silence longer than announced ends the run as failed",
  http: { method: "POST", path: "/runs/{runId}/beat" },
  effect: "write",
  idempotent: true,
  permission: { action: "run:write", on: (i) => ({ run: i.runId }) },
  audit: { redact: [] },
  errors: ["not_found", "rate_limited", "unavailable"],
  input: z.object({
    runId: RunId,
    withinS: z.int().min(5).max(604_800).default(300).meta({ description: "The longest silence, in seconds, before the run counts as dead" }),
  }),
  output: z.object({ dueAt: Timestamp }),
});
