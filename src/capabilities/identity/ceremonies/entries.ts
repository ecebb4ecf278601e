import { randomUUIDv7 } from "node:crypto";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Actor, AuditEntry, Journal, OutboxEvent, Tx } from "../../../kernel/ports.ts";
import { readHomeWorkspace } from "../store/principals.ts";
import { asPerson, enter } from "../store/scope.ts";

/** Where a ceremony came from. */
export interface From {
  address: string | null;
  userAgent: string | null;
  requestId: string;
  surface: "web" | "cli";
}

export interface Happening {
  operation: string;
  outcome: "done" | "refused";
  actor: Actor | null;
  target: Record<string, string>;
  input: JsonValue;
  note: string | null;
  from: From;
}

export function person(id: string, name: string, workspaceId: string | null): Actor {
  return { kind: "user", id, name, workspaceId, role: null, projectGrants: {} };
}

/** Writes what a ceremony did; ceremonies run before the pipeline could. Enters the workspace it is told in. */
export async function record(journal: Journal, tx: Tx, workspaceId: string | null, what: Happening, events: readonly OutboxEvent[] = []): Promise<void> {
  await enter(tx, workspaceId);
  const entry: AuditEntry = {
    id: randomUUIDv7(),
    workspaceId,
    actor: what.actor,
    operation: what.operation,
    outcome: what.outcome,
    target: what.target,
    projectId: null,
    surface: what.from.surface,
    requestId: what.from.requestId,
    from: what.from.address,
    input: what.input,
    before: null,
    after: null,
    note: what.note,
    count: 1,
    undo: null,
  };
  await journal.record(tx, entry, events, workspaceId);
}

/** The workspace where a person's sign-ins are told: their first. */
export async function homeOf(tx: Tx, userId: string): Promise<string | null> {
  await asPerson(tx, userId);
  return await readHomeWorkspace(tx, userId);
}
