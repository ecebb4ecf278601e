create schema serving;

create table serving.deployments (
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  environment text not null check (environment in ('staging', 'production')),
  model_id uuid not null,
  model_name text not null,
  revision integer not null,
  -- The production version the deployment followed last; a rollback here holds until the stage moves away from it.
  followed_version integer,
  problem text,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (workspace_id, id)
);
select core.protect('serving.deployments');
create unique index deployments_name on serving.deployments (workspace_id, lower(name)) where removed_at is null;
create index deployments_model on serving.deployments (workspace_id, model_id) where removed_at is null;

-- Everything a prediction needs is copied here at deploy, so that predict reads nothing else.
create table serving.revisions (
  workspace_id uuid not null,
  deployment_id uuid not null,
  revision integer not null,
  model_version integer not null,
  run_id uuid not null,
  dataset_id uuid,
  dataset_version integer,
  algorithm text,
  log text not null check (log in ('durable', 'relaxed')),
  unknown_categories text not null check (unknown_categories in ('accept', 'refuse')),
  task text not null,
  signature jsonb not null,
  reference jsonb not null,
  graph_key text not null,
  graph_sha256 text not null,
  reason text not null,
  by_name text not null,
  at timestamptz not null default now(),
  primary key (workspace_id, deployment_id, revision)
);
select core.protect('serving.revisions');

-- One row per predicted row. The id is a UUIDv7, so one index keeps the log in time order per deployment.
create table serving.predictions (
  workspace_id uuid not null,
  deployment_id uuid not null,
  id uuid not null,
  row_no integer not null,
  revision integer not null,
  source text not null check (source in ('real', 'simulated')),
  at timestamptz not null,
  latency_ms real not null,
  inputs jsonb not null,
  output jsonb not null,
  primary key (workspace_id, deployment_id, id, row_no)
);
select core.protect('serving.predictions');

-- Hourly sketch of all features and the prediction in one row; `slot` spreads concurrent writers.
create table serving.sketches (
  workspace_id uuid not null,
  deployment_id uuid not null,
  revision integer not null,
  source text not null check (source in ('real', 'simulated')),
  -- Which simulation; all zeros for real traffic.
  simulation_id uuid not null,
  hour timestamptz not null,
  slot smallint not null,
  row_count bigint not null,
  counts bigint[] not null,
  sums float8[] not null,
  lows float8[] not null,
  highs float8[] not null,
  primary key (workspace_id, deployment_id, revision, source, simulation_id, hour, slot)
) with (fillfactor = 50);
select core.protect('serving.sketches');

-- Traffic by minute; latency counts per bucket of src/capabilities/serving/domain/latency.ts.
create table serving.traffic (
  workspace_id uuid not null,
  deployment_id uuid not null,
  source text not null check (source in ('real', 'simulated')),
  minute timestamptz not null,
  slot smallint not null,
  requests bigint not null,
  row_count bigint not null,
  errors bigint not null,
  latency bigint[] not null,
  primary key (workspace_id, deployment_id, source, minute, slot)
) with (fillfactor = 50);
select core.protect('serving.traffic');

create table serving.batches (
  workspace_id uuid not null,
  id uuid not null,
  deployment_id uuid not null,
  revision integer not null,
  model_version integer not null,
  dataset_id uuid not null,
  dataset_version integer not null,
  job_id uuid not null,
  object_key text,
  row_count bigint,
  refused bigint,
  size_bytes bigint,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
select core.protect('serving.batches');
create index batches_deployment on serving.batches (workspace_id, deployment_id, id);

create view serving.pub_deployments with (security_invoker = true) as
  select d.workspace_id, d.id, d.project_id, d.name, d.environment, d.model_id, d.model_name, d.problem, d.created_at, d.removed_at,
         r.revision, r.model_version, r.run_id, r.dataset_id, r.dataset_version, r.algorithm, r.task, r.signature, r.reference
    from serving.deployments d
    join serving.revisions r on r.workspace_id = d.workspace_id and r.deployment_id = d.id and r.revision = d.revision;
select core.publish('serving.pub_deployments');

create view serving.pub_sketches with (security_invoker = true) as
  select s.workspace_id, s.deployment_id, s.revision, r.model_version, s.source, s.simulation_id, s.hour, s.row_count, s.counts, s.sums, s.lows, s.highs
    from serving.sketches s
    join serving.revisions r on r.workspace_id = s.workspace_id and r.deployment_id = s.deployment_id and r.revision = s.revision;
select core.publish('serving.pub_sketches');

create view serving.pub_traffic with (security_invoker = true) as
  select workspace_id, deployment_id, source, minute, requests, row_count, errors, latency from serving.traffic;
select core.publish('serving.pub_traffic');
