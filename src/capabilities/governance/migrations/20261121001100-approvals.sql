create table governance.approvals (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  operation text not null,
  summary text not null,
  input jsonb not null,
  rule text not null,
  reason text not null,
  status text not null default 'pending'
    check (status in ('pending', 'approved', 'rejected', 'cancelled', 'stale', 'done', 'failed')),
  project_id uuid,
  resource_type text,
  resource_id text,
  resource_label text,
  resource_state text,
  maker_kind text not null,
  maker_id text not null,
  maker_name text not null,
  -- The person the maker counts as: a service account's owner, else the maker.
  maker_person text not null,
  checker_kind text,
  checker_id text,
  checker_name text,
  decided_at timestamptz,
  comment text,
  job_id uuid,
  result jsonb,
  error text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  constraint checker_is_not_the_maker check (checker_id <> maker_person and checker_id <> maker_id),
  constraint checker_is_a_person check (checker_kind = 'user'),
  constraint checker_is_named check ((checker_id is null) = (checker_kind is null) and (checker_id is null) = (checker_name is null)),
  constraint decision_has_a_checker check (
    case when status in ('approved', 'rejected', 'done', 'failed') then checker_id is not null and decided_at is not null
         when status in ('pending', 'cancelled') then checker_id is null
         else true end)
);
select core.protect('governance.approvals');
create index approvals_status on governance.approvals (workspace_id, status, created_at, id);
-- The same wish twice is one request.
create unique index approvals_waiting on governance.approvals (workspace_id, operation, maker_id, md5(input::text)) where status = 'pending';

do $$
declare app text := core.app_role();
begin
  execute format('revoke insert, update, delete on governance.approvals from %I', app);
  execute format('grant insert (workspace_id, id, operation, summary, input, rule, reason, project_id, resource_type, resource_id,
    resource_label, resource_state, maker_kind, maker_id, maker_name, maker_person) on governance.approvals to %I', app);
  execute format('grant update (status, checker_kind, checker_id, checker_name, decided_at, comment, job_id, result, error, updated_at)
    on governance.approvals to %I', app);
end $$;

create function governance.guard_approval() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
    (old.status = 'pending' and new.status in ('approved', 'rejected', 'cancelled', 'stale'))
    or (old.status = 'approved' and new.status in ('done', 'failed', 'stale'))
  ) then
    raise exception 'an approval cannot go from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  if old.checker_id is not null and new.checker_id is distinct from old.checker_id then
    raise exception 'a decision keeps its checker' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_approval before update on governance.approvals for each row execute function governance.guard_approval();
