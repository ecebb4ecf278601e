-- Projects and who has a grant on them.
create schema projects;

create table projects.projects (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null default '',
  status text not null default 'active' check (status in ('active', 'archived')),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  archived_at timestamptz(3),
  created_by uuid not null,
  primary key (workspace_id, id)
);
create unique index projects_name on projects.projects (workspace_id, lower(name)) where status = 'active';
select core.protect('projects.projects');

create table projects.grants (
  workspace_id uuid not null,
  project_id uuid not null,
  member_id uuid not null,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  granted_at timestamptz(3) not null default now(),
  primary key (workspace_id, project_id, member_id),
  foreign key (workspace_id, project_id) references projects.projects (workspace_id, id) on delete cascade
);
create index grants_member on projects.grants (workspace_id, member_id);
select core.protect('projects.grants');

create view projects.pub_projects with (security_invoker = true) as
  select workspace_id, id, name, status, created_at from projects.projects;
select core.publish('projects.pub_projects');

create view projects.pub_grants with (security_invoker = true) as
  select workspace_id, project_id, member_id, role from projects.grants;
select core.publish('projects.pub_grants');
