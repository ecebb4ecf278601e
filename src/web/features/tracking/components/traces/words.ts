import type { Trace } from "../../../../../capabilities/tracking/contract/traces.ts";
import type { JsonValue } from "../../../../../kernel/contract/common.ts";
import { msg } from "../../../../lib/i18n.ts";

/** What the state of a trace is called, and which icon it has. */
export const traceStatus: Readonly<Record<Trace["state"], { status: string; word: string }>> = {
  OK: { status: "finished", word: msg("Finished") },
  ERROR: { status: "failed", word: msg("Failed") },
  IN_PROGRESS: { status: "running", word: msg("Running") },
  STATE_UNSPECIFIED: { status: "unknown", word: msg("No data") },
};

export function shortTrace(id: string): string {
  return id.replace(/^tr-/, "").slice(0, 8);
}

/** A JSON value on one line. */
export function inline(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
