-- Named, versioned sets of files of an experiment. The files of a version stand in tracking.artifacts under its id.
create table tracking.artifact_collections (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  type text not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, experiment_id, name),
  foreign key (workspace_id, experiment_id) references tracking.experiments (workspace_id, id)
);
select core.protect('tracking.artifact_collections');
create index artifact_collections_by_project on tracking.artifact_collections (workspace_id, project_id, name);

create table tracking.artifact_versions (
  workspace_id uuid not null,
  id uuid not null,
  collection_id uuid not null,
  version integer,
  state text not null check (state in ('pending', 'committed', 'deleted')),
  digest text not null,
  description text not null default '',
  metadata text not null default '{}',
  tags text[] not null default '{}',
  pending_aliases text[] not null default '{}',
  run_id uuid,
  step bigint,
  ttl_s bigint,
  client_ids text[] not null default '{}',
  size_bytes bigint not null default 0,
  file_count integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, collection_id, version),
  foreign key (workspace_id, collection_id) references tracking.artifact_collections (workspace_id, id),
  check ((version is null) = (state = 'pending') or state = 'deleted')
);
select core.protect('tracking.artifact_versions');
create index artifact_versions_by_digest on tracking.artifact_versions (workspace_id, collection_id, digest);
create index artifact_versions_by_client on tracking.artifact_versions using gin (client_ids) where client_ids <> '{}';
create index artifact_versions_by_run on tracking.artifact_versions (workspace_id, run_id) where run_id is not null;

create table tracking.artifact_aliases (
  workspace_id uuid not null,
  collection_id uuid not null,
  alias text not null,
  version_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, collection_id, alias),
  foreign key (workspace_id, version_id) references tracking.artifact_versions (workspace_id, id)
);
select core.protect('tracking.artifact_aliases');
create index artifact_aliases_of on tracking.artifact_aliases (workspace_id, version_id);

-- Entries of a version whose bytes lie elsewhere.
create table tracking.artifact_references (
  workspace_id uuid not null,
  version_id uuid not null,
  path text not null,
  uri text not null,
  size_bytes bigint not null,
  primary key (workspace_id, version_id, path),
  foreign key (workspace_id, version_id) references tracking.artifact_versions (workspace_id, id)
);
select core.protect('tracking.artifact_references');

create table tracking.artifact_uses (
  workspace_id uuid not null,
  version_id uuid not null,
  run_id uuid not null,
  used_at timestamptz not null default now(),
  primary key (workspace_id, version_id, run_id),
  foreign key (workspace_id, version_id) references tracking.artifact_versions (workspace_id, id)
);
select core.protect('tracking.artifact_uses');
create index artifact_uses_by_run on tracking.artifact_uses (workspace_id, run_id);
