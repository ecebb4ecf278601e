-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/approvals.ts requestApproval
with fresh as (
  insert into governance.approvals (workspace_id, operation, summary, input, rule, reason, project_id, resource_type, resource_id,
    resource_label, resource_state, maker_kind, maker_id, maker_name, maker_person)
  values ($1, $2, $3, $4::jsonb, $5, $6, $7,
    $8, $9, $10, $11,
    $12, $13, $14, $15)
  on conflict (workspace_id, operation, maker_id, md5(input::text)) where status = 'pending' do nothing
  returning id
)
select id from fresh
union all
select id from governance.approvals
where workspace_id = $16 and operation = $17 and maker_id = $18 and status = 'pending' and input = $19::jsonb
limit 1;

-- store/approvals.ts announceApproval
insert into core.outbox (workspace_id, topic, ref_id) values ($1, 'approvals', $2);

-- store/approvals.ts approvalById
select id, operation, summary, input, rule, reason, status, project_id, resource_type, resource_id, resource_label, resource_state,
  maker_kind, maker_id, maker_name, maker_person, checker_kind, checker_id, checker_name, decided_at, comment, job_id, result, error,
  created_at, updated_at from governance.approvals where workspace_id = $1 and id = $2;

-- store/approvals.ts lockApproval
select id, operation, summary, input, rule, reason, status, project_id, resource_type, resource_id, resource_label, resource_state,
  maker_kind, maker_id, maker_name, maker_person, checker_kind, checker_id, checker_name, decided_at, comment, job_id, result, error,
  created_at, updated_at from governance.approvals where workspace_id = $1 and id = $2 for update;

-- store/approvals.ts hasInput
select input = $1::jsonb as same from governance.approvals where workspace_id = $2 and id = $3;

-- store/approvals.ts decide
update governance.approvals set
  status = $1,
  checker_kind = coalesce(checker_kind, $2),
  checker_id = coalesce(checker_id, $3),
  checker_name = coalesce(checker_name, $4),
  decided_at = case when $5 then now() else decided_at end,
  comment = coalesce($6, comment),
  error = coalesce($7, error),
  result = coalesce($8::jsonb, result),
  updated_at = now()
where workspace_id = $9 and id = $10
returning id, operation, summary, input, rule, reason, status, project_id, resource_type, resource_id, resource_label, resource_state,
  maker_kind, maker_id, maker_name, maker_person, checker_kind, checker_id, checker_name, decided_at, comment, job_id, result, error,
  created_at, updated_at;

-- store/approvals.ts setJob
update governance.approvals set job_id = $1 where workspace_id = $2 and id = $3;

-- store/approvals.ts listApprovals
select id, operation, summary, input, rule, reason, status, project_id, resource_type, resource_id, resource_label, resource_state,
  maker_kind, maker_id, maker_name, maker_person, checker_kind, checker_id, checker_name, decided_at, comment, job_id, result, error,
  created_at, updated_at from governance.approvals where workspace_id = $1 [and project_id = $2] [and status = $3] [and operation = $4] [and resource_id = $5] [and maker_id = $6] [and concat_ws(' ', summary, reason, maker_name, operation, resource_label) ilike $7] [and ({oneOf(sortColumns[filter.sort], Object.values(sortColumns))}, id) {> | <} ($8::timestamptz, $9::uuid)]
order by {oneOf(sortColumns[filter.sort], Object.values(sortColumns))} {asc | desc}, id {asc | desc} limit $10;

-- store/approvals.ts overdue
select id, job_id as "jobId" from governance.approvals
where workspace_id = $1 and status = 'approved' and job_id is not null and updated_at < now() - make_interval(secs => $2)
order by created_at, id limit 100;

-- store/approvals.ts countWaiting
select count(*) as n from governance.approvals where workspace_id = $1 and status = 'pending';

-- store/approvals.ts countMembers
select count(*) as n from identity.pub_members where workspace_id = $1 and kind = 'user';

-- store/audit.ts naming
select low::text as low from governance.chainer;

-- store/audit.ts naming
select r.audit_id as id from governance.audit_refs r where r.workspace_id = $1 and r.ref_id = $2
union all
select b.id from governance.audit b where b.workspace_id = $3 and b.xid >= $4::xid8 and exists (select from jsonb_each_text(b.target) as part where part.value = $5)
union all
select b.id from open b where exists (select from jsonb_each_text(b.target) as part where part.value = $6);

