create schema monitoring;

-- Which training was started from which deployment, so that its challenger is compared with what served then.
create table monitoring.retrainings (
  workspace_id uuid not null,
  training_id uuid not null,
  deployment_id uuid not null,
  serving_run_id uuid not null,
  serving_version integer not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, training_id)
);
select core.protect('monitoring.retrainings');
create index retrainings_deployment on monitoring.retrainings (workspace_id, deployment_id, training_id);
