create table tracking.views (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  page text not null,
  name text not null,
  query text not null,
  shared boolean not null default false,
  owner_id text not null,
  owner_name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
select core.protect('tracking.views');
create unique index views_by_name on tracking.views (workspace_id, project_id, page, owner_id, name) where deleted_at is null;
