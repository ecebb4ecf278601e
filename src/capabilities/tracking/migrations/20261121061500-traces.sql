create table tracking.traces (
  workspace_id uuid not null,
  id text not null,
  -- Of its files in tracking.artifacts.
  owner_id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  request_ms bigint not null,
  duration_ms bigint,
  state text not null check (state in ('STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS')),
  name text,
  client_request_id text,
  request_preview text,
  response_preview text,
  session_id text,
  input_tokens bigint,
  output_tokens bigint,
  total_tokens bigint,
  cache_read_tokens bigint,
  cache_creation_tokens bigint,
  input_cost float8,
  output_cost float8,
  total_cost float8,
  metadata jsonb not null default '{}',
  tags jsonb not null default '{}',
  -- What the client stated about the whole wins over what its spans tell.
  final boolean not null default false,
  tokens_given boolean not null default false,
  cost_given boolean not null default false,
  span_count integer not null default 0,
  error_count integer not null default 0,
  primary key (workspace_id, id)
) with (fillfactor = 80);
select core.protect('tracking.traces');
create index traces_by_experiment on tracking.traces (workspace_id, experiment_id, request_ms desc, id);
create index traces_by_project on tracking.traces (workspace_id, project_id, request_ms desc, id);
create index traces_by_session on tracking.traces (workspace_id, session_id) where session_id is not null;
create index traces_by_source_run on tracking.traces (workspace_id, (metadata ->> 'mlflow.sourceRun')) where metadata ? 'mlflow.sourceRun';

create table tracking.spans (
  workspace_id uuid not null,
  trace_id text not null,
  id text not null,
  parent_id text,
  name text not null,
  type text not null,
  status text not null check (status in ('UNSET', 'OK', 'ERROR')),
  status_message text,
  start_ns bigint not null,
  end_ns bigint,
  attributes jsonb not null,
  events jsonb not null,
  links jsonb not null,
  exact jsonb not null,
  size_bytes integer not null,
  event_count integer not null,
  usage jsonb,
  cost jsonb,
  model text,
  provider text,
  primary key (workspace_id, trace_id, id)
);
select core.protect('tracking.spans');
-- Read page by page in order of start; a page's size is known before its content is touched.
create index spans_in_order on tracking.spans (workspace_id, trace_id, start_ns, id) include (size_bytes);

create table tracking.assessments (
  workspace_id uuid not null,
  trace_id text not null,
  id text not null,
  kind text not null check (kind in ('feedback', 'expectation', 'issue')),
  name text not null,
  value jsonb not null,
  -- The value as a number where it is one; yes, no, true and false count as 1 and 0 in aggregates only.
  figure float8,
  numeric boolean not null,
  error jsonb,
  source_type text not null,
  source_id text,
  span_id text,
  rationale text,
  metadata jsonb not null default '{}',
  overrides text,
  valid boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, trace_id, id)
);
select core.protect('tracking.assessments');
create index assessments_by_name on tracking.assessments (workspace_id, name, trace_id);

create table tracking.trace_runs (
  workspace_id uuid not null,
  run_id uuid not null,
  trace_id text not null,
  primary key (workspace_id, run_id, trace_id)
);
select core.protect('tracking.trace_runs');
create index trace_runs_by_trace on tracking.trace_runs (workspace_id, trace_id);

create table tracking.trace_prompts (
  workspace_id uuid not null,
  trace_id text not null,
  name text not null,
  version text not null,
  primary key (workspace_id, trace_id, name, version)
);
select core.protect('tracking.trace_prompts');
create index trace_prompts_by_prompt on tracking.trace_prompts (workspace_id, name, version);
