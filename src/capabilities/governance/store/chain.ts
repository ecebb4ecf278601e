import { raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Checked, Link } from "../domain.ts";
import type { StoredAudit } from "./audit.ts";

/** Digest over everything a row says, by a text that does not depend on a session's settings. */
const digest =
  raw(`encode(sha256(convert_to(jsonb_build_array(a.workspace_id, a.id, (extract(epoch from a.at) * 1000000)::bigint, a.actor_kind, a.actor_id, a.actor_name,
  a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id, a.client, a.count, extract(epoch from a.minute)::bigint, a.note,
  encode(a.payload_digest, 'hex'))::text, 'UTF8')), 'hex')`);

/** Workspaces with something to link, the watermark they lie above, and the one to store when they are done. */
export async function unlinkedWorkspaces(tx: Tx): Promise<{ workspaces: string[]; low: string; nextLow: string }> {
  const rows = await tx.rows<{ workspace_id: string | null; low: string; next_low: string }>(sql`
    select workspace_id, low::text, next_low::text from governance.unlinked()`);
  const [any] = rows;
  return {
    workspaces: rows.flatMap((r) => (r.workspace_id === null ? [] : [r.workspace_id])),
    low: any?.low ?? "0",
    nextLow: any?.next_low ?? "0",
  };
}

/** Raises the watermark; a lower value comes only from a database restored elsewhere. */
export async function setWatermark(tx: Tx, low: string): Promise<void> {
  await tx.run(sql`update governance.chainer set low = ${low}::xid8 where low <> ${low}::xid8`);
}

/** One chainer per workspace until this transaction ends. */
export async function lockChain(tx: Tx, ws: string): Promise<boolean> {
  const row = await tx.first<{ locked: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtext('governance.chain'), hashtext(${ws})) as locked`);
  return row?.locked ?? false;
}

/** Turns each closed minute's counters into one audit row. */
export async function foldMinutes(tx: Tx, ws: string): Promise<void> {
  await tx.run(sql`
    with gone as (
      delete from governance.audit_counts
      where workspace_id = ${ws} and minute < now() - interval '65 seconds'
      returning id, minute, actor_kind, actor_id, actor_name, operation, target, project_id, count
    )
    insert into governance.audit (workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id, surface,
      request_id, count, minute, payload_digest)
    select ${ws}, min(id::text)::uuid, uuid_extract_timestamp(min(id::text)::uuid), actor_kind, actor_id, max(actor_name), operation, 'done',
      governance.target_of(target), project_id, 'ingest', '', sum(count), minute, ''::bytea
    from gone group by minute, actor_kind, actor_id, operation, target, project_id`);
}

export async function chainHead(tx: Tx, ws: string): Promise<{ seq: number; hash: string } | null> {
  return await tx.first<{ seq: number; hash: string }>(sql`
    select seq, encode(hash, 'hex') as hash from governance.audit_chain where workspace_id = ${ws} order by seq desc limit 1`);
}

/** Ids of committed rows no link points to, oldest first. */
export async function unlinkedIds(tx: Tx, ws: string, low: string, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    with fresh as materialized (
      select a.id from governance.audit a
      where a.workspace_id = ${ws} and a.xid >= ${low}::xid8
        and not exists (select from governance.audit_chain l where l.workspace_id = a.workspace_id and l.audit_id = a.id)
    )
    select id from fresh order by id limit ${limit}`);
  return rows.map((row) => row.id);
}

/** Digests of those of the rows that are still unlinked. */
export async function digestsOf(tx: Tx, ws: string, ids: readonly string[]): Promise<{ auditId: string; digest: string }[]> {
  return await tx.rows<{ auditId: string; digest: string }>(sql`
    select a.id as "auditId", ${digest} as digest
    from unnest(${ids}::uuid[]) as wanted (id) join governance.audit a on a.workspace_id = ${ws} and a.id = wanted.id
    where not exists (select from governance.audit_chain l where l.workspace_id = ${ws} and l.audit_id = wanted.id)
    order by a.id`);
}

export async function insertLinks(tx: Tx, ws: string, links: readonly Link[]): Promise<void> {
  await tx.run(sql`
    insert into governance.audit_chain (workspace_id, seq, audit_id, digest, prev_hash, hash)
    select ${ws}, seq, audit_id, decode(digest, 'hex'), decode(prev_hash, 'hex'), decode(hash, 'hex')
    from unnest(${links.map((l) => l.seq)}::bigint[], ${links.map((l) => l.auditId)}::uuid[], ${links.map((l) => l.digest)}::text[],
      ${links.map((l) => l.prevHash)}::text[], ${links.map((l) => l.hash)}::text[]) as link (seq, audit_id, digest, prev_hash, hash)`);
}

/** Notes which resources the rows name, for the search. */
export async function insertRefs(tx: Tx, ws: string, ids: readonly string[]): Promise<void> {
  await tx.run(sql`
    insert into governance.audit_refs (workspace_id, ref_id, audit_id)
    select ${ws}, named.value, a.id
    from unnest(${ids}::uuid[]) as linked (id)
    join governance.audit a on a.workspace_id = ${ws} and a.id = linked.id
    cross join jsonb_each_text(a.target) as named
    on conflict do nothing`);
}

/** The next links after a place, each with its row and payload as they are now. */
export async function linksAfter(tx: Tx, ws: string, seq: number, limit: number): Promise<Checked[]> {
  return await tx.rows<Checked>(sql`
    select l.seq, l.audit_id as "auditId", encode(l.digest, 'hex') as digest, encode(l.prev_hash, 'hex') as "prevHash", encode(l.hash, 'hex') as hash,
      case when a.id is not null then ${digest} end as "digestNow",
      encode(a.payload_digest, 'hex') as "payloadDigest",
      case when p.audit_id is not null
        then encode(sha256(convert_to(jsonb_build_array(p.input, p.before, p.after, u.state)::text, 'UTF8')), 'hex') end as "payloadNow",
      a.minute is not null as summary
    from governance.audit_chain l
    left join governance.audit a on a.workspace_id = l.workspace_id and a.id = l.audit_id
    left join governance.audit_payloads p on p.workspace_id = l.workspace_id and p.audit_id = l.audit_id
    left join governance.audit_undo u on u.workspace_id = l.workspace_id and u.audit_id = l.audit_id
    where l.workspace_id = ${ws} and l.seq > ${seq} order by l.seq limit ${limit}`);
}

/** Rows without a link, whatever the watermark says, and how many minutes are still counted. */
export async function unlinkedTail(tx: Tx, ws: string, limit: number): Promise<{ count: number; openMinutes: number; rows: StoredAudit[] }> {
  const rows = await tx.rows<StoredAudit & { total: number }>(sql`
    select a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id, a.client,
      a.count, a.minute, a.note, u.audit_id is not null as undoable, u.undone_at, null::bigint as seq, count(*) over () as total
    from governance.audit a
    left join governance.audit_undo u on u.workspace_id = a.workspace_id and u.audit_id = a.id
    where a.workspace_id = ${ws}
      and not exists (select from governance.audit_chain l where l.workspace_id = a.workspace_id and l.audit_id = a.id)
    order by a.id limit ${limit}`);
  const open = await tx.first<{ n: number }>(sql`
    select count(distinct (minute, actor_id, operation, target)) as n from governance.audit_counts where workspace_id = ${ws}`);
  return { count: rows[0]?.total ?? 0, openMinutes: open?.n ?? 0, rows };
}
