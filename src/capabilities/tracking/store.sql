-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/artifact-removal.ts removeArtifacts
delete from tracking.artifacts
where workspace_id = $1 and owner_id = $2 and (path = $3 or starts_with(path, $4));

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

-- store/assessments.ts upsertAssessments
insert into tracking.assessments (workspace_id, trace_id, id, kind, name, value, error, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at, figure, numeric)
select $1, trace_id, id, kind, name, coalesce(value, 'null'), nullif(error, 'null'), source_type, source_id, span_id, rationale, metadata, overrides, valid,
  created_at, updated_at, figure, numeric
from jsonb_to_recordset($2::jsonb) as g(trace_id text, id text, kind text, name text, value jsonb, error jsonb, source_type text,
  source_id text, span_id text, rationale text, metadata jsonb, overrides text, valid boolean, created_at timestamptz, updated_at timestamptz,
  figure float8, numeric boolean)
on conflict (workspace_id, trace_id, id) do update set
  kind = excluded.kind, name = excluded.name, value = excluded.value, error = excluded.error, source_type = excluded.source_type,
  source_id = excluded.source_id, span_id = excluded.span_id, rationale = excluded.rationale, metadata = excluded.metadata,
  overrides = excluded.overrides, valid = excluded.valid, updated_at = excluded.updated_at, figure = excluded.figure, numeric = excluded.numeric;

-- store/assessments.ts findAssessment
select trace_id, id, kind, name, value, error, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at from tracking.assessments where workspace_id = $1 and trace_id = $2 and id = $3;

-- store/assessments.ts selectAssessmentsOf
select trace_id, id, kind, name, value, error, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at from tracking.assessments where workspace_id = $1 and trace_id = any($2::text[]) order by created_at, id;

-- store/assessments.ts setValid
update tracking.assessments set valid = $1 where workspace_id = $2 and trace_id = $3 and id = $4;

-- store/assessments.ts removeAssessment
delete from tracking.assessments where workspace_id = $1 and trace_id = $2 and id = $3;

-- store/config.ts upsertConfig
insert into tracking.run_configs (workspace_id, run_id, document) values ($1, $2, $3)
on conflict (workspace_id, run_id) do update set document = excluded.document, updated_at = now();

-- store/config.ts selectConfig
select document from tracking.run_configs where workspace_id = $1 and run_id = $2;

-- store/config.ts replaceParams
update tracking.runs set params = $1::jsonb, updated_at = now() where workspace_id = $2 and id = $3;

-- store/evaluation-records.ts recordsByHash
select id, input_hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by from tracking.evaluation_records
where workspace_id = $1 and evaluation_id = $2 and input_hash = any($3::text[]);

-- store/evaluation-records.ts upsertRecords
insert into tracking.evaluation_records (workspace_id, id, evaluation_id, input_hash, inputs, outputs, expectations, tags, source_type, source_data,
  created_at, updated_at, created_by, updated_by)
select $1, id, $2, hash, inputs::json, outputs::json, expectations::json, coalesce(tags, '{}')::json, source_type, source_data::json,
  created_at, updated_at, created_by, updated_by
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[],
  $7::text[], $8::text[], $9::text[],
  $10::text[], $11::timestamptz[], $12::timestamptz[],
  $13::text[], $14::text[])
  as i(id, hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by)
on conflict (workspace_id, evaluation_id, input_hash) do update set outputs = excluded.outputs, expectations = excluded.expectations,
  tags = excluded.tags, updated_at = excluded.updated_at, updated_by = excluded.updated_by;

-- store/evaluation-records.ts selectRecords
select id, input_hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by from tracking.evaluation_records where workspace_id = $1 and evaluation_id = $2 [and (created_at, id) > ($3::timestamptz, $4::uuid)] order by created_at, id limit $5;

-- store/evaluation-records.ts removeRecords
delete from tracking.evaluation_records where workspace_id = $1 and evaluation_id = $2 and id = any($3::uuid[]);

-- store/evaluation-search.ts selectEvaluations
select s.id, s.project_id, s.name, s.tags, s.schema, s.record_count, s.digest, s.created_at, s.updated_at,
  s.created_by, s.updated_by, $1 from tracking.evaluations s
