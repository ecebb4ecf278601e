import { prepared, sql } from "../../../db/sql.ts";
import type { AuditEntry, IngestCount, OutboxEvent, Statement } from "../../../kernel/ports.ts";

/**
 * One statement for the audit row, its payload, its undo state and the outbox rows.
 * Written with numbered parameters, so that each value travels once.
 */
const recordText = `
with entry as (
  insert into governance.audit (workspace_id, id, actor_kind, actor_id, actor_name, operation, outcome, target,
    project_id, surface, request_id, client, count, note, payload_digest)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14,
    sha256(convert_to(jsonb_build_array($15::jsonb, $16::jsonb, $17::jsonb, $18::jsonb)::text, 'UTF8')))
), payload as (
  insert into governance.audit_payloads (workspace_id, audit_id, input, before, after)
  values ($1, $2, $15::jsonb, $16::jsonb, $17::jsonb)
), undo as (
  insert into governance.audit_undo (workspace_id, audit_id, operation, input, state)
  select $1, $2, $6, $15::jsonb, $18::jsonb where $18::jsonb is not null
)
insert into core.outbox (workspace_id, topic, ref_id)
select $1, topic, ref_id from unnest($19::text[], $20::text[]) as event (topic, ref_id)`;

export function recordEntry(ws: string, entry: AuditEntry, events: readonly OutboxEvent[]): Statement {
  return {
    name: "governance.record",
    text: recordText,
    values: [
      ws,
      entry.id,
      entry.actor?.kind ?? null,
      entry.actor?.id ?? null,
      entry.actor?.name ?? null,
      entry.operation,
      entry.outcome,
      JSON.stringify(entry.target),
      entry.projectId,
      entry.surface,
      entry.requestId,
      entry.from,
      entry.count,
      entry.note,
      json(entry.input),
      json(entry.before),
      json(entry.after),
      json(entry.undo),
      events.map((e) => e.topic),
      events.map((e) => e.id),
    ],
  };
}

export function recordAccountEntry(entry: AuditEntry): Statement {
  return prepared(
    "governance.recordAccount",
    sql`insert into governance.account_audit (id, actor_kind, actor_id, actor_name, operation, outcome, target, surface, request_id, client,
          note, input, before, after)
        values (${entry.id}, ${entry.actor?.kind ?? null}, ${entry.actor?.id ?? null}, ${entry.actor?.name ?? null}, ${entry.operation},
          ${entry.outcome}, ${JSON.stringify(entry.target)}::jsonb, ${entry.surface}, ${entry.requestId}, ${entry.from}, ${entry.note},
          ${json(entry.input)}::jsonb, ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb)`,
  );
}

export function announce(ws: string | null, events: readonly OutboxEvent[]): Statement {
  return prepared(
    "governance.announce",
    sql`insert into core.outbox (workspace_id, topic, ref_id)
        select ${ws}::uuid, topic, ref_id from unnest(${events.map((e) => e.topic)}::text[], ${events.map((e) => e.id)}::text[]) as event (topic, ref_id)`,
  );
}

const countText = `
with counted as (
  insert into governance.audit_counts (workspace_id, actor_kind, actor_id, actor_name, operation, target, project_id, count)
  select $1::uuid, kind, id, name, operation, target, project_id, count
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bigint[])
    as item (kind, id, name, operation, target, project_id, count)
)
insert into core.outbox (workspace_id, topic, ref_id)
select $1::uuid, topic, ref_id from unnest($9::text[], $10::text[]) as event (topic, ref_id)`;

/** Counts of one workspace. */
export function addCounts(ws: string, counts: readonly IngestCount[], events: readonly OutboxEvent[]): Statement {
  return {
    name: "governance.count",
    text: countText,
    values: [
      ws,
      counts.map((c) => c.actor.kind),
      counts.map((c) => c.actor.id),
      counts.map((c) => c.actor.name),
      counts.map((c) => c.operation),
      counts.map((c) => c.target),
      counts.map((c) => c.projectId),
      counts.map((c) => c.count),
      events.map((e) => e.topic),
      events.map((e) => e.id),
    ],
  };
}

export function takeUndoState(ws: string, auditId: string): Statement {
  return sql`
    update governance.audit_undo set undone_at = now()
    where workspace_id = ${ws} and audit_id = ${auditId} and undone_at is null
    returning operation, input, state`;
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
