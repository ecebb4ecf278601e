create schema datasets;

create table datasets.datasets (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  description text not null default '',
  target text,
  latest_version int not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  removed_at timestamptz,
  revision bigint not null default 1,
  primary key (workspace_id, id)
);
select core.protect('datasets.datasets');
create unique index datasets_name on datasets.datasets (workspace_id, project_id, lower(name)) where removed_at is null;
create index datasets_created on datasets.datasets (workspace_id, created_at desc, id desc) where removed_at is null;

-- Immutable once written; what may change about a dataset stands above.
create table datasets.versions (
  workspace_id uuid not null,
  dataset_id uuid not null,
  version int not null check (version > 0),
  columns jsonb not null,
  column_count int not null,
  row_count bigint not null,
  size_bytes bigint not null,
  sha256 text not null,
  parent_version int,
  made_by text not null check (made_by in ('upload', 'sample', 'clean')),
  recipe jsonb,
  source jsonb,
  job_id uuid,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, dataset_id, version),
  unique (workspace_id, job_id),
  foreign key (workspace_id, dataset_id) references datasets.datasets (workspace_id, id)
);
select core.protect('datasets.versions');

-- The truth about which objects hold a version's rows, in order.
create table datasets.files (
  workspace_id uuid not null,
  dataset_id uuid not null,
  version int not null,
  position int not null,
  key text not null,
  size_bytes bigint not null,
  rows bigint not null,
  sha256 text not null,
  primary key (workspace_id, dataset_id, version, position),
  foreign key (workspace_id, dataset_id, version) references datasets.versions (workspace_id, dataset_id, version)
);
select core.protect('datasets.files');
create index files_key on datasets.files (workspace_id, key);

-- One per version and target, because associations with the target are part of it; '' is no target.
create table datasets.profiles (
  workspace_id uuid not null,
  dataset_id uuid not null,
  version int not null,
  target text not null,
  score float8 not null,
  profile jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, dataset_id, version, target),
  foreign key (workspace_id, dataset_id, version) references datasets.versions (workspace_id, dataset_id, version)
);
select core.protect('datasets.profiles');
