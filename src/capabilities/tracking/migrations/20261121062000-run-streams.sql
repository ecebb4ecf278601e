-- Lines of a run by number: records (JSON lines) and console output.
create table tracking.run_lines (
  workspace_id uuid not null,
  run_id uuid not null,
  stream text not null,
  number bigint not null check (number >= 0),
  text text not null,
  size_bytes integer not null,
  primary key (workspace_id, run_id, stream, number)
);
select core.protect('tracking.run_lines');

-- A client that goes silent past due_at has died; lapsed says that its run was ended for that.
create table tracking.run_beats (
  workspace_id uuid not null,
  run_id uuid not null,
  at timestamptz not null,
  due_at timestamptz not null,
  lapsed boolean not null default false,
  primary key (workspace_id, run_id)
);
select core.protect('tracking.run_beats');
create index run_beats_due on tracking.run_beats (workspace_id, due_at) where not lapsed;

create table tracking.run_configs (
  workspace_id uuid not null,
  run_id uuid not null,
  document text not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, run_id)
);
select core.protect('tracking.run_configs');
