create schema training;

create table training.trainings (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  dataset_id uuid not null,
  version integer not null,
  target text not null,
  task text not null check (task in ('classification', 'regression')),
  folds integer not null,
  seed integer not null,
  drop_columns jsonb not null default '[]',
  status text not null default 'queued' check (status in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  done integer not null default 0,
  total integer,
  message text not null default '',
  job_id uuid not null,
  run_id uuid not null,
  primary_metric text not null,
  warnings jsonb not null default '[]',
  columns jsonb not null default '[]',
  error jsonb,
  revision bigint not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 70);
select core.protect('training.trainings');
create index trainings_newest on training.trainings (workspace_id, created_at desc, id desc);
create index trainings_by_project on training.trainings (workspace_id, project_id, created_at desc, id desc);

create table training.candidates (
  workspace_id uuid not null,
  training_id uuid not null,
  run_id uuid not null,
  position integer not null,
  algorithm text not null,
  settings jsonb not null default '{}',
  status text not null default 'queued' check (status in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  folds_done integer not null default 0,
  metrics jsonb not null default '{}',
  deviations jsonb not null default '{}',
  fit_seconds float8,
  size_bytes bigint,
  latency_ms float8,
  format text check (format in ('onnx', 'native')),
  format_reason text,
  error text,
  primary key (workspace_id, training_id, run_id),
  unique (workspace_id, training_id, algorithm),
  foreign key (workspace_id, training_id) references training.trainings (workspace_id, id) on delete cascade
);
select core.protect('training.candidates');
