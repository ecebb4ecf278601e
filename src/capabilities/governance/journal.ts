import type { IngestCount, Journal } from "../../kernel/ports.ts";
import type { JsonValue } from "../../kernel/contract/common.ts";
import { addCounts, announce, recordAccountEntry, recordEntry, takeUndoState } from "./store/journal.ts";

/** The kernel's audit port over governance's tables; every statement travels with COMMIT. */
export function createJournal(): Journal {
  return {
    async record(tx, entry, events, workspaceId) {
      const ws = entry?.workspaceId ?? workspaceId;
      if (entry && ws !== null) return tx.atCommit(recordEntry(ws, entry, events));
      if (entry) tx.atCommit(recordAccountEntry(entry));
      if (events.length > 0) tx.atCommit(announce(ws, events));
    },
    async count(tx, counts, events) {
      const first = counts[0];
      if (!first) {
        if (events.length > 0) throw new Error("Events of an ingest travel with its counts.");
        return;
      }
      tx.atCommit(addCounts(first.workspaceId, merged(counts), events));
    },
    async takeUndo(tx, workspaceId, auditId) {
      return await tx.first<{ operation: string; input: JsonValue; state: JsonValue }>(takeUndoState(workspaceId, auditId));
    },
  };
}

/** One count per actor, operation and target: a batch of one run's points is one row. */
function merged(counts: readonly IngestCount[]): IngestCount[] {
  const byKey = new Map<string, IngestCount>();
  for (const count of counts) {
    const key = `${count.actor.id}\n${count.operation}\n${count.target}`;
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, count: known.count + count.count } : count);
  }
  return [...byKey.values()];
}
