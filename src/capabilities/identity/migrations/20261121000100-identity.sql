-- People and their sessions (better-auth 1.7.5's schema, compiled once), workspaces, members, invitations, keys.
create schema identity;

-- Who asks, and the digest of the secret presented, before a workspace is known. Set for one transaction by the store.
create function identity.person() returns uuid language sql stable parallel safe
  return nullif(current_setting('lumina.person', true), '')::uuid;
create function identity.presented() returns bytea language sql stable parallel safe
  return decode(nullif(current_setting('lumina.presented', true), ''), 'hex');

-- better-auth: user, session, account, verification; language, time_zone and theme are ours.
create table identity.users (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  language text not null default 'en',
  time_zone text not null default 'UTC',
  theme text not null default 'system' check (theme in ('dark', 'light', 'system'))
);
select core.global('identity.users');

create table identity.sessions (
  id uuid primary key,
  token text not null unique,
  user_id uuid not null references identity.users (id) on delete cascade,
  expires_at timestamptz(3) not null,
  ip_address text,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index sessions_user on identity.sessions (user_id);
select core.global('identity.sessions');

create table identity.accounts (
  id uuid primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references identity.users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on identity.accounts (user_id);
select core.global('identity.accounts');

create table identity.verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index verifications_identifier on identity.verifications (identifier);
select core.global('identity.verifications');

-- One-time sign-in links. Without a person: whoever opens it becomes the first administrator.
create table identity.sign_in_links (
  id uuid primary key,
  digest bytea not null unique,
  user_id uuid references identity.users (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
select core.global('identity.sign_in_links');

-- Sign-in attempts per address and account; losing them in a crash only forgets the count.
create unlogged table identity.attempts (
  digest bytea not null,
  window_start timestamptz(3) not null,
  count int not null,
  primary key (digest, window_start)
);
create index attempts_age on identity.attempts (window_start);
select core.global('identity.attempts');

create table identity.workspaces (
  id uuid primary key,
  name text not null,
  created_by uuid not null references identity.users (id),
  created_at timestamptz(3) not null default now()
);
create index workspaces_creator on identity.workspaces (created_by);
select core.global('identity.workspaces');

create table identity.members (
  workspace_id uuid not null references identity.workspaces (id) on delete cascade,
  user_id uuid not null references identity.users (id) on delete cascade,
  role text not null check (role in ('admin', 'project_manager', 'data_scientist', 'viewer')),
  joined_at timestamptz(3) not null default now(),
  primary key (workspace_id, user_id)
);
create index members_user on identity.members (user_id);
select core.protect('identity.members');
-- A person sees where they are a member themselves, whichever workspace is open.
create policy own on identity.members for select using (user_id = identity.person());

create table identity.service_accounts (
  workspace_id uuid not null references identity.workspaces (id) on delete cascade,
  id uuid not null,
  name text not null,
  role text not null check (role in ('admin', 'project_manager', 'data_scientist', 'viewer')),
  owner_id uuid not null references identity.users (id),
  created_at timestamptz(3) not null default now(),
  removed_at timestamptz(3),
  primary key (workspace_id, id)
);
create unique index service_accounts_name on identity.service_accounts (workspace_id, lower(name)) where removed_at is null;
select core.protect('identity.service_accounts');

create table identity.invitations (
  workspace_id uuid not null references identity.workspaces (id) on delete cascade,
  id uuid not null,
  digest bytea not null,
  email text,
  role text not null check (role in ('admin', 'project_manager', 'data_scientist', 'viewer')),
  created_by uuid not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  accepted_by uuid,
  revoked_at timestamptz(3),
  primary key (workspace_id, id)
);
create index invitations_digest on identity.invitations (digest);
select core.protect('identity.invitations');
-- Whoever holds the link sees its invitation.
create policy holder on identity.invitations for select using (digest = identity.presented());

create table identity.keys (
  workspace_id uuid not null references identity.workspaces (id) on delete cascade,
  id uuid not null,
  digest bytea not null,
  name text not null,
  prefix text not null,
  owner_kind text not null check (owner_kind in ('user', 'service')),
  owner_id uuid not null,
  scopes text[],
  default_project_id uuid,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  primary key (workspace_id, id)
);
create index keys_digest on identity.keys (digest);
create index keys_owner on identity.keys (workspace_id, owner_id);
select core.protect('identity.keys');
-- A key finds its own workspace.
create policy holder on identity.keys for select using (digest = identity.presented());

create view identity.pub_workspaces with (security_invoker = true) as
  select id, name, created_at from identity.workspaces;
select core.publish('identity.pub_workspaces');

-- Persons of the workspace.
create view identity.pub_members with (security_invoker = true) as
  select m.workspace_id, m.user_id as id, m.user_id, 'user' as kind, u.name, u.email, m.role, m.joined_at
  from identity.members m join identity.users u on u.id = m.user_id
  where m.workspace_id = core.workspace();
select core.publish('identity.pub_members');

-- Persons and service accounts of the workspace: whoever can hold a grant or be named as author.
create view identity.pub_principals with (security_invoker = true) as
  select m.workspace_id, m.user_id as id, 'user' as kind, u.name, m.role, m.user_id as owner_id
  from identity.members m join identity.users u on u.id = m.user_id
  where m.workspace_id = core.workspace()
  union all
  select s.workspace_id, s.id, 'service', s.name, s.role, s.owner_id
  from identity.service_accounts s
  where s.workspace_id = core.workspace() and s.removed_at is null;
select core.publish('identity.pub_principals');