where s.workspace_id = $2 and {...compileFilter(fields, f.filter)} [and s.project_id = $3] [and exists (select from tracking.evaluation_experiments l where l.workspace_id = $4 and l.evaluation_id = s.id
and l.experiment_id = any($5::uuid[]))] [and {...order.after(f.cursor)}] order by $6 limit $7;

-- store/evaluation-search.ts module (part)
(s.tags ->> $1);

-- store/evaluations.ts insertEvaluation
insert into tracking.evaluations (workspace_id, id, project_id, name, tags, digest, created_at, updated_at, created_by, updated_by)
values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10);

-- store/evaluations.ts findEvaluation
select s.id, s.project_id, s.name, s.tags, s.schema, s.record_count, s.digest, s.created_at, s.updated_at,
  s.created_by, s.updated_by from tracking.evaluations s where s.workspace_id = $1 and s.id = $2::uuid;

-- store/evaluations.ts lockEvaluation
select s.id, s.project_id, s.name, s.tags, s.schema, s.record_count, s.digest, s.created_at, s.updated_at,
  s.created_by, s.updated_by from tracking.evaluations s where s.workspace_id = $1 and s.id = $2::uuid for no key update;

-- store/evaluations.ts removeEvaluation
delete from tracking.evaluations where workspace_id = $1 and id = $2;

-- store/evaluations.ts setEvaluationLabels
update tracking.evaluations set tags = $1::jsonb where workspace_id = $2 and id = $3;

-- store/evaluations.ts touchEvaluation
update tracking.evaluations s set schema = $1::json, digest = $2,
  updated_at = $3, updated_by = coalesce($4, s.updated_by),
  record_count = (select count(*) from tracking.evaluation_records r where r.workspace_id = s.workspace_id and r.evaluation_id = s.id)
where s.workspace_id = $5 and s.id = $6;

-- store/evaluations.ts experimentsOfEvaluation
select e.id, e.number from tracking.evaluation_experiments l join tracking.experiments e on e.workspace_id = l.workspace_id and e.id = l.experiment_id
where l.workspace_id = $1 and l.evaluation_id = $2 order by l.added_at, e.number;

-- store/evaluations.ts knownExperiments
select id from tracking.experiments where workspace_id = $1 and id = any($2::uuid[]);

-- store/evaluations.ts putIntoExperiments
insert into tracking.evaluation_experiments (workspace_id, evaluation_id, experiment_id)
select $1, $2, e from unnest($3::uuid[]) e on conflict do nothing;

-- store/evaluations.ts takeOutOfExperiments
delete from tracking.evaluation_experiments
where workspace_id = $1 and evaluation_id = $2 and experiment_id = any($3::uuid[]);

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

-- store/heartbeat.ts upsertBeats
insert into tracking.run_beats (workspace_id, run_id, at, due_at)
select $1::uuid, run_id, max(at), max(due_at) from unnest($2::uuid[], $3::timestamptz[],
  $4::timestamptz[]) as i(run_id, at, due_at) group by run_id order by run_id
on conflict (workspace_id, run_id) do update set at = excluded.at, due_at = excluded.due_at;

-- store/heartbeat.ts reviveRuns
with back as (
  update tracking.run_beats set lapsed = false where workspace_id = $1 and run_id = any($2::uuid[]) and lapsed returning run_id
)
update tracking.runs r set status = 'running', ended_at = null, error = null, updated_at = now() from back
where r.workspace_id = $3 and r.id = back.run_id and r.status = 'failed';

