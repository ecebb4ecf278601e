-- A name is free again once its model is deleted, and two names may differ by case alone.
alter table registry.models
  add column kind text not null default 'model' check (kind in ('model', 'prompt')),
  add column deleted_at timestamptz(3),
  alter column task drop not null;
drop index registry.models_name;
create unique index models_name on registry.models (workspace_id, project_id, name) where deleted_at is null;

-- Versions that the trainer did not make: no signature, no gate, only where their files are.
alter table registry.versions
  add column source text,
  add column location text,
  add column run_ref text,
  add column logged_model_id uuid,
  add column run_link text not null default '',
  add column updated_at timestamptz(3),
  add column deleted_at timestamptz(3),
  -- Place in the history of the change that put it into its stage: the highest in a live stage is the one followed.
  add column stage_seq int not null default 0,
  alter column run_id drop not null,
  alter column signature drop not null,
  alter column gate drop not null,
  alter column reference_key drop not null,
  alter column size_bytes drop not null,
  alter column target drop not null,
  drop constraint versions_format_check,
  add constraint versions_format_check check (format in ('onnx', 'native', 'mlflow', 'prompt')),
  add constraint versions_made_check check (format in ('mlflow', 'prompt')
    or (run_id is not null and signature is not null and gate is not null and reference_key is not null));
update registry.versions set source = 'runs:/' || replace(run_id::text, '-', '') || '/model', location = 'runs:/' || replace(run_id::text, '-', '') || '/model',
  updated_at = created_at,
  stage_seq = coalesce((select max(c.seq) from registry.stage_changes c
    where c.workspace_id = versions.workspace_id and c.model_id = versions.model_id and c.version = versions.version), 0);
alter table registry.versions
  alter column source set not null,
  alter column location set not null,
  alter column updated_at set default now(),
  alter column updated_at set not null;

-- Several versions may stand in one stage; deployments follow the one moved there last.
drop index registry.one_version_per_stage;
create index versions_stage on registry.versions (workspace_id, model_id, stage, stage_seq) where stage in ('staging', 'production') and deleted_at is null;
create index versions_updated on registry.versions (workspace_id, updated_at desc);

alter table registry.stage_changes drop constraint stage_changes_cause_check;
alter table registry.stage_changes add constraint stage_changes_cause_check check (cause in ('promoted', 'replaced', 'rolled_back', 'undone', 'deleted'));

create or replace view registry.pub_stages with (security_invoker = true) as
  select distinct on (v.workspace_id, v.model_id, v.stage) v.workspace_id, v.model_id, v.stage, v.version
    from registry.versions v
    join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id
   where v.stage in ('staging', 'production') and v.deleted_at is null and m.deleted_at is null
   order by v.workspace_id, v.model_id, v.stage, v.stage_seq desc;

create table registry.aliases (
  workspace_id uuid not null,
  model_id uuid not null,
  alias text not null,
  version int not null,
  set_at timestamptz(3) not null default now(),
  primary key (workspace_id, model_id, alias),
  foreign key (workspace_id, model_id, version) references registry.versions (workspace_id, model_id, version)
);
select core.protect('registry.aliases');
create index aliases_version on registry.aliases (workspace_id, model_id, version);

-- What happened to names, versions, tags and aliases, for those who tell others; ids rise with time.
create table registry.events (
  workspace_id uuid not null,
  id uuid not null,
  event text not null,
  project_id uuid not null,
  payload jsonb not null,
  at timestamptz(3) not null default now(),
  primary key (workspace_id, id)
);
select core.protect('registry.events');
do $$ begin
  execute format('revoke update on registry.events from %I', core.app_role());
end $$;
create view registry.pub_events with (security_invoker = true) as
  select workspace_id, id, event, project_id, payload, at from registry.events;
select core.publish('registry.pub_events');
