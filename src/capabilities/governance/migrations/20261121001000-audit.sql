create schema governance;

-- Append-only for the application: it may add rows, never change or remove one.
create table governance.audit (
  workspace_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor_kind text,
  actor_id text,
  actor_name text,
  operation text not null,
  outcome text not null check (outcome in ('done', 'refused', 'approval_required')),
  target jsonb not null,
  project_id uuid,
  surface text not null,
  request_id text not null,
  client text,
  count bigint not null default 1,
  minute timestamptz,
  note text,
  payload_digest bytea not null,
  -- Lets the chainer find fresh rows whatever the order they commit in; not part of the digest.
  xid xid8 not null default pg_current_xact_id(),
  primary key (workspace_id, id)
);
select core.protect('governance.audit');
create index audit_xid on governance.audit (xid);
create index audit_actor on governance.audit (workspace_id, actor_id, id);

-- What the digest stands for; a later erasure empties it and the chain still holds.
create table governance.audit_payloads (
  workspace_id uuid not null,
  audit_id uuid not null,
  input jsonb,
  before jsonb,
  after jsonb,
  primary key (workspace_id, audit_id)
);
select core.protect('governance.audit_payloads');

create table governance.audit_undo (
  workspace_id uuid not null,
  audit_id uuid not null,
  operation text not null,
  input jsonb,
  state jsonb not null,
  undone_at timestamptz,
  primary key (workspace_id, audit_id)
);
select core.protect('governance.audit_undo');

-- High-rate acts of an open minute; the chainer folds a closed minute into one audit row.
-- Appending takes no row lock, so concurrent batches do not wait for each other's commit.
create table governance.audit_counts (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  minute timestamptz not null default date_trunc('minute', now()),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  operation text not null,
  target text not null,
  project_id uuid,
  count bigint not null,
  primary key (workspace_id, id)
);
select core.protect('governance.audit_counts');

create table governance.audit_chain (
  workspace_id uuid not null,
  seq bigint not null,
  audit_id uuid not null,
  digest bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  linked_at timestamptz not null default now(),
  primary key (workspace_id, seq),
  unique (workspace_id, audit_id)
);
select core.protect('governance.audit_chain');

-- Acts outside any workspace: sign-ins, a person's own profile, making a workspace.
create table governance.account_audit (
  id uuid primary key,
  at timestamptz not null default now(),
  actor_kind text,
  actor_id text,
  actor_name text,
  operation text not null,
  outcome text not null,
  target jsonb not null,
  surface text not null,
  request_id text not null,
  client text,
  note text,
  input jsonb,
  before jsonb,
  after jsonb
);
select core.global('governance.account_audit');
create index account_audit_actor on governance.account_audit (actor_id, id);

-- Below this transaction id every audit row is linked.
create table governance.chainer (
  id boolean primary key default true check (id),
  low xid8 not null default '0'
);
insert into governance.chainer default values;
select core.global('governance.chainer');

do $$
declare app text := core.app_role();
begin
  execute format('revoke update, delete on governance.audit, governance.audit_payloads, governance.audit_chain, governance.account_audit from %I', app);
  execute format('revoke update, delete on governance.audit_undo from %I', app);
  execute format('grant update (undone_at) on governance.audit_undo to %I', app);
  execute format('revoke update on governance.audit_counts from %I', app);
  execute format('revoke insert, delete on governance.chainer from %I', app);
end $$;

-- The owner may look across workspaces, for the one question below.
create policy chainer on governance.audit for select to current_user using (true);
create policy chainer on governance.audit_chain for select to current_user using (true);
create policy chainer on governance.audit_counts for select to current_user using (true);

-- Workspaces with rows to link or minutes to fold, the watermark in force, and the one to store once they are done.
-- The watermark is spliced in as a constant: the planner then knows that few rows lie above it.
create function governance.unlinked() returns table (workspace_id uuid, low xid8, next_low xid8)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare mark xid8;
begin
  -- A mark from the future belongs to the cluster this database was restored from.
  select case when c.low > pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else c.low end into mark from governance.chainer c;
  return query execute format($q$
    with waiting as (
      select a.workspace_id from governance.audit a
      where a.xid >= %1$L::xid8
        and not exists (select from governance.audit_chain l where l.workspace_id = a.workspace_id and l.audit_id = a.id)
      union
      select n.workspace_id from governance.audit_counts n where n.minute < now() - interval '65 seconds'
    )
    select w.workspace_id, %1$L::xid8, pg_snapshot_xmin(pg_current_snapshot()) from waiting w
    union all
    select null, %1$L::xid8, pg_snapshot_xmin(pg_current_snapshot())
  $q$, mark);
end $$;
do $$ begin
  execute format('revoke execute on function governance.unlinked() from public');
  execute format('grant execute on function governance.unlinked() to %I', core.app_role());
end $$;

-- An ingest names its target as text: `run:0198…,dataset:0199…`.
create function governance.target_of(target text) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(split_part(part, ':', 1), split_part(part, ':', 2)), '{}')
  from unnest(string_to_array(nullif(target, ''), ',')) as part
$$;
do $$ begin execute format('grant execute on function governance.target_of(text) to %I', core.app_role()); end $$;

-- Audit rows and the counters of minutes still open, in one shape.
create view governance.pub_audit with (security_invoker = true) as
  select workspace_id, id, at, actor_kind, actor_id, actor_name, operation, outcome, target, project_id,
         surface, request_id, client, count, minute, note
  from governance.audit
  union all
  select workspace_id, min(id::text)::uuid, uuid_extract_timestamp(min(id::text)::uuid), actor_kind, actor_id, max(actor_name), operation, 'done',
         governance.target_of(target), project_id,
         'ingest', '', null, sum(count)::bigint, minute, null
  from governance.audit_counts
  group by workspace_id, actor_kind, actor_id, operation, target, project_id, minute;
select core.publish('governance.pub_audit');
