create schema registry;

create table registry.models (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  description text not null default '',
  tags jsonb not null default '{}',
  archived boolean not null default false,
  latest_version int not null default 0,
  task text not null,
  -- Counts stage changes and archiving: an approval is about one value of it.
  revision int not null default 0,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, id)
);
select core.protect('registry.models');
create unique index models_name on registry.models (workspace_id, project_id, lower(name));

create table registry.versions (
  workspace_id uuid not null,
  model_id uuid not null,
  version int not null,
  stage text not null default 'none' check (stage in ('none', 'staging', 'production', 'archived')),
  run_id uuid not null,
  format text not null check (format in ('onnx', 'native')),
  format_reason text,
  algorithm text,
  signature jsonb not null,
  gate jsonb not null,
  metrics jsonb not null,
  graph_key text,
  graph_sha256 text,
  native_key text,
  reference_key text not null,
  size_bytes bigint not null,
  dataset_id uuid,
  dataset_version int,
  description text not null default '',
  tags jsonb not null default '{}',
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, model_id, version),
  foreign key (workspace_id, model_id) references registry.models (workspace_id, id),
  check ((format = 'native') = (format_reason is not null)),
  check (format <> 'onnx' or (graph_key is not null and graph_sha256 is not null))
);
select core.protect('registry.versions');
create unique index one_version_per_stage on registry.versions (workspace_id, model_id, stage) where stage in ('staging', 'production');
create index versions_run on registry.versions (workspace_id, run_id);

-- History: rows are added, never changed.
create table registry.stage_changes (
  workspace_id uuid not null,
  model_id uuid not null,
  seq int not null,
  version int not null,
  from_stage text not null,
  to_stage text not null,
  cause text not null check (cause in ('promoted', 'replaced', 'rolled_back', 'undone')),
  reason text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz(3) not null default now(),
  primary key (workspace_id, model_id, seq),
  foreign key (workspace_id, model_id, version) references registry.versions (workspace_id, model_id, version)
);
select core.protect('registry.stage_changes');
do $$ begin
  execute format('revoke update, delete on registry.stage_changes from %I', core.app_role());
  execute format('revoke delete on registry.models, registry.versions from %I', core.app_role());
end $$;

create view registry.pub_stages with (security_invoker = true) as
  select workspace_id, model_id, stage, version from registry.versions where stage in ('staging', 'production');
select core.publish('registry.pub_stages');
