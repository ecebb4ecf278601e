create schema integrations;

create table integrations.webhooks (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null,
  url text not null,
  events text[] not null,
  active boolean not null,
  project_id uuid,
  signed boolean not null,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, id)
);
select core.protect('integrations.webhooks');

-- One row per event and webhook: the promise to send it, then what was answered.
create table integrations.deliveries (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  webhook_id uuid not null,
  event text not null,
  data jsonb not null,
  test boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  status int,
  answer text,
  error text,
  latency_ms int,
  created_at timestamptz(3) not null default now(),
  next_at timestamptz(3) default now(),
  ended_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, webhook_id) references integrations.webhooks (workspace_id, id) on delete cascade
);
create index deliveries_webhook on integrations.deliveries (workspace_id, webhook_id, id desc);
create index deliveries_age on integrations.deliveries (workspace_id, ended_at) where ended_at is not null;
select core.protect('integrations.deliveries');

create table integrations.mirrors (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  kind text not null check (kind in ('mlflow', 'wandb')),
  url text not null,
  username text,
  entity text,
  outside_project text,
  experiment_ids uuid[] not null default '{}',
  artifacts boolean not null,
  secret_name text,
  paused boolean not null default false,
  -- Everything of transactions up to here was sent; `sending` bounds the batch that is on its way.
  sent_tx bigint not null,
  sending_tx bigint,
  caught_up_at timestamptz(3) not null default now(),
  failing_since timestamptz(3),
  failures int not null default 0,
  error text,
  next_try_at timestamptz(3),
  history text not null default 'none' check (history in ('none', 'copying', 'copied')),
  points bigint not null default 0,
  last_sent_at timestamptz(3),
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id)
);
create unique index mirrors_name on integrations.mirrors (workspace_id, project_id, lower(name));
select core.protect('integrations.mirrors');

create table integrations.mirror_runs (
  workspace_id uuid not null,
  mirror_id uuid not null,
  run_id uuid not null,
  name text not null,
  outside_id text,
  outside_url text,
  -- What of the run's state the outside server has, and lines written there (W&B counts them).
  tag_keys text[] not null default '{}',
  lines bigint not null default 0,
  points bigint not null default 0,
  artifacts int not null default 0,
  error text,
  -- Waits to be copied whole: it is older than the mirror, or was refused before.
  whole boolean not null default false,
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, mirror_id, run_id),
  foreign key (workspace_id, mirror_id) references integrations.mirrors (workspace_id, id) on delete cascade
);
create index mirror_runs_whole on integrations.mirror_runs (workspace_id, mirror_id, run_id) where whole;
select core.protect('integrations.mirror_runs');

create table integrations.mirror_experiments (
  workspace_id uuid not null,
  mirror_id uuid not null,
  experiment_id uuid not null,
  outside_id text not null,
  primary key (workspace_id, mirror_id, experiment_id),
  foreign key (workspace_id, mirror_id) references integrations.mirrors (workspace_id, id) on delete cascade
);
select core.protect('integrations.mirror_experiments');

-- What is to be sent next in any workspace; ids and a time only.
create table integrations.due (
  kind text not null check (kind in ('delivery', 'mirror')),
  ref_id uuid not null,
  workspace_id uuid not null,
  -- Deliveries of one webhook share a lane, so that a slow one does not hold up the others.
  lane uuid not null,
  due_at timestamptz not null,
  primary key (kind, ref_id)
);
create index due_next on integrations.due (kind, due_at);
select core.global('integrations.due');