-- store/audit.ts listAudit
with open as materialized (select workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id, surface, request_id, client, count, minute, note from governance.open_counts where workspace_id = $1)[, named as materialized ($2)]
select a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id,
  a.client, a.count, a.minute, a.note, u.audit_id is not null as undoable, u.undone_at, l.seq
from (select workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id, surface, request_id, client, count, minute, note from governance.audit where workspace_id = $3 union all select workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id, surface, request_id, client, count, minute, note from open) a left join governance.audit_undo u on u.workspace_id = a.workspace_id and u.audit_id = a.id
  left join governance.audit_chain l on l.workspace_id = a.workspace_id and l.audit_id = a.id
where a.workspace_id = $4 [and a.id in (select id from named)] [and a.project_id = $5] [and a.actor_id = $6] [and {starts_with(a.operation, $7) | a.operation = $8}] [and a.outcome = $9] [and a.surface = $10] [and a.at >= $11::timestamptz] [and a.at < $12::timestamptz] [and a.id >= $13::uuid] [and a.id < $14::uuid] [and concat_ws(' ', a.operation, a.actor_name, a.note, a.target::text, a.request_id) ilike $15] [and {a.id > $16::uuid | a.id < $17::uuid}] order by a.id {asc | desc} limit $18;

-- store/audit.ts auditById
select a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id,
  a.client, a.count, a.minute, a.note, u.audit_id is not null as undoable, u.undone_at, l.seq, p.input, p.before, p.after, p.audit_id is not null as has_payload, encode(l.hash, 'hex') as hash
from governance.pub_audit a left join governance.audit_undo u on u.workspace_id = a.workspace_id and u.audit_id = a.id
  left join governance.audit_chain l on l.workspace_id = a.workspace_id and l.audit_id = a.id
left join governance.audit_payloads p on p.workspace_id = a.workspace_id and p.audit_id = a.id
where a.workspace_id = $1 and a.id = $2;

-- store/chain.ts unlinkedWorkspaces
select workspace_id, low::text, next_low::text from governance.unlinked();

-- store/chain.ts setWatermark
update governance.chainer set low = $1::xid8 where low <> $2::xid8;

-- store/chain.ts lockChain
select pg_try_advisory_xact_lock(hashtext('governance.chain'), hashtext($1)) as locked;

-- store/chain.ts foldMinutes
with gone as (
  delete from governance.audit_counts
  where workspace_id = $1 and minute < now() - interval '65 seconds'
  returning id, minute, actor_kind, actor_id, actor_name, operation, target, project_id, count
)
insert into governance.audit (workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id, surface,
  request_id, count, minute, payload_digest)
select $2, min(id::text)::uuid, uuid_extract_timestamp(min(id::text)::uuid), actor_kind, actor_id, max(actor_name), operation, 'done',
  governance.target_of(target), project_id, 'ingest', '', sum(count), minute, ''::bytea
from gone group by minute, actor_kind, actor_id, operation, target, project_id;

-- store/chain.ts chainHead
select seq, encode(hash, 'hex') as hash from governance.audit_chain where workspace_id = $1 order by seq desc limit 1;

-- store/chain.ts unlinkedIds
with fresh as materialized (
  select a.id from governance.audit a
  where a.workspace_id = $1 and a.xid >= $2::xid8
    and not exists (select from governance.audit_chain l where l.workspace_id = a.workspace_id and l.audit_id = a.id)
)
select id from fresh order by id limit $3;

-- store/chain.ts digestsOf
select a.id as "auditId", encode(sha256(convert_to(jsonb_build_array(a.workspace_id, a.id, (extract(epoch from a.at) * 1000000)::bigint, a.actor_kind, a.actor_id, a.actor_name,
  a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id, a.client, a.count, extract(epoch from a.minute)::bigint, a.note,
  encode(a.payload_digest, 'hex'))::text, 'UTF8')), 'hex') as digest
from unnest($1::uuid[]) as wanted (id) join governance.audit a on a.workspace_id = $2 and a.id = wanted.id
where not exists (select from governance.audit_chain l where l.workspace_id = $3 and l.audit_id = wanted.id)
order by a.id;

