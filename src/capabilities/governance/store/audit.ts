import { and, containing, raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { AuditRow } from "../contract.ts";

export interface StoredAudit {
  id: string;
  at: Date;
  actor_kind: "user" | "service" | "system" | null;
  actor_id: string | null;
  actor_name: string | null;
  operation: string;
  outcome: AuditRow["outcome"];
  target: Record<string, string>;
  project_id: string | null;
  surface: string;
  request_id: string;
  client: string | null;
  count: number;
  minute: Date | null;
  note: string | null;
  undoable: boolean;
  undone_at: Date | null;
  seq: number | null;
}

const columns = raw(`a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id,
  a.client, a.count, a.minute, a.note, u.audit_id is not null as undoable, u.undone_at, l.seq`);
const joins = raw(`left join governance.audit_undo u on u.workspace_id = a.workspace_id and u.audit_id = a.id
  left join governance.audit_chain l on l.workspace_id = a.workspace_id and l.audit_id = a.id`);

export function toAuditRow(row: StoredAudit): AuditRow {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor_id === null || row.actor_kind === null ? null : { kind: row.actor_kind, id: row.actor_id, name: row.actor_name ?? "" },
    operation: row.operation,
    outcome: row.outcome,
    target: row.target,
    projectId: row.project_id,
    surface: row.surface,
    requestId: row.request_id,
    from: row.client,
    count: row.count,
    minute: row.minute?.toISOString() ?? null,
    note: row.note,
    undo: row.undone_at ? "undone" : row.undoable && row.outcome === "done" ? "available" : "none",
    seq: row.seq,
  };
}

interface AuditFilter {
  projectId?: string | undefined;
  q?: string | undefined;
  actorId?: string | undefined;
  operation?: string | undefined;
  target?: string | undefined;
  outcome?: string | undefined;
  surface?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  /** Ids of UUIDv7 order around `since` and `until`, wide enough for their rows. */
  fromId?: string | undefined;
  toId?: string | undefined;
  order: "asc" | "desc";
  limit: number;
  afterId: string | null;
}

/** Rows that name a resource: linked ones by the index, the few not linked yet and open minutes by looking. */
async function naming(tx: Tx, ws: string, target: string): Promise<Statement> {
  const mark = await tx.first<{ low: string }>(sql`select low::text as low from governance.chainer`);
  const named = sql`exists (select from jsonb_each_text(b.target) as part where part.value = ${target})`;
  return sql`
    select r.audit_id as id from governance.audit_refs r where r.workspace_id = ${ws} and r.ref_id = ${target}
    union all
    select b.id from governance.audit b where b.workspace_id = ${ws} and b.xid >= ${mark?.low ?? "0"}::xid8 and ${named}
    union all
    select b.id from open b where ${named}`;
}

const rowColumns = raw(
  "workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id, surface, request_id, client, count, minute, note",
);

/** Newest first is the order of ids: UUIDv7 counts time. Open minutes are summed once, whatever the plan. */
export async function listAudit(tx: Tx, ws: string, f: AuditFilter): Promise<StoredAudit[]> {
  const where: Statement[] = [sql`a.workspace_id = ${ws}`];
  if (f.target) where.push(sql`a.id in (select id from named)`);
  if (f.projectId) where.push(sql`a.project_id = ${f.projectId}`);
  if (f.actorId) where.push(sql`a.actor_id = ${f.actorId}`);
  if (f.operation) where.push(f.operation.endsWith(".") ? sql`starts_with(a.operation, ${f.operation})` : sql`a.operation = ${f.operation}`);
  if (f.outcome) where.push(sql`a.outcome = ${f.outcome}`);
  if (f.surface) where.push(sql`a.surface = ${f.surface}`);
  if (f.since) where.push(sql`a.at >= ${f.since}::timestamptz`);
  if (f.until) where.push(sql`a.at < ${f.until}::timestamptz`);
  if (f.fromId) where.push(sql`a.id >= ${f.fromId}::uuid`);
  if (f.toId) where.push(sql`a.id < ${f.toId}::uuid`);
  if (f.q) {
    const like = containing(f.q);
    where.push(sql`concat_ws(' ', a.operation, a.actor_name, a.note, a.target::text, a.request_id) ilike ${like}`);
  }
  if (f.afterId) where.push(f.order === "asc" ? sql`a.id > ${f.afterId}::uuid` : sql`a.id < ${f.afterId}::uuid`);
  const named = f.target ? sql`, named as materialized (${await naming(tx, ws, f.target)})` : sql``;
  return await tx.rows<StoredAudit>(sql`
    with open as materialized (select ${rowColumns} from governance.open_counts where workspace_id = ${ws})${named}
    select ${columns}
    from (select ${rowColumns} from governance.audit where workspace_id = ${ws} union all select ${rowColumns} from open) a ${joins}
    where ${and(where)} order by a.id ${raw(f.order === "asc" ? "asc" : "desc")} limit ${f.limit + 1}`);
}

interface FullAudit extends StoredAudit {
  input: JsonValue;
  before: JsonValue | null;
  after: JsonValue | null;
  has_payload: boolean;
  hash: string | null;
}

export async function auditById(tx: Tx, ws: string, id: string): Promise<FullAudit | null> {
  return await tx.first<FullAudit>(sql`
    select ${columns}, p.input, p.before, p.after, p.audit_id is not null as has_payload, encode(l.hash, 'hex') as hash
    from governance.pub_audit a ${joins}
    left join governance.audit_payloads p on p.workspace_id = a.workspace_id and p.audit_id = a.id
    where a.workspace_id = ${ws} and a.id = ${id}`);
}
