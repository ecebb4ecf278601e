-- The owner is held to the tenant policy too; while rows of every workspace are rewritten it is not.
alter table tracking.runs no force row level security;
alter table tracking.run_metrics no force row level security;
alter table tracking.metric_points no force row level security;

-- An equal point is one row, and its line is read from this index alone.
delete from tracking.metric_points p using (
  select ctid, row_number() over (partition by workspace_id, run_id, key, step, at, value) as n from tracking.metric_points
) d where p.ctid = d.ctid and d.n > 1;
drop index tracking.metric_points_line;
create unique index metric_points_line on tracking.metric_points (workspace_id, run_id, key, step, at, value);

-- min, max and sum leave NaN out; first and last are the least and the greatest (step, at, value).
alter table tracking.run_metrics
  add column first_step bigint not null default 0,
  add column first_at timestamptz not null default now(),
  add column nan_points bigint not null default 0;
truncate tracking.run_metrics;
insert into tracking.run_metrics (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at,
  min_value, min_step, max_value, max_step, sum_value, points, nan_points)
select workspace_id, run_id, key,
  (array_agg(value order by step, at, value))[1], (array_agg(step order by step, at, value))[1], (array_agg(at order by step, at, value))[1],
  (array_agg(value order by step desc, at desc, value desc))[1], max(step), (array_agg(at order by step desc, at desc, value desc))[1],
  coalesce(min(value) filter (where value <> 'NaN'), 'NaN'), coalesce((array_agg(step order by value, step) filter (where value <> 'NaN'))[1], min(step)),
  coalesce(max(value) filter (where value <> 'NaN'), 'NaN'), coalesce((array_agg(step order by value desc, step) filter (where value <> 'NaN'))[1], min(step)),
  coalesce(sum(value) filter (where value <> 'NaN'), 0), count(*), count(*) filter (where value = 'NaN')
from tracking.metric_points group by workspace_id, run_id, key;
create index run_metrics_by_value on tracking.run_metrics (workspace_id, key, last_value, run_id);

-- Parameters and tags by value: row-level security lets no jsonb operator near an index (ADR 0006). `head` is the
-- value's beginning; the run's own jsonb decides.
create table tracking.run_labels (
  workspace_id uuid not null,
  kind "char" not null check (kind in ('p', 't')),
  key text not null,
  head text not null,
  run_id uuid not null,
  primary key (workspace_id, kind, key, head, run_id)
);
select core.protect('tracking.run_labels');

-- Which keys runs use, for columns and completion.
create table tracking.run_keys (
  workspace_id uuid not null,
  experiment_id uuid not null,
  kind "char" not null check (kind in ('m', 'p', 't')),
  key text not null,
  primary key (workspace_id, experiment_id, kind, key)
);
select core.protect('tracking.run_keys');

alter table tracking.run_labels no force row level security;
alter table tracking.run_keys no force row level security;
insert into tracking.run_labels (workspace_id, kind, key, head, run_id)
select r.workspace_id, 'p', l.key, left(l.value, 64), r.id from tracking.runs r, jsonb_each_text(r.params) l
union all
select r.workspace_id, 't', l.key, left(l.value, 64), r.id from tracking.runs r, jsonb_each_text(r.tags) l;
insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
select distinct r.workspace_id, r.experiment_id, l.kind, l.key from tracking.runs r join tracking.run_labels l on l.workspace_id = r.workspace_id and l.run_id = r.id
union
select distinct r.workspace_id, r.experiment_id, 'm'::"char", m.key from tracking.runs r join tracking.run_metrics m on m.workspace_id = r.workspace_id and m.run_id = r.id;
alter table tracking.run_labels force row level security;
alter table tracking.run_keys force row level security;

alter table tracking.runs force row level security;
alter table tracking.run_metrics force row level security;
alter table tracking.metric_points force row level security;

-- Newest first, equal moments by id: the order of every list of runs.
drop index tracking.runs_by_project;
drop index tracking.runs_by_experiment;
create index runs_by_project on tracking.runs (workspace_id, project_id, started_at desc, id);
create index runs_by_experiment on tracking.runs (workspace_id, experiment_id, started_at desc, id);