-- store/heartbeat.ts endSilent
with silent as (
  update tracking.run_beats set lapsed = true where workspace_id = $1 and due_at < now() and not lapsed returning run_id, at
)
update tracking.runs r set status = 'failed', ended_at = greatest(silent.at, r.started_at), updated_at = now(),
  error = 'No sign of life since ' || to_char(silent.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC.'
from silent where r.workspace_id = $2 and r.id = silent.run_id and r.status = 'running' returning r.id;

-- store/inputs.ts linkDatasets
with given as (
  select i.*, r.experiment_id from unnest($1::uuid[], $2::text[], $3::text[],
    $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[])
    with ordinality as i(id, name, digest, source_type, source, schema, profile, tags, position), tracking.runs r
  where r.workspace_id = $9 and r.id = $10
), known as (
  select d.id, d.name, d.digest from given join tracking.input_datasets d
    on d.workspace_id = $11 and d.experiment_id = given.experiment_id and d.name = given.name and d.digest = given.digest
), made as (
  insert into tracking.input_datasets as d (workspace_id, id, experiment_id, name, digest, source_type, source, schema, profile)
  select $12, id, experiment_id, name, digest, source_type, source, schema, profile from given
  where (name, digest) not in (select name, digest from known) order by name, digest
  on conflict (workspace_id, experiment_id, name, digest) do update set name = excluded.name
  returning d.id, d.name, d.digest
), every_one as (select id, name, digest from known union all select id, name, digest from made)
insert into tracking.run_datasets (workspace_id, run_id, dataset_id, tags, position)
select $13, $14, e.id, given.tags::jsonb, given.position
from given join every_one e on e.name = given.name and e.digest = given.digest
on conflict (workspace_id, run_id, dataset_id) do nothing;

-- store/inputs.ts linkModels
insert into tracking.run_models (workspace_id, run_id, direction, model_id, step, position)
select $1, $2, $3, model_id, step, position
from unnest($4::uuid[], $5::bigint[]) with ordinality as i(model_id, step, position)
on conflict do nothing;

-- store/inputs.ts linksOfRuns
select run_id, dataset_id, tags, null as direction, null::uuid as model_id, null::bigint as step, logged_at, position
from tracking.run_datasets where workspace_id = $1 and run_id = any($2::uuid[])
union all
select run_id, null, null, direction, model_id, step, logged_at, position
from tracking.run_models where workspace_id = $3 and run_id = any($4::uuid[])
order by run_id, logged_at, position;

-- store/inputs.ts datasetsOf
select id, name, digest, source_type, source, schema, profile from tracking.input_datasets
where workspace_id = $1 and id = any($2::uuid[]);

-- store/inputs.ts datasetSummaries
select distinct d.experiment_id as "experimentId", d.name, d.digest, l.tags ->> $1 as context
from tracking.input_datasets d join tracking.run_datasets l on l.workspace_id = d.workspace_id and l.dataset_id = d.id
where d.workspace_id = $2 and d.experiment_id = any($3::uuid[])
order by d.name, d.digest, context limit 1000;

-- store/inputs.ts runReads (part)
exists (select from tracking.run_datasets l
join tracking.input_datasets d on d.workspace_id = l.workspace_id and d.id = l.dataset_id
where l.workspace_id = $1 and l.run_id = r.id and $2);

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

-- store/model-points.ts missingModels
select id from tracking.logged_models where workspace_id = $1 and id = any($2::uuid[]) and deleted_at is null;

-- store/model-points.ts insertModelPoints
insert into tracking.model_points (workspace_id, model_id, key, at, step, run_id, value, dataset_name, dataset_digest)
select $1, model_id, key, to_timestamp(at), step, run_id, value, dataset_name, dataset_digest
from unnest($2::uuid[], $3::text[], $4::float8[],
  $5::bigint[], $6::uuid[], $7::float8[],
  $8::text[], $9::text[])
  as i(model_id, key, at, step, run_id, value, dataset_name, dataset_digest)
order by model_id, key, at, step, run_id
on conflict do nothing;

-- store/model-search.ts selectModels
select m.id, m.project_id, m.experiment_id, e.number, m.name, m.type, m.status, m.status_message, m.source_run_id,
  m.params, m.tags, m.created_by, m.created_at, m.updated_at, m.deleted_at, $1 from tracking.logged_models m
join tracking.experiments e on e.workspace_id = m.workspace_id and e.id = m.experiment_id $2
where m.workspace_id = $3 and m.deleted_at is null [and m.project_id = $4] [and m.experiment_id = any($5::uuid[])] [and m.source_run_id = $6] [and {conditions(ws, f.filter, f.datasets)}] [and {...order.after(f.cursor)}] order by $7 limit $8;

-- store/model-search.ts conditions (part)
exists (select from tracking.model_points p where p.workspace_id = $1 and p.model_id = m.id and $3);

-- store/model-search.ts onDatasets (part)
$1 or $2;

-- store/model-search.ts onDataset (part)
p.dataset_name = $1;

-- store/model-search.ts onDataset (part)
(p.dataset_name = $1 and p.dataset_digest = $2);

-- store/model-search.ts labels (part)
({column} ->> $1);

-- store/model-search.ts metricField (part)
exists (select from tracking.model_points p where p.workspace_id = $1 and p.model_id = m.id and p.key = $2[ and $3] and $4);

-- store/model-search.ts metricField (part)
left join lateral (select p.value from tracking.model_points p where p.workspace_id = $1 and p.model_id = m.id and p.key = $2[ and $3] order by p.at desc, p.step desc, p.run_id limit 1) $4 on true;

-- store/model-search.ts idField (part)
replace({column}, '-', '');

-- store/model-search.ts attributes (part)
m.id::text;

-- store/model-search.ts attributes (part)
m.source_run_id;

-- store/models.ts insertModel
insert into tracking.logged_models (workspace_id, id, project_id, experiment_id, name, type, source_run_id, params, tags, created_by, created_at, updated_at)
select $1, $2, e.project_id, e.id, $3, $4, $5, $6::jsonb,
  $7::jsonb, $8, $9, $10
from tracking.experiments e where e.workspace_id = $11 and e.id = $12 and e.deleted_at is null;

-- store/models.ts locateModel
select project_id as "projectId", name, status from tracking.logged_models where workspace_id = $1 and id = $2::uuid;

-- store/models.ts findModel
select m.id, m.project_id, m.experiment_id, e.number, m.name, m.type, m.status, m.status_message, m.source_run_id,
  m.params, m.tags, m.created_by, m.created_at, m.updated_at, m.deleted_at from tracking.logged_models m join tracking.experiments e on e.workspace_id = m.workspace_id and e.id = m.experiment_id
where m.workspace_id = $1 and m.id = $2::uuid and ($3 or m.deleted_at is null);

-- store/models.ts setModelStatus
update tracking.logged_models set status = $1, status_message = $2, updated_at = $3
where workspace_id = $4 and id = $5;

-- store/models.ts markModelDeleted
update tracking.logged_models set deleted_at = $1, updated_at = $2
where workspace_id = $3 and id = $4 and (deleted_at is null) = ($5::timestamptz is not null);

-- store/models.ts mergeModelTags
update tracking.logged_models set tags = tags || $1::jsonb where workspace_id = $2 and id = $3;

-- store/models.ts dropModelTags
update tracking.logged_models set tags = tags - $1::text[] where workspace_id = $2 and id = $3;

-- store/models.ts lockModelLabels
select params, tags, deleted_at is not null as deleted from tracking.logged_models where workspace_id = $1 and id = $2 for no key update;

-- store/models.ts mergeModelParams
update tracking.logged_models set params = params || $1::jsonb where workspace_id = $2 and id = $3;

-- store/models.ts pointsOfModels
select model_id, key, value, step, at, run_id, dataset_name, dataset_digest, total from (
  select p.model_id, p.key, p.value, p.step, p.at, p.run_id, p.dataset_name, p.dataset_digest,
    row_number() over (partition by model_id order by at desc, step desc, key desc) as n, count(*) over (partition by model_id) as total
  from tracking.model_points p where p.workspace_id = $1 and p.model_id = any($2::uuid[])
) ranked where n <= $3 order by model_id, n desc;

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

-- store/spans.ts upsertSpans
insert into tracking.spans (workspace_id, trace_id, id, parent_id, name, type, status, status_message, start_ns, end_ns, attributes, events, links, exact, size_bytes,
  event_count, usage, cost, model, provider)
select $1, trace_id, id, parent_id, name, type, status, status_message, start_ns, end_ns, attributes, events, links, exact, size_bytes,
  event_count, usage, cost, model, provider from jsonb_to_recordset($2::jsonb) as g(trace_id text, id text, parent_id text, name text, type text, status text, status_message text, start_ns bigint, end_ns bigint,
  attributes jsonb, events jsonb, links jsonb, exact jsonb, size_bytes integer, event_count integer, usage jsonb, cost jsonb, model text, provider text) order by trace_id, id
on conflict (workspace_id, trace_id, id) do update set
  parent_id = excluded.parent_id, name = excluded.name, type = excluded.type, status = excluded.status, status_message = excluded.status_message,
  start_ns = excluded.start_ns, end_ns = excluded.end_ns, attributes = excluded.attributes, events = excluded.events, links = excluded.links,
  exact = excluded.exact, size_bytes = excluded.size_bytes, event_count = excluded.event_count, usage = excluded.usage, cost = excluded.cost,
  model = excluded.model, provider = excluded.provider;

-- store/spans.ts standingSpans
select s.trace_id, s.id, s.status from unnest($1::text[], $2::text[]) as g(trace_id, id)
join tracking.spans s on s.workspace_id = $3 and s.trace_id = g.trace_id and s.id = g.id;

-- store/spans.ts addCounts
update tracking.traces t set span_count = t.span_count + g.spans, error_count = t.error_count + g.errors
from unnest($1::text[], $2::integer[], $3::integer[]) as g(id, spans, errors)
where t.workspace_id = $4 and t.id = g.id;

-- store/spans.ts selectUsage
select trace_id, id, parent_id, usage, cost from tracking.spans where workspace_id = $1 and trace_id = any($2::text[]);

-- store/spans.ts setTotals
update tracking.traces t set
  input_tokens = coalesce(g.input_tokens, t.input_tokens), output_tokens = coalesce(g.output_tokens, t.output_tokens),
  total_tokens = coalesce(g.total_tokens, t.total_tokens), cache_read_tokens = coalesce(g.cache_read_tokens, t.cache_read_tokens),
  cache_creation_tokens = coalesce(g.cache_creation_tokens, t.cache_creation_tokens), input_cost = coalesce(g.input_cost, t.input_cost),
  output_cost = coalesce(g.output_cost, t.output_cost), total_cost = coalesce(g.total_cost, t.total_cost), metadata = t.metadata || g.metadata
from jsonb_to_recordset($1::jsonb) as g(id text, input_tokens bigint, output_tokens bigint, total_tokens bigint,
  cache_read_tokens bigint, cache_creation_tokens bigint, input_cost float8, output_cost float8, total_cost float8, metadata jsonb)
where t.workspace_id = $2 and t.id = g.id;

-- store/spans.ts selectTree
select id, parent_id, name, type, status, start_ns::text, end_ns::text, usage ->> 'total_tokens' as total_tokens, model, event_count, size_bytes
from tracking.spans where workspace_id = $1 and trace_id = $2 [and (start_ns, id) > ($3::bigint, $4)] order by start_ns, id limit $5;

-- store/spans.ts selectSpans
with sized as (
  select id, start_ns, row_number() over w as n, sum(size_bytes) over w as total, count(*) over () as found from (
    select id, start_ns, size_bytes from tracking.spans where workspace_id = $1 and trace_id = $2 [and (start_ns, id) > ($3::bigint, $4)] order by start_ns, id limit $5
  ) heads window w as (order by start_ns, id)
), page as (
  select id, start_ns, n < found as more from sized where n <= $6 and (n = 1 or total <= $7)
)
select s.id, s.parent_id, s.name, s.type, s.status, s.status_message, s.start_ns::text, s.end_ns::text, s.attributes, s.events, s.links, s.exact, page.more from page join tracking.spans s on s.workspace_id = $8 and s.trace_id = $9 and s.id = page.id
order by page.start_ns, page.id;

-- store/spans.ts findSpan
select s.id, s.parent_id, s.name, s.type, s.status, s.status_message, s.start_ns::text, s.end_ns::text, s.attributes, s.events, s.links, s.exact from tracking.spans s where s.workspace_id = $1 and s.trace_id = $2 and s.id = $3;

-- store/streams.ts presentRuns
select id from tracking.runs where workspace_id = $1 and id = any($2::uuid[]) and deleted_at is null;

-- store/streams.ts takenNumber
select r.number from unnest($1::text[]) with ordinality as i(text, n)
join tracking.run_lines r on r.number = $2::bigint + i.n - 1
where r.workspace_id = $3 and r.run_id = $4 and r.stream = $5 and r.text <> i.text order by r.number limit 1;

-- store/streams.ts insertLines
insert into tracking.run_lines (workspace_id, run_id, stream, number, text, size_bytes)
select $1::uuid, $2::uuid, $3, $4::bigint + n - 1, text, octet_length(text)
from unnest($5::text[]) with ordinality as i(text, n)
on conflict (workspace_id, run_id, stream, number) do nothing;

-- store/streams.ts overwriteLines
insert into tracking.run_lines as r (workspace_id, run_id, stream, number, text, size_bytes)
select $1::uuid, $2::uuid, $3, $4::bigint + n - 1, text, octet_length(text)
from unnest($5::text[]) with ordinality as i(text, n)
on conflict (workspace_id, run_id, stream, number) do update set text = excluded.text, size_bytes = excluded.size_bytes
where r.text <> excluded.text;

-- store/streams.ts nextLine
select number + 1 as next from tracking.run_lines
where workspace_id = $1 and run_id = $2 and stream = $3 order by number desc limit 1;

-- store/streams.ts selectStreams
select stream, max(number) + 1 as next, sum(size_bytes)::bigint as "sizeBytes" from tracking.run_lines
where workspace_id = $1 and run_id = $2 group by stream order by stream;

-- store/streams.ts selectLines
select number, size_bytes as size from tracking.run_lines where workspace_id = $1 and run_id = $2 and stream = $3 [and {number > $4 | number < $5}] order by number {oneOf(f.order, ["asc", "desc"])} limit $6;

-- store/streams.ts selectLines
select number, text from tracking.run_lines where workspace_id = $1 and run_id = $2 and stream = $3 [and {number > $4 | number < $5}] order by number {oneOf(f.order, ["asc", "desc"])} limit $6;

-- store/trace-fields.ts wholeField (part)
$1::float8;

-- store/trace-fields.ts ofRun (part)
(t.metadata ->> 'mlflow.sourceRun' = any($1::text[])
or t.id in (select l.trace_id from tracking.trace_runs l where l.workspace_id = $2 and l.run_id = $3::uuid));

-- store/trace-fields.ts runField (part)
$1 or $2;

-- store/trace-fields.ts runField (part)
({any([test.value ?? []].flat().map(String))});

-- store/trace-fields.ts promptField (part)
exists (select from tracking.trace_prompts p where p.workspace_id = $1 and p.trace_id = t.id and p.name = $2 and p.version = $3);

-- store/trace-fields.ts labelField (part)
(t.{column} ->> $1);

-- store/trace-fields.ts assessmentField (part)
a.numeric and $1;

-- store/trace-fields.ts assessmentField (part)
not exists (select from tracking.assessments a where a.workspace_id = $1 and a.kind = $2 and a.name = $3 and a.valid and {holds}
and (a.trace_id = t.id or (a.metadata ? 'mlflow.trace.session' and t.session_id is not null and exists (
  select from tracking.traces o where o.workspace_id = $4 and o.id = a.trace_id and o.session_id = t.session_id and o.experiment_id = t.experiment_id))));

-- store/trace-fields.ts module (part)
(s.attributes ->> $1);

-- store/trace-links.ts insertRunLinks
insert into tracking.trace_runs (workspace_id, run_id, trace_id)
select $1, run_id, trace_id from unnest($2::uuid[], $3::text[]) as l(run_id, trace_id)
order by run_id, trace_id on conflict do nothing;

-- store/trace-links.ts insertPromptLinks
insert into tracking.trace_prompts (workspace_id, trace_id, name, version)
select $1, $2, name, version from unnest($3::text[], $4::text[]) as p(name, version)
on conflict do nothing;

-- store/trace-links.ts selectRunLinks
select r.id, r.name from tracking.runs r where r.workspace_id = $1 and r.id in (
  select l.run_id from tracking.trace_runs l where l.workspace_id = $2 and l.trace_id = $3
  union select (t.metadata ->> 'mlflow.sourceRun')::uuid from tracking.traces t
  where t.workspace_id = $4 and t.id = $5 and t.metadata ->> 'mlflow.sourceRun' ~ '^[0-9a-f]{32}$'
) order by r.started_at, r.id limit 100;

-- store/trace-links.ts selectPromptLinks
select name, version from tracking.trace_prompts where workspace_id = $1 and trace_id = $2 order by name, version limit 1000;

-- store/trace-search.ts inScope (part)
t.workspace_id = $1;

-- store/trace-search.ts inScope (part)
t.project_id = $1;

-- store/trace-search.ts inScope (part)
t.experiment_id = any($1::uuid[]);

-- store/trace-search.ts traceConditions (part)
exists (select from tracking.spans s where s.workspace_id = $1 and s.trace_id = t.id and {spans});

-- store/trace-search.ts selectTraces (part)
set local statement_timeout = '20s';

-- store/trace-search.ts selectTraces
select t.id, t.project_id, t.experiment_id, e.number as experiment_number, t.name, t.state, t.request_ms, t.duration_ms, t.client_request_id,
  t.request_preview, t.response_preview, t.session_id, t.input_tokens, t.output_tokens, t.total_tokens, t.cache_read_tokens, t.cache_creation_tokens,
  t.input_cost, t.output_cost, t.total_cost, t.metadata, t.tags, t.span_count, t.error_count, $1 from tracking.traces t join tracking.experiments e on e.workspace_id = t.workspace_id and e.id = t.experiment_id $2
where {inScope(ws, f)} and {traceConditions(ws, f.filter)} [and t.experiment_id = $3] [and t.id = any($4::text[])] [and {ofRun(ws, f.runId)}] [and t.state = any($5::text[])] [and (t.name ilike $6 or t.id ilike $7 or t.request_preview ilike $8 or t.response_preview ilike $9)] [and {...order.after(f.cursor)}] order by $10 limit $11;

-- store/trace-search.ts findTraces
select t.id, t.project_id, t.experiment_id, e.number as experiment_number, t.name, t.state, t.request_ms, t.duration_ms, t.client_request_id,
  t.request_preview, t.response_preview, t.session_id, t.input_tokens, t.output_tokens, t.total_tokens, t.cache_read_tokens, t.cache_creation_tokens,
  t.input_cost, t.output_cost, t.total_cost, t.metadata, t.tags, t.span_count, t.error_count from tracking.traces t join tracking.experiments e on e.workspace_id = t.workspace_id and e.id = t.experiment_id where t.workspace_id = $1 and t.id = any($2::text[]);

-- store/trace-search.ts countOverlap (part)
set local statement_timeout = '20s';

-- store/trace-search.ts countOverlap
select count(*) as total, count(*) filter (where f1) as filter1, count(*) filter (where f2) as filter2, count(*) filter (where f1 and f2) as joint
from (select coalesce($1, false) as f1, coalesce($2, false) as f2 from tracking.traces t
  where {inScope(ws, scope)} and {traceConditions(ws, base, "base")}) x;

-- store/traces.ts upsertStated
insert into tracking.traces as t (workspace_id, id, owner_id, project_id, experiment_id, request_ms, duration_ms, state, name, client_request_id, request_preview, response_preview,
  session_id, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_creation_tokens, input_cost, output_cost, total_cost, metadata, tags,
  final, tokens_given, cost_given)
select $1, id, owner_id, project_id, experiment_id, request_ms, duration_ms, state, name, client_request_id, request_preview, response_preview,
  session_id, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_creation_tokens, input_cost, output_cost, total_cost, metadata, tags,
  final, tokens_given, cost_given from jsonb_to_recordset($2::jsonb) as g(id text, owner_id uuid, project_id uuid, experiment_id uuid, request_ms bigint, duration_ms bigint, state text, name text,
  client_request_id text, request_preview text, response_preview text, session_id text, input_tokens bigint, output_tokens bigint, total_tokens bigint,
  cache_read_tokens bigint, cache_creation_tokens bigint, input_cost float8, output_cost float8, total_cost float8, metadata jsonb, tags jsonb,
  final boolean, tokens_given boolean, cost_given boolean) order by id
on conflict (workspace_id, id) do update set
  experiment_id = excluded.experiment_id, request_ms = excluded.request_ms, duration_ms = excluded.duration_ms, state = excluded.state,
  client_request_id = excluded.client_request_id, name = coalesce(excluded.name, t.name),
  request_preview = coalesce(excluded.request_preview, t.request_preview),
  response_preview = coalesce(excluded.response_preview, t.response_preview),
  session_id = coalesce(excluded.session_id, t.session_id),
  input_tokens = case when excluded.tokens_given then excluded.input_tokens else t.input_tokens end,
  output_tokens = case when excluded.tokens_given then excluded.output_tokens else t.output_tokens end,
  total_tokens = case when excluded.tokens_given then excluded.total_tokens else t.total_tokens end,
  cache_read_tokens = case when excluded.tokens_given then excluded.cache_read_tokens else t.cache_read_tokens end,
  cache_creation_tokens = case when excluded.tokens_given then excluded.cache_creation_tokens else t.cache_creation_tokens end,
  input_cost = case when excluded.cost_given then excluded.input_cost else t.input_cost end,
  output_cost = case when excluded.cost_given then excluded.output_cost else t.output_cost end,
  total_cost = case when excluded.cost_given then excluded.total_cost else t.total_cost end,
  metadata = t.metadata || excluded.metadata, tags = t.tags || excluded.tags, final = t.final or excluded.final,
  tokens_given = t.tokens_given or excluded.tokens_given, cost_given = t.cost_given or excluded.cost_given
where t.project_id = excluded.project_id
returning id, tokens_given, cost_given;

-- store/traces.ts upsertFromSpans
insert into tracking.traces as t (workspace_id, id, owner_id, project_id, experiment_id, request_ms, duration_ms, state, name, client_request_id, request_preview, response_preview,
  session_id, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_creation_tokens, input_cost, output_cost, total_cost, metadata, tags,
  final, tokens_given, cost_given)
select $1, id, owner_id, project_id, experiment_id, request_ms, duration_ms, state, name, client_request_id, request_preview, response_preview,
  session_id, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_creation_tokens, input_cost, output_cost, total_cost, metadata, tags,
  final, tokens_given, cost_given from jsonb_to_recordset($2::jsonb) as g(id text, owner_id uuid, project_id uuid, experiment_id uuid, request_ms bigint, duration_ms bigint, state text, name text,
  client_request_id text, request_preview text, response_preview text, session_id text, input_tokens bigint, output_tokens bigint, total_tokens bigint,
  cache_read_tokens bigint, cache_creation_tokens bigint, input_cost float8, output_cost float8, total_cost float8, metadata jsonb, tags jsonb,
  final boolean, tokens_given boolean, cost_given boolean) order by id
on conflict (workspace_id, id) do update set
  request_ms = case when t.final then t.request_ms else least(t.request_ms, excluded.request_ms) end,
  duration_ms = case when t.final then t.duration_ms
    else greatest(t.request_ms + t.duration_ms, excluded.request_ms + excluded.duration_ms) - least(t.request_ms, excluded.request_ms) end,
  state = case when t.state in ('IN_PROGRESS', 'STATE_UNSPECIFIED') and excluded.state in ('OK', 'ERROR') then excluded.state else t.state end,
  name = coalesce(t.name, excluded.name),
  request_preview = coalesce(t.request_preview, excluded.request_preview),
  response_preview = coalesce(t.response_preview, excluded.response_preview),
  session_id = coalesce(t.session_id, excluded.session_id),
  metadata = excluded.metadata || t.metadata, tags = excluded.tags || t.tags
where t.project_id = excluded.project_id
returning id, tokens_given, cost_given;

-- store/traces.ts liveExperiments
select id, project_id from tracking.experiments where workspace_id = $1 and id = any($2::uuid[]) and deleted_at is null;

-- store/traces.ts locateTrace
select project_id as "projectId", owner_id as "ownerId", name, state from tracking.traces where workspace_id = $1 and id = $2;

-- store/traces.ts mergeTraceTags
update tracking.traces set tags = tags || $1::jsonb, name = coalesce($2, name) where workspace_id = $3 and id = $4;

-- store/traces.ts removeTraceTags
with old as (
  select tags, name from tracking.traces where workspace_id = $1 and id = $2 for update
), changed as (
  update tracking.traces set tags = tags - $3::text[], name = case when $4 then null else name end
  where workspace_id = $5 and id = $6
)
select (select count(*) from unnest($7::text[]) k where old.tags ? k)
  + case when $8 and old.name is not null then 1 else 0 end as removed from old;

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
