create schema jobs;

-- The job as people see it, and all of its truth but the lease.
create table jobs.jobs (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  label text not null,
  project_id uuid,
  payload jsonb not null,
  actor jsonb not null,
  request_id text,
  state text not null default 'queued' check (state in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  done float8 not null default 0,
  total float8,
  message text not null default '',
  cancelling boolean not null default false,
  priority int not null,
  concurrency_key text,
  attempt int not null default 0,
  attempts int not null check (attempts > 0),
  tries int not null,
  lost int not null default 0,
  checkpoint jsonb,
  result jsonb,
  error text,
  lines int not null default 0,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, id)
);
select core.protect('jobs.jobs');
create index jobs_project on jobs.jobs (workspace_id, project_id, id desc);
create index jobs_state on jobs.jobs (workspace_id, state, id desc);
create index jobs_name on jobs.jobs (workspace_id, name, id desc);

create table jobs.job_logs (
  workspace_id uuid not null,
  job_id uuid not null,
  line int not null,
  attempt int not null,
  level text not null check (level in ('info', 'warn', 'error')),
  text text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, job_id, line),
  foreign key (workspace_id, job_id) references jobs.jobs (workspace_id, id) on delete cascade
);
select core.protect('jobs.job_logs');
create index job_logs_level on jobs.job_logs (workspace_id, job_id, line) where level <> 'info';

-- Fencing tokens: one sequence for all jobs, so that a token is never used again, not even after a retry.
create sequence jobs.fence;

-- One row per queued or running job: what workers need to claim across workspaces, and the lease. Ids only.
create table jobs.claims (
  job_id uuid primary key,
  workspace_id uuid not null,
  lane uuid not null,
  name text not null,
  priority int not null,
  seq bigint generated always as identity,
  run_after timestamptz not null default now(),
  concurrency_key text,
  token bigint not null default 0,
  worker text,
  lease_until timestamptz,
  cancel boolean not null default false
);
select core.global('jobs.claims');
create index claims_head on jobs.claims (workspace_id, lane, priority desc, seq) where lease_until is null;
create index claims_lease on jobs.claims (lease_until) where lease_until is not null;
create index claims_worker on jobs.claims (worker) where lease_until is not null;
create unique index claims_one_per_key on jobs.claims (workspace_id, concurrency_key) where lease_until is not null and concurrency_key is not null;
alter table jobs.claims set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- When a workspace and a lane (project) in it were served last, as the token then given: who waited longest goes first.
create table jobs.turns (
  workspace_id uuid not null,
  lane uuid not null,
  served bigint not null,
  primary key (workspace_id, lane)
);
select core.global('jobs.turns');

-- Living workers and the definitions their code knows; says why a queued job waits.
create table jobs.workers (
  id text primary key,
  names text[] not null,
  slots int not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
select core.global('jobs.workers');

-- Runs with COMMIT of every step of a job; the lock keeps the reaper away until that commit is through.
create function jobs.holds(job uuid, fence bigint) returns void language plpgsql as $$
begin
  if current_setting('transaction_read_only') = 'on' then
    perform from jobs.claims where job_id = job and token = fence and lease_until is not null;
  else
    perform from jobs.claims where job_id = job and token = fence and lease_until is not null for share;
  end if;
  if not found then
    raise exception 'job % is not held with token % any more', job, fence using errcode = 'LU001';
  end if;
end $$;

do $$ begin execute format('grant usage on sequence jobs.fence to %I', core.app_role()); end $$;
