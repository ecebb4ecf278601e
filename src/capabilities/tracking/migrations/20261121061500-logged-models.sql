create table tracking.logged_models (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  name text not null,
  type text,
  status text not null default 'pending' check (status in ('pending', 'ready', 'failed')),
  status_message text,
  source_run_id text,
  params jsonb not null default '{}',
  tags jsonb not null default '{}',
  created_by text not null,
  -- Whole milliseconds: clients filter by the number they were shown.
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
select core.protect('tracking.logged_models');
create index logged_models_by_experiment on tracking.logged_models (workspace_id, experiment_id, created_at desc, id);
create index logged_models_by_project on tracking.logged_models (workspace_id, project_id, created_at desc, id);
create index logged_models_by_run on tracking.logged_models (workspace_id, source_run_id) where source_run_id is not null;

-- The whole point is the key: a point sent twice is one row, two values at one instant are two.
create table tracking.model_points (
  workspace_id uuid not null,
  model_id uuid not null,
  key text not null,
  at timestamptz not null,
  step bigint not null,
  run_id uuid not null,
  value float8 not null,
  dataset_name text not null default '',
  dataset_digest text not null default '',
  primary key (workspace_id, model_id, key, at, step, run_id, value, dataset_name, dataset_digest)
);
select core.protect('tracking.model_points');

create table tracking.input_datasets (
  workspace_id uuid not null,
  id uuid not null,
  experiment_id uuid not null,
  name text not null,
  digest text not null,
  source_type text not null,
  source text not null,
  schema text,
  profile text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, experiment_id, name, digest)
);
select core.protect('tracking.input_datasets');

create table tracking.run_datasets (
  workspace_id uuid not null,
  run_id uuid not null,
  dataset_id uuid not null,
  tags jsonb not null default '{}',
  logged_at timestamptz not null default now(),
  position integer not null,
  primary key (workspace_id, run_id, dataset_id)
);
select core.protect('tracking.run_datasets');
create index run_datasets_by_dataset on tracking.run_datasets (workspace_id, dataset_id);

create table tracking.run_models (
  workspace_id uuid not null,
  run_id uuid not null,
  direction text not null check (direction in ('input', 'output')),
  model_id uuid not null,
  step bigint not null default 0,
  logged_at timestamptz not null default now(),
  position integer not null,
  primary key (workspace_id, run_id, direction, model_id, step)
);
select core.protect('tracking.run_models');
create index run_models_by_model on tracking.run_models (workspace_id, model_id);

create table tracking.evaluations (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  tags jsonb not null default '{}',
  schema json,
  record_count integer not null default 0,
  digest text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by text,
  updated_by text,
  primary key (workspace_id, id)
);
select core.protect('tracking.evaluations');
create index evaluations_by_project on tracking.evaluations (workspace_id, project_id, created_at desc, id);

create table tracking.evaluation_records (
  workspace_id uuid not null,
  id uuid not null,
  evaluation_id uuid not null,
  input_hash text not null,
  inputs json not null,
  outputs json,
  expectations json,
  tags json not null default '{}',
  source_type text,
  source_data json,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  created_by text,
  updated_by text,
  primary key (workspace_id, id),
  unique (workspace_id, evaluation_id, input_hash),
  foreign key (workspace_id, evaluation_id) references tracking.evaluations (workspace_id, id) on delete cascade
);
select core.protect('tracking.evaluation_records');
create index evaluation_records_in_order on tracking.evaluation_records (workspace_id, evaluation_id, created_at, id);

create table tracking.evaluation_experiments (
  workspace_id uuid not null,
  evaluation_id uuid not null,
  experiment_id uuid not null,
  added_at timestamptz not null default now(),
  primary key (workspace_id, evaluation_id, experiment_id),
  foreign key (workspace_id, evaluation_id) references tracking.evaluations (workspace_id, id) on delete cascade
);
select core.protect('tracking.evaluation_experiments');
create index evaluation_experiments_by_experiment on tracking.evaluation_experiments (workspace_id, experiment_id);
