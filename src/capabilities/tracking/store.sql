-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/artifacts.ts upsertArtifact
insert into tracking.artifacts (workspace_id, owner_id, path, object_key, size_bytes, sha256, media_type)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, owner_id, path) do update set object_key = excluded.object_key, size_bytes = excluded.size_bytes,
  sha256 = excluded.sha256, media_type = excluded.media_type, created_at = now()
returning path, object_key, size_bytes, sha256, media_type, created_at;

-- store/artifacts.ts selectArtifacts
select path, object_key, size_bytes, sha256, media_type, created_at from tracking.artifacts
where workspace_id = $1 and owner_id = $2 and starts_with(path, $3) [and path > $4] order by path limit $5;

-- store/artifacts.ts findArtifact
select path, object_key, size_bytes, sha256, media_type, created_at from tracking.artifacts
where workspace_id = $1 and owner_id = $2 and path = $3;

-- store/experiments.ts insertExperiment
insert into tracking.experiments (workspace_id, id, project_id, name, description, tags, artifact_location)
values ($1, $2, $3, $4, $5, $6::jsonb, $7) on conflict (workspace_id, project_id, name) do nothing;

-- store/experiments.ts findExperiment
select e.id, e.number, e.project_id, e.name, e.description, e.tags, e.artifact_location, e.created_at, e.updated_at, e.deleted_at,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id and r.deleted_at is null) as run_count from tracking.experiments e where e.workspace_id = $1 and e.id = $2::uuid;

-- store/experiments.ts selectExperiments
select e.id, e.number, e.project_id, e.name, e.description, e.tags, e.artifact_location, e.created_at, e.updated_at, e.deleted_at,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id and r.deleted_at is null) as run_count, {sorts[f.sort]} as sort_value from tracking.experiments e where e.workspace_id = $1 [and e.project_id = $2] [and e.name = $3] [and e.name ilike $4] [and ({sorts[f.sort]}, e.id) {> | <} ($5, $6::uuid)]
order by {sorts[f.sort]} {oneOf(f.order, ["asc", "desc"])}, e.id {oneOf(f.order, ["asc", "desc"])} limit $7;

-- store/metrics.ts liveRuns
select id from tracking.runs where workspace_id = $1 and id = any($2::uuid[]) and status in ('queued', 'running');

-- store/metrics.ts insertPoints
with p as (
  insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
  select $1, run_id, key, step, to_timestamp(at), value
  from unnest($2::uuid[], $3::text[], $4::bigint[],
    $5::float8[], $6::float8[]) as i(run_id, key, step, at, value)
)
insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, last_value, last_step, last_at, min_value, min_step,
  max_value, max_step, sum_value, points)
select $7, run_id, key, first_value, last_value, last_step, to_timestamp(last_at), min_value, min_step, max_value, max_step, sum_value, points
from unnest($8::uuid[], $9::text[], $10::float8[],
  $11::float8[], $12::bigint[], $13::float8[],
  $14::float8[], $15::bigint[], $16::float8[],
  $17::bigint[], $18::float8[], $19::bigint[])
  as i(run_id, key, first_value, last_value, last_step, last_at, min_value, min_step, max_value, max_step, sum_value, points)
on conflict (workspace_id, run_id, key) do update set
  last_value = case when (excluded.last_step, excluded.last_at) >= (m.last_step, m.last_at) then excluded.last_value else m.last_value end,
  last_at = case when (excluded.last_step, excluded.last_at) >= (m.last_step, m.last_at) then excluded.last_at else m.last_at end,
  last_step = greatest(excluded.last_step, m.last_step),
  min_step = case when excluded.min_value < m.min_value then excluded.min_step else m.min_step end,
  min_value = least(excluded.min_value, m.min_value),
  max_step = case when excluded.max_value > m.max_value then excluded.max_step else m.max_step end,
  max_value = greatest(excluded.max_value, m.max_value),
  sum_value = m.sum_value + excluded.sum_value,
  points = m.points + excluded.points;

-- store/metrics.ts countPoints
select points from tracking.run_metrics where workspace_id = $1 and run_id = $2 and key = $3;

-- store/metrics.ts exactHistory
select step, value, at from tracking.metric_points
where workspace_id = $1 and run_id = $2 and key = $3 order by step, at;

-- store/metrics.ts sampledHistory
with line as (
  select step, value, at, ntile($1) over (order by step, at) as bucket from tracking.metric_points
  where workspace_id = $2 and run_id = $3 and key = $4
), ranked as (
  select step, value, at, row_number() over (partition by bucket order by step, at) as n,
    row_number() over (partition by bucket order by value, step) as low,
    row_number() over (partition by bucket order by value desc, step) as high
  from line
) select step, value, at from ranked where n = 1 or low = 1 or high = 1 order by step, at;

-- store/runs.ts insertRun
with known as (
  select id from tracking.experiments
  where workspace_id = $1 and project_id = $2 and (id = $3::uuid or ($4::uuid is null and name = 'Default'))
), made as (
  insert into tracking.experiments (workspace_id, id, project_id, name)
  select $5, $6, $7, 'Default' where $8::uuid is null and not exists (select from known)
  on conflict (workspace_id, project_id, name) do update set name = excluded.name
  returning id
), r as (
  insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, params, tags, parent_run_id,
    dataset_id, dataset_version, job_id, created_by)
  select $9, $10, $11, e.id, $12, 'running', $13, $14::jsonb,
    $15::jsonb, $16, $17, $18, $19, $20
  from (select id from known union all select id from made) e
  returning *
) select r.id, r.project_id, r.experiment_id, r.name, r.status, r.kind, r.started_at, r.ended_at, r.params, r.tags,
  r.parent_run_id, r.dataset_id, r.dataset_version, r.job_id, r.created_by, r.error, r.updated_at, r.deleted_at from r;

