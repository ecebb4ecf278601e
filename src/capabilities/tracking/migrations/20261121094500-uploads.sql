create table tracking.uploads (
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  path text not null,
  media_type text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
select core.protect('tracking.uploads');

create table tracking.upload_parts (
  workspace_id uuid not null,
  upload_id uuid not null,
  part integer not null,
  size_bytes bigint not null,
  sha256 text not null,
  primary key (workspace_id, upload_id, part),
  foreign key (workspace_id, upload_id) references tracking.uploads (workspace_id, id) on delete cascade
);
select core.protect('tracking.upload_parts');
