import { refuse } from "../../kernel/contract/errors.ts";
import type { Job, LogLine } from "./contract.ts";

/** What {@link presentJob} needs of a row; the store's row fits it. */
export interface PresentableJob {
  id: string;
  name: string;
  label: string;
  project_id: string | null;
  actor: { kind: "user" | "service" | "system"; id: string; name: string };
  state: Job["state"];
  done: number;
  total: number | null;
  message: string;
  cancelling: boolean;
  priority: number;
  attempt: number;
  attempts: number;
  error: string | null;
  result: Job["result"];
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  waiting: "no_worker" | "unknown_definition" | "retry" | "key" | "slot" | null;
  run_after: Date | null;
}

/** The job as the contract shows it. */
export function presentJob(row: PresentableJob): Job {
  return {
    id: row.id,
    name: row.name,
    label: row.label,
    state: row.state,
    done: row.done,
    total: row.total,
    message: row.message,
    waiting: waitingText(row),
    cancelling: row.cancelling,
    attempt: row.attempt,
    attempts: row.attempts,
    priority: row.priority,
    projectId: row.project_id,
    requestedBy: { kind: row.actor.kind, id: row.actor.id, name: row.actor.name },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    error: row.error,
    result: row.result,
  };
}

/** Why a queued job waits, in words. */
export function waitingText(row: Pick<PresentableJob, "waiting" | "name" | "run_after">): string | null {
  switch (row.waiting) {
    case null:
      return null;
    case "no_worker":
      return "No worker is running.";
    case "unknown_definition":
      return `No running worker knows ${row.name}; it starts when a worker with newer code does.`;
    case "retry":
      return `Tries again at ${row.run_after?.toISOString() ?? "an unknown time"}.`;
    case "key":
      return "Another job of its kind is still running; they run one after another.";
    case "slot":
      return "Waits for a free place in a worker.";
  }
}

export function presentLine(row: { line: number; attempt: number; level: LogLine["level"]; text: string; at: Date }): LogLine {
  return { line: row.line, attempt: row.attempt, level: row.level, text: row.text, at: row.at.toISOString() };
}

/**
 * Pause before try `attempt + 1`: 2 s, 4 s, 8 s … at most 5 minutes, spread by ±20 % so that jobs that failed together do not return together.
 * @param random01 a number in [0, 1)
 */
export function backoffMs(attempt: number, random01: number): number {
  const base = Math.min(2000 * 2 ** Math.max(0, attempt - 1), 300_000);
  return Math.round(base * (0.8 + 0.4 * random01));
}

/** Refusals that a later try would only repeat. */
const settled = new Set(["unauthenticated", "forbidden", "not_found", "conflict", "checks_failed", "too_large", "invalid_input"]);

/** Whether another try may help after a failure with this error code (null: not a refusal). */
export function worthRetrying(code: string | null): boolean {
  return code === null || !settled.has(code);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a decoded cursor `[sort value, id, sort]` was made by this list with this sort. */
export function cursorFits(sort: string, [value, id, by]: readonly unknown[]): boolean {
  if (by !== sort || typeof id !== "string" || !uuid.test(id)) return false;
  switch (sort) {
    case "createdAt":
      return value === id;
    case "priority":
      return Number.isInteger(value) && Math.abs(Number(value)) <= 100;
    case "startedAt":
    case "endedAt":
      return typeof value === "number";
    default:
      return typeof value === "string";
  }
}

export function wrongCursor(): Error {
  return refuse("invalid_input", "The cursor belongs to another list or another sort.", "Take nextCursor from the previous page, or leave the cursor out.", {
    fields: [{ path: "cursor", message: "not a cursor of this list" }],
  });
}