-- store/runs.ts findRun
select r.id, r.project_id, r.experiment_id, r.name, r.status, r.kind, r.started_at, r.ended_at, r.params, r.tags,
  r.parent_run_id, r.dataset_id, r.dataset_version, r.job_id, r.created_by, r.error, r.updated_at, r.deleted_at from tracking.runs r where r.workspace_id = $1 and r.id = $2;

-- store/runs.ts locateRun
select project_id as "projectId", name, status from tracking.runs where workspace_id = $1 and id = $2::uuid;

-- store/runs.ts selectRuns
select r.id, r.project_id, r.experiment_id, r.name, r.status, r.kind, r.started_at, r.ended_at, r.params, r.tags,
  r.parent_run_id, r.dataset_id, r.dataset_version, r.job_id, r.created_by, r.error, r.updated_at, r.deleted_at, {{plainSorts[f.sort] ?? "extract(epoch from r.started_at)::float8"} | m.last_value} as sort_value from tracking.runs r [left join tracking.run_metrics m on m.workspace_id = r.workspace_id and m.run_id = r.id and m.key = $1]
where r.workspace_id = $2 [and r.project_id = $3] [and r.experiment_id = $4] [and r.parent_run_id = $5] [and r.kind = $6] [and r.parent_run_id is null] [and r.status = any($7)] [and r.dataset_id = $8] [and r.name = $9] [and r.name ilike $10] [and {after(f, value)}] order by {{plainSorts[f.sort] ?? "extract(epoch from r.started_at)::float8"} | m.last_value} {f.order} nulls last, r.id {f.order} limit $11;

-- store/runs.ts after (part)
{value} is null and r.id {> | <} $1;

-- store/runs.ts after (part)
({value} is null or {value} {> | <} $1 or ({value} = $2 and r.id {> | <} $3));

-- store/runs.ts metricsOf
select run_id, key, first_value, last_value, last_step, last_at, min_value, min_step, max_value, max_step, sum_value, points
from tracking.run_metrics where workspace_id = $1 and run_id = any($2::uuid[]) order by key;

-- store/runs.ts changeRun
update tracking.runs set name = coalesce($1, name), status = coalesce($2, status),
  error = coalesce($3, error),
  ended_at = case when coalesce($4, status) in ('finished', 'failed', 'cancelled') then coalesce(ended_at, now()) end
where workspace_id = $5 and id = $6;

-- store/runs.ts mergeParams
update tracking.runs set params = params || $1::jsonb where workspace_id = $2 and id = $3;

-- store/runs.ts mergeTags
update tracking.runs set tags = tags || $1::jsonb where workspace_id = $2 and id = $3;

-- store/views.ts insertView
insert into tracking.views as v (workspace_id, id, project_id, page, name, query, shared, owner_id, owner_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (workspace_id, project_id, page, owner_id, name) where deleted_at is null do nothing returning v.id, v.project_id, v.page, v.name, v.query, v.shared, v.owner_id, v.owner_name, v.created_at, v.updated_at;

-- store/views.ts findView
select v.id, v.project_id, v.page, v.name, v.query, v.shared, v.owner_id, v.owner_name, v.created_at, v.updated_at from tracking.views v
where v.workspace_id = $1 and v.id = $2 and v.deleted_at is null and (v.shared or v.owner_id = $3);

-- store/views.ts locateView
select project_id as "projectId", name from tracking.views where workspace_id = $1 and id = $2;

-- store/views.ts selectViews
select v.id, v.project_id, v.page, v.name, v.query, v.shared, v.owner_id, v.owner_name, v.created_at, v.updated_at, {v.name | extract(epoch from v.updated_at)::float8} as sort_value from tracking.views v where v.workspace_id = $1 and v.project_id = $2 and v.page = $3 and v.deleted_at is null and (v.shared or v.owner_id = $4) [and v.name ilike $5] [and ({v.name | extract(epoch from v.updated_at)::float8}, v.id) {> | <} ($6, $7::uuid)]
order by {v.name | extract(epoch from v.updated_at)::float8} {oneOf(f.order, ["asc", "desc"])}, v.id {oneOf(f.order, ["asc", "desc"])} limit $8;

-- store/views.ts changeView
update tracking.views v set name = coalesce($1, v.name), query = coalesce($2, v.query),
  shared = coalesce($3, v.shared), updated_at = now()
where v.workspace_id = $4 and v.id = $5 and v.owner_id = $6 and v.deleted_at is null and not exists (
  select from tracking.views o where o.workspace_id = v.workspace_id and o.project_id = v.project_id and o.page = v.page
    and o.owner_id = v.owner_id and o.id <> v.id and o.deleted_at is null and o.name = $7);

-- store/views.ts hideView
update tracking.views v set deleted_at = case when $1 then now() end
where v.workspace_id = $2 and v.id = $3 and ($4 or not exists (
  select from tracking.views o where o.workspace_id = v.workspace_id and o.project_id = v.project_id and o.page = v.page
    and o.owner_id = v.owner_id and o.deleted_at is null and o.name = v.name));
