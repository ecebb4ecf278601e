import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Actor, Resource, Statement, Tx } from "../../../kernel/ports.ts";
import type { Approval, ApprovalStatus } from "../contract.ts";

interface ApprovalRow {
  id: string;
  operation: string;
  summary: string;
  input: JsonValue;
  rule: string;
  reason: string;
  status: ApprovalStatus;
  project_id: string | null;
  resource_type: string | null;
  resource_id: string | null;
  resource_label: string | null;
  resource_state: string | null;
  maker_kind: "user" | "service" | "system";
  maker_id: string;
  maker_name: string;
  maker_person: string;
  checker_kind: "user" | null;
  checker_id: string | null;
  checker_name: string | null;
  decided_at: Date | null;
  comment: string | null;
  job_id: string | null;
  result: JsonValue;
  error: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface StoredApproval extends Approval {
  makerPerson: string;
  resourceState: string | null;
}

const columns = raw(`id, operation, summary, input, rule, reason, status, project_id, resource_type, resource_id, resource_label, resource_state,
  maker_kind, maker_id, maker_name, maker_person, checker_kind, checker_id, checker_name, decided_at, comment, job_id, result, error,
  created_at, updated_at`);

function toApproval(row: ApprovalRow): StoredApproval {
  return {
    id: row.id,
    operation: row.operation,
    summary: row.summary,
    input: row.input,
    rule: row.rule,
    reason: row.reason,
    status: row.status,
    projectId: row.project_id,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    resourceLabel: row.resource_label,
    resourceState: row.resource_state,
    maker: { kind: row.maker_kind, id: row.maker_id, name: row.maker_name },
    makerPerson: row.maker_person,
    checker: row.checker_id === null ? null : { kind: "user", id: row.checker_id, name: row.checker_name ?? "" },
    comment: row.comment,
    decidedAt: row.decided_at?.toISOString() ?? null,
    jobId: row.job_id,
    result: row.result,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

interface NewApproval {
  operation: string;
  summary: string;
  input: JsonValue;
  rule: string;
  reason: string;
  resource: Resource | null;
  maker: Actor;
}

/** Stores the request, or finds the same maker's waiting one. */
export async function requestApproval(tx: Tx, ws: string, request: NewApproval): Promise<string> {
  const { resource, maker } = request;
  const input = JSON.stringify(request.input);
  const row = await tx.first<{ id: string }>(sql`
    with fresh as (
      insert into governance.approvals (workspace_id, operation, summary, input, rule, reason, project_id, resource_type, resource_id,
        resource_label, resource_state, maker_kind, maker_id, maker_name, maker_person)
      values (${ws}, ${request.operation}, ${request.summary}, ${input}::jsonb, ${request.rule}, ${request.reason}, ${resource?.projectId ?? null},
        ${resource?.type ?? null}, ${resource?.id ?? null}, ${resource?.label ?? null}, ${resource?.state ?? null},
        ${maker.kind}, ${maker.id}, ${maker.name}, ${maker.ownerId ?? maker.id})
      on conflict (workspace_id, operation, maker_id, md5(input::text)) where status = 'pending' do nothing
      returning id
    )
    select id from fresh
    union all
    select id from governance.approvals
    where workspace_id = ${ws} and operation = ${request.operation} and maker_id = ${maker.id} and status = 'pending' and input = ${input}::jsonb
    limit 1`);
  if (!row) throw new Error("The request for approval was neither stored nor found.");
  return row.id;
}

/** Writes the outbox row of a change made outside a handler. */
export async function announceApproval(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`insert into core.outbox (workspace_id, topic, ref_id) values (${ws}, 'approvals', ${id})`);
}

export async function approvalById(tx: Tx, ws: string, id: string): Promise<StoredApproval | null> {
  const row = await tx.first<ApprovalRow>(sql`select ${columns} from governance.approvals where workspace_id = ${ws} and id = ${id}`);
  return row && toApproval(row);
}

/** Takes the row's lock, so that two decisions never cross. */
export async function lockApproval(tx: Tx, ws: string, id: string): Promise<StoredApproval | null> {
  const row = await tx.first<ApprovalRow>(sql`select ${columns} from governance.approvals where workspace_id = ${ws} and id = ${id} for update`);
  return row && toApproval(row);
}

export async function hasInput(tx: Tx, ws: string, id: string, input: JsonValue): Promise<boolean> {
  const row = await tx.first<{ same: boolean }>(sql`
    select input = ${JSON.stringify(input)}::jsonb as same from governance.approvals where workspace_id = ${ws} and id = ${id}`);
  return row?.same ?? false;
}

interface Decided {
  status: ApprovalStatus;
  checker?: Actor | undefined;
  comment?: string | null | undefined;
  error?: string | null | undefined;
  result?: JsonValue | undefined;
}

/** Moves a request on; what is not given stays. */
export async function decide(tx: Tx, ws: string, id: string, to: Decided): Promise<StoredApproval> {
  const row = await tx.first<ApprovalRow>(sql`
    update governance.approvals set
      status = ${to.status},
      checker_kind = coalesce(checker_kind, ${to.checker?.kind ?? null}),
      checker_id = coalesce(checker_id, ${to.checker?.id ?? null}),
      checker_name = coalesce(checker_name, ${to.checker?.name ?? null}),
      decided_at = case when ${to.checker !== undefined} then now() else decided_at end,
      comment = coalesce(${to.comment ?? null}, comment),
      error = coalesce(${to.error ?? null}, error),
      result = coalesce(${to.result === undefined ? null : JSON.stringify(to.result)}::jsonb, result),
      updated_at = now()
    where workspace_id = ${ws} and id = ${id}
    returning ${columns}`);
  if (!row) throw new Error(`Approval ${id} vanished while it was locked.`);
  return toApproval(row);
}

export async function setJob(tx: Tx, ws: string, id: string, jobId: string): Promise<void> {
  await tx.run(sql`update governance.approvals set job_id = ${jobId} where workspace_id = ${ws} and id = ${id}`);
}

interface ApprovalFilter {
  projectId?: string | undefined;
  q?: string | undefined;
  status?: string | undefined;
  operation?: string | undefined;
  resourceId?: string | undefined;
  makerId?: string | undefined;
  sort: "createdAt" | "updatedAt";
  order: "asc" | "desc";
  limit: number;
  after: readonly (string | number | boolean | null)[] | null;
}

const sortColumns = { createdAt: "created_at", updatedAt: "updated_at" } as const;

export async function listApprovals(tx: Tx, ws: string, filter: ApprovalFilter): Promise<StoredApproval[]> {
  const column = oneOf(sortColumns[filter.sort], Object.values(sortColumns));
  const where: Statement[] = [sql`workspace_id = ${ws}`];
  if (filter.projectId) where.push(sql`project_id = ${filter.projectId}`);
  if (filter.status) where.push(sql`status = ${filter.status}`);
  if (filter.operation) where.push(sql`operation = ${filter.operation}`);
  if (filter.resourceId) where.push(sql`resource_id = ${filter.resourceId}`);
  if (filter.makerId) where.push(sql`maker_id = ${filter.makerId}`);
  if (filter.q) where.push(sql`concat_ws(' ', summary, reason, maker_name, operation, resource_label) ilike ${containing(filter.q)}`);
  if (filter.after) where.push(sql`(${column}, id) ${raw(filter.order === "asc" ? ">" : "<")} (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)`);
  const direction = raw(filter.order === "asc" ? "asc" : "desc");
  const rows = await tx.rows<ApprovalRow>(sql`
    select ${columns} from governance.approvals where ${and(where)}
    order by ${column} ${direction}, id ${direction} limit ${filter.limit + 1}`);
  return rows.map(toApproval);
}

/** Agreed requests whose job should have ended them by now. */
export async function overdue(tx: Tx, ws: string, seconds: number): Promise<{ id: string; jobId: string }[]> {
  return await tx.rows(sql`
    select id, job_id as "jobId" from governance.approvals
    where workspace_id = ${ws} and status = 'approved' and job_id is not null and updated_at < now() - make_interval(secs => ${seconds})
    order by created_at, id limit 100`);
}

export async function countWaiting(tx: Tx, ws: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`
    select count(*) as n from governance.approvals where workspace_id = ${ws} and status = 'pending'`);
  return row?.n ?? 0;
}

/** Persons of the workspace, by identity's published view. */
export async function countMembers(tx: Tx, ws: string): Promise<number> {
  const row = await tx.first<{ n: number }>(sql`select count(*) as n from identity.pub_members where workspace_id = ${ws} and kind = 'user'`);
  return row?.n ?? 0;
}