-- store/chain.ts insertLinks
insert into governance.audit_chain (workspace_id, seq, audit_id, digest, prev_hash, hash)
select $1, seq, audit_id, decode(digest, 'hex'), decode(prev_hash, 'hex'), decode(hash, 'hex')
from unnest($2::bigint[], $3::uuid[], $4::text[],
  $5::text[], $6::text[]) as link (seq, audit_id, digest, prev_hash, hash);

-- store/chain.ts insertRefs
insert into governance.audit_refs (workspace_id, ref_id, audit_id)
select $1, named.value, a.id
from unnest($2::uuid[]) as linked (id)
join governance.audit a on a.workspace_id = $3 and a.id = linked.id
cross join jsonb_each_text(a.target) as named
on conflict do nothing;

-- store/chain.ts linksAfter
select l.seq, l.audit_id as "auditId", encode(l.digest, 'hex') as digest, encode(l.prev_hash, 'hex') as "prevHash", encode(l.hash, 'hex') as hash,
  case when a.id is not null then encode(sha256(convert_to(jsonb_build_array(a.workspace_id, a.id, (extract(epoch from a.at) * 1000000)::bigint, a.actor_kind, a.actor_id, a.actor_name,
  a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id, a.client, a.count, extract(epoch from a.minute)::bigint, a.note,
  encode(a.payload_digest, 'hex'))::text, 'UTF8')), 'hex') end as "digestNow",
  encode(a.payload_digest, 'hex') as "payloadDigest",
  case when p.audit_id is not null
    then encode(sha256(convert_to(jsonb_build_array(p.input, p.before, p.after, u.state)::text, 'UTF8')), 'hex') end as "payloadNow",
  a.minute is not null as summary
from governance.audit_chain l
left join governance.audit a on a.workspace_id = l.workspace_id and a.id = l.audit_id
left join governance.audit_payloads p on p.workspace_id = l.workspace_id and p.audit_id = l.audit_id
left join governance.audit_undo u on u.workspace_id = l.workspace_id and u.audit_id = l.audit_id
where l.workspace_id = $1 and l.seq > $2 order by l.seq limit $3;

-- store/chain.ts unlinkedTail
select a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.operation, a.outcome, a.target, a.project_id, a.surface, a.request_id, a.client,
  a.count, a.minute, a.note, u.audit_id is not null as undoable, u.undone_at, null::bigint as seq, count(*) over () as total
from governance.audit a
left join governance.audit_undo u on u.workspace_id = a.workspace_id and u.audit_id = a.id
where a.workspace_id = $1
  and not exists (select from governance.audit_chain l where l.workspace_id = a.workspace_id and l.audit_id = a.id)
order by a.id limit $2;

-- store/chain.ts unlinkedTail
select count(distinct (minute, actor_id, operation, target)) as n from governance.audit_counts where workspace_id = $1;

-- store/journal.ts recordText
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
select $1, topic, ref_id from unnest($19::text[], $20::text[]) as event (topic, ref_id);

-- store/journal.ts recordAccountEntry
insert into governance.account_audit (id, actor_kind, actor_id, actor_name, operation, outcome, target, surface, request_id, client,
  note, input, before, after)
values ($1, $2, $3, $4, $5,
  $6, $7::jsonb, $8, $9, $10, $11,
  $12::jsonb, $13::jsonb, $14::jsonb);

-- store/journal.ts announce
insert into core.outbox (workspace_id, topic, ref_id)
select $1::uuid, topic, ref_id from unnest($2::text[], $3::text[]) as event (topic, ref_id);

-- store/journal.ts countText
with counted as (
  insert into governance.audit_counts (workspace_id, actor_kind, actor_id, actor_name, operation, target, project_id, count)
  select $1::uuid, kind, id, name, operation, target, project_id, count
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::bigint[])
    as item (kind, id, name, operation, target, project_id, count)
)
insert into core.outbox (workspace_id, topic, ref_id)
select $1::uuid, topic, ref_id from unnest($9::text[], $10::text[]) as event (topic, ref_id);

-- store/journal.ts takeUndoState
update governance.audit_undo set undone_at = now()
where workspace_id = $1 and audit_id = $2 and undone_at is null
returning operation, input, state;
