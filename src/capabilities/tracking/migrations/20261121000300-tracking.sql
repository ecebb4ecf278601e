create schema tracking;

create table tracking.experiments (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  description text not null default '',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, project_id, name)
);
select core.protect('tracking.experiments');

create table tracking.runs (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  name text not null,
  status text not null check (status in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  kind text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  params jsonb not null default '{}',
  tags jsonb not null default '{}',
  parent_run_id uuid,
  dataset_id uuid,
  dataset_version integer,
  job_id text,
  created_by text not null,
  error text,
  primary key (workspace_id, id),
  foreign key (workspace_id, experiment_id) references tracking.experiments (workspace_id, id)
) with (fillfactor = 80);
select core.protect('tracking.runs');
create index runs_by_project on tracking.runs (workspace_id, project_id, started_at desc, id desc);
create index runs_by_experiment on tracking.runs (workspace_id, experiment_id, started_at desc, id desc);
create index runs_by_parent on tracking.runs (workspace_id, parent_run_id) where parent_run_id is not null;

create table tracking.run_metrics (
  workspace_id uuid not null,
  run_id uuid not null,
  key text not null,
  first_value float8 not null,
  last_value float8 not null,
  last_step bigint not null,
  last_at timestamptz not null,
  min_value float8 not null,
  min_step bigint not null,
  max_value float8 not null,
  max_step bigint not null,
  sum_value float8 not null,
  points bigint not null,
  primary key (workspace_id, run_id, key)
) with (fillfactor = 70);
select core.protect('tracking.run_metrics');

create table tracking.metric_points (
  workspace_id uuid not null,
  run_id uuid not null,
  key text not null,
  step bigint not null,
  at timestamptz not null,
  value float8 not null
);
select core.protect('tracking.metric_points');
create index metric_points_line on tracking.metric_points (workspace_id, run_id, key, step);

create table tracking.artifacts (
  workspace_id uuid not null,
  run_id uuid not null,
  path text not null,
  object_key text not null,
  size_bytes bigint not null,
  sha256 text not null,
  media_type text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, run_id, path)
);
select core.protect('tracking.artifacts');
