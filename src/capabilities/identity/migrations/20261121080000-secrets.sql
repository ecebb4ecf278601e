-- Secrets: a data key per workspace, wrapped by the master key; each value sealed by the data key.
create table identity.data_keys (
  workspace_id uuid not null references identity.workspaces (id) on delete cascade,
  id uuid not null,
  -- Which master key wrapped it: a fingerprint, not the key.
  master_id text not null,
  wrapped bytea not null,
  active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id)
);
create unique index data_keys_active on identity.data_keys (workspace_id) where active;
select core.protect('identity.data_keys');

create table identity.secrets (
  workspace_id uuid not null,
  name text not null,
  description text not null default '',
  key_id uuid not null,
  sealed bytea not null,
  version int not null default 1,
  managed_by text,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, name),
  foreign key (workspace_id, key_id) references identity.data_keys (workspace_id, id)
);
select core.protect('identity.secrets');
