create table tracking.custom_metrics (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  expression text not null,
  description text not null default '',
  keys text[] not null,
  -- Changes below this transaction are in the runs; 0: every run is still to be looked at.
  done_tx bigint not null default 0,
  revision integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, project_id, name)
);
select core.protect('tracking.custom_metrics');
