-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/artifact-collections.ts openCollection
insert into tracking.artifact_collections (workspace_id, id, project_id, experiment_id, type, name)
values ($1, $2, $3, $4, $5, $6) on conflict (workspace_id, experiment_id, name) do nothing;

-- store/artifact-collections.ts openCollection
select id, type from tracking.artifact_collections where workspace_id = $1 and experiment_id = $2 and name = $3 for update;

-- store/artifact-collections.ts findCollection
select c.id, c.project_id, c.experiment_id, c.type, c.name, c.created_at,
  (select count(*) from tracking.artifact_versions v where v.workspace_id = c.workspace_id and v.collection_id = c.id and v.state = 'committed') as version_count from tracking.artifact_collections c where c.workspace_id = $1 and c.id = $2::uuid;

-- store/artifact-collections.ts selectCollections
select c.id, c.project_id, c.experiment_id, c.type, c.name, c.created_at,
  (select count(*) from tracking.artifact_versions v where v.workspace_id = c.workspace_id and v.collection_id = c.id and v.state = 'committed') as version_count, {sorts[f.sort]} as sort_value from tracking.artifact_collections c where c.workspace_id = $1 [and c.project_id = $2] [and c.experiment_id = $3] [and c.type = $4] [and c.name ilike $5] [and {({sorts[f.sort]}, c.id) > ($6, $7::uuid) | ({sorts[f.sort]}, c.id) < ($8, $9::uuid)}]
order by {sorts[f.sort]} {oneOf(f.order, ["asc", "desc"])}, c.id {oneOf(f.order, ["asc", "desc"])} limit $10;

-- store/artifact-removal.ts removeArtifacts
delete from tracking.artifacts
where workspace_id = $1 and owner_id = $2 and (path = $3 or starts_with(path, $4));

-- store/artifact-versions.ts insertVersion
insert into tracking.artifact_versions (workspace_id, id, collection_id, state, digest, description, metadata, tags, pending_aliases, run_id, step, client_ids)
values ($1, $2, $3, 'pending', $4, $5, $6, $7::text[], $8::text[],
  $9, $10, $11::text[]);

-- store/artifact-versions.ts findVersion
select v.id, v.collection_id, c.project_id, c.experiment_id, c.name, c.type, v.version, v.state, v.digest, v.description, v.metadata, v.tags,
  v.run_id, v.step, v.size_bytes, v.file_count, v.created_at, v.updated_at,
  array(select a.alias from tracking.artifact_aliases a where a.workspace_id = v.workspace_id and a.version_id = v.id order by a.alias) as aliases from tracking.artifact_versions v join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id where v.workspace_id = $1 and v.id = $2::uuid;

-- store/artifact-versions.ts findSame
select v.id, v.collection_id, c.project_id, c.experiment_id, c.name, c.type, v.version, v.state, v.digest, v.description, v.metadata, v.tags,
  v.run_id, v.step, v.size_bytes, v.file_count, v.created_at, v.updated_at,
  array(select a.alias from tracking.artifact_aliases a where a.workspace_id = v.workspace_id and a.version_id = v.id order by a.alias) as aliases from tracking.artifact_versions v join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id where v.workspace_id = $1 and v.collection_id = $2 and v.digest = $3
  and (v.state = 'committed' or (v.state = 'pending' and v.client_ids @> $4::text[])) order by v.state, v.version desc limit 1;

-- store/artifact-versions.ts findByAlias
select v.id, v.collection_id, c.project_id, c.experiment_id, c.name, c.type, v.version, v.state, v.digest, v.description, v.metadata, v.tags,
  v.run_id, v.step, v.size_bytes, v.file_count, v.created_at, v.updated_at,
  array(select a.alias from tracking.artifact_aliases a where a.workspace_id = v.workspace_id and a.version_id = v.id order by a.alias) as aliases from tracking.artifact_versions v join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id where v.workspace_id = $1 and c.experiment_id = $2 and c.name = $3 and v.state = 'committed' and {v.id = (select a.version_id from tracking.artifact_aliases a where a.workspace_id = $4 and a.collection_id = c.id and a.alias = $5) | v.version = $6};

-- store/artifact-versions.ts selectVersions
select v.id, v.collection_id, c.project_id, c.experiment_id, c.name, c.type, v.version, v.state, v.digest, v.description, v.metadata, v.tags,
  v.run_id, v.step, v.size_bytes, v.file_count, v.created_at, v.updated_at,
  array(select a.alias from tracking.artifact_aliases a where a.workspace_id = v.workspace_id and a.version_id = v.id order by a.alias) as aliases, {sorts[f.sort]} as sort_value from tracking.artifact_versions v join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id where v.workspace_id = $1 [and {v.state = 'committed' | v.client_ids @> $2::text[] and v.client_ids <> '{}' and v.state <> 'deleted'}] [and v.collection_id = $3] [and c.experiment_id = $4] [and v.run_id = $5] [and exists (select from tracking.artifact_uses u where u.workspace_id = $6 and u.version_id = v.id and u.run_id = $7)] [and c.name ilike $8] [and {({sorts[f.sort]}, v.id) > ($9, $10::uuid) | ({sorts[f.sort]}, v.id) < ($11, $12::uuid)}] order by {sorts[f.sort]} {oneOf(f.order, ["asc", "desc"])}, v.id {oneOf(f.order, ["asc", "desc"])} limit $13;

-- store/artifact-versions.ts numberVersion
select from tracking.artifact_collections where workspace_id = $1 and id = $2 for update;

-- store/artifact-versions.ts numberVersion
update tracking.artifact_versions set state = 'committed', size_bytes = $1, file_count = $2, updated_at = now(),
  version = (select coalesce(max(o.version) + 1, 0) from tracking.artifact_versions o where o.workspace_id = $3 and o.collection_id = $4)
where workspace_id = $5 and id = $6 returning pending_aliases;

-- store/artifact-versions.ts moveAliases
insert into tracking.artifact_aliases (workspace_id, collection_id, alias, version_id)
select $1::uuid, $2::uuid, alias, $3::uuid from unnest($4::text[]) as i(alias)
on conflict (workspace_id, collection_id, alias) do update set version_id = excluded.version_id, created_at = now()
  where artifact_aliases.version_id <> excluded.version_id;

-- store/artifact-versions.ts removeAliases
delete from tracking.artifact_aliases where workspace_id = $1 and version_id = $2 and {true | alias = any($3::text[])};

-- store/artifact-versions.ts addClientId
update tracking.artifact_versions set client_ids = array_append(client_ids, $1)
where workspace_id = $2 and id = $3 and not client_ids @> $4::text[];

-- store/artifact-versions.ts changeVersion
update tracking.artifact_versions set description = coalesce($1, description), metadata = coalesce($2, metadata),
  tags = $3::text[], updated_at = now()
where workspace_id = $4 and id = $5;

-- store/artifact-versions.ts markDeleted
update tracking.artifact_versions set state = 'deleted', updated_at = now() where workspace_id = $1 and id = $2;

-- store/artifact-versions.ts insertUse
insert into tracking.artifact_uses (workspace_id, version_id, run_id) values ($1, $2, $3)
on conflict (workspace_id, version_id, run_id) do nothing;

-- store/artifacts.ts upsertArtifact
insert into tracking.artifacts (workspace_id, owner_id, path, object_key, size_bytes, sha256, media_type)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, owner_id, path) do update set object_key = excluded.object_key, size_bytes = excluded.size_bytes,
  sha256 = excluded.sha256, media_type = excluded.media_type, created_at = now()
returning path, object_key, size_bytes, sha256, media_type, created_at;

-- store/artifacts.ts selectArtifacts
select path, object_key, size_bytes, sha256, media_type, created_at from tracking.artifacts
where workspace_id = $1 and owner_id = $2 and starts_with(path, $3) [and path > $4] order by path limit $5;

-- store/artifacts.ts selectFolder
with below as (
  select $1 || split_part(substr(path, length($2) + 1), '/', 1) as path,
    strpos(substr(path, length($3) + 1), '/') > 0 as folder, size_bytes, media_type
  from tracking.artifacts where workspace_id = $4 and owner_id = $5 and starts_with(path, $6)
), entries as (
  select path, folder, case when not folder then min(size_bytes) end as size_bytes, case when not folder then min(media_type) end as media_type
  from below group by path, folder
) select path, folder, size_bytes, media_type from entries [where (path, folder) > ($7, $8::boolean)] order by path, folder limit $9;

-- store/artifacts.ts findArtifact
select path, object_key, size_bytes, sha256, media_type, created_at from tracking.artifacts
where workspace_id = $1 and owner_id = $2 and path = $3;

-- store/assessments.ts upsertAssessments
insert into tracking.assessments (workspace_id, trace_id, id, kind, name, value, error, source_type, source_id, span_id, rationale, metadata, overrides, valid, created_at, updated_at, figure, numeric)
select $1, trace_id, id, kind, name, coalesce(value, 'null'::json), nullif(error, 'null'), source_type, source_id, span_id, rationale, metadata, overrides, valid,
  created_at, updated_at, figure, numeric
from json_to_recordset($2::json) as g(trace_id text, id text, kind text, name text, value json, error jsonb, source_type text,
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

-- store/custom-metrics.ts insertCustomMetric
insert into tracking.custom_metrics (workspace_id, id, project_id, name, expression, description, keys, created_by)
values ($1, $2, $3, $4, $5, $6, $7::text[], $8)
on conflict (workspace_id, project_id, name) do nothing;

-- store/custom-metrics.ts countCustomMetrics
select count(*) as n from tracking.custom_metrics where workspace_id = $1 and project_id = $2;

-- store/custom-metrics.ts findCustomMetric
select c.id, c.project_id, c.name, c.expression, c.description, c.keys, c.done_tx > 0 as filled, c.created_at, c.updated_at, c.created_by from tracking.custom_metrics c where c.workspace_id = $1 and c.id = $2::uuid;

-- store/custom-metrics.ts lockCustomMetric
select c.id, c.project_id, c.name, c.expression, c.description, c.keys, c.done_tx > 0 as filled, c.created_at, c.updated_at, c.created_by from tracking.custom_metrics c where c.workspace_id = $1 and c.id = $2::uuid for update of c;

-- store/custom-metrics.ts changeCustomMetric
update tracking.custom_metrics c set name = $1, expression = $2, description = $3, keys = $4::text[],
  done_tx = case when $5 then 0 else c.done_tx end, revision = c.revision + 1, updated_at = now()
where c.workspace_id = $6 and c.id = $7 and not exists (select from tracking.custom_metrics o
  where o.workspace_id = $8 and o.project_id = c.project_id and o.name = $9 and o.id <> c.id);

-- store/custom-metrics.ts removeCustomMetric
delete from tracking.custom_metrics where workspace_id = $1 and id = $2;

-- store/custom-metrics.ts selectCustomMetrics
select c.id, c.project_id, c.name, c.expression, c.description, c.keys, c.done_tx > 0 as filled, c.created_at, c.updated_at, c.created_by from tracking.custom_metrics c where c.workspace_id = $1 and c.project_id = $2 [and c.name = $3] [and (c.name ilike $4 or c.expression ilike $5)] [and c.name {> | <} $6] order by c.name {oneOf(f.order, ["asc", "desc"])} limit $7;

-- store/custom-metrics.ts dropKey
delete from tracking.run_metrics m using tracking.runs r
where m.workspace_id = $1 and m.key = $2 and r.workspace_id = $3 and r.id = m.run_id and r.project_id = $4;

-- store/custom-metrics.ts dropKey
delete from tracking.run_keys k using tracking.experiments e
where k.workspace_id = $1 and k.kind = 'm'::"char" and k.key = $2 and e.workspace_id = $3 and e.id = k.experiment_id and e.project_id = $4;

-- store/custom-values.ts followed
select id, project_id, name, expression, keys, done_tx, revision from tracking.custom_metrics where workspace_id = $1 order by id;

-- store/custom-values.ts followed
select (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as horizon;

-- store/custom-values.ts runsAfter
select id from tracking.runs where workspace_id = $1 and project_id = $2 and ($3::uuid is null or id > $4::uuid)
order by id limit $5;

-- store/custom-values.ts runsMoved
select r.id from tracking.runs r where r.workspace_id = $1 and r.project_id = $2 and r.id in (
  select p.run_id from tracking.metric_points p
  where p.workspace_id = $3 and p.tx >= $4 and p.tx < $5 and p.key = any($6::text[])
) order by r.id;

-- store/custom-values.ts holdDefinition
select id from tracking.custom_metrics where workspace_id = $1 and id = $2 and revision = $3 for share;

-- store/custom-values.ts inputsOf
select run_id, key, first_value as first, last_value as last, min_value as min, max_value as max,
  coalesce(sum_value / nullif(points - nan_points, 0), 'NaN') as mean, points as count, last_step, last_at
from tracking.run_metrics where workspace_id = $1 and run_id = any($2::uuid[]) and key = any($3::text[]);

-- store/custom-values.ts writeValues
with i as (
  select run_id, value, step, at from unnest($1::uuid[], $2::float8[],
    $3::bigint[], $4::timestamptz[]) as i(run_id, value, step, at)
), keys as (
  insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
  select distinct $5::uuid, r.experiment_id, 'm'::"char", $6::text from i join tracking.runs r on r.workspace_id = $7 and r.id = i.run_id
  on conflict do nothing
)
insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at,
  min_value, min_step, max_value, max_step, sum_value, points, nan_points)
select $8, run_id, $9, value, step, at, value, step, at, value, step, value, step,
  case when value = 'NaN' then 0 else value end, 1, case when value = 'NaN' then 1 else 0 end from i
on conflict (workspace_id, run_id, key) do update set
  first_value = excluded.first_value, first_step = excluded.first_step, first_at = excluded.first_at, last_value = excluded.last_value,
  last_step = excluded.last_step, last_at = excluded.last_at, min_value = excluded.min_value, min_step = excluded.min_step,
  max_value = excluded.max_value, max_step = excluded.max_step, sum_value = excluded.sum_value, points = 1, nan_points = excluded.nan_points
where (m.last_value, m.last_step, m.last_at) is distinct from (excluded.last_value, excluded.last_step, excluded.last_at)
returning m.run_id;

-- store/custom-values.ts writeValues
delete from tracking.run_metrics where workspace_id = $1 and key = $2 and run_id = any($3::uuid[]) returning run_id;

-- store/custom-values.ts markDone
update tracking.custom_metrics set done_tx = $1 where workspace_id = $2 and id = $3 and revision = $4;

-- store/custom-values.ts announceRuns
insert into core.outbox (workspace_id, topic, ref_id) select $1, 'runs', id from unnest($2::text[]) id;

-- store/evaluation-records.ts recordsByHash
select id, position, input_hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by from tracking.evaluation_records
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
select id, position, input_hash, inputs, outputs, expectations, tags, source_type, source_data, created_at, updated_at, created_by, updated_by from tracking.evaluation_records where workspace_id = $1 and evaluation_id = $2 [and position > $3::bigint] order by position limit $4;

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
insert into tracking.experiments (workspace_id, id, project_id, name, description, tags, artifact_location, is_default)
values ($1, $2, $3, $4, $5, $6::jsonb, $7,
  $8 = $9 and not exists (
    select from tracking.experiments d where d.workspace_id = $10 and d.project_id = $11 and d.is_default))
on conflict do nothing;

-- store/experiments.ts findExperiment
select {plainColumns.text}, e.description, e.tags,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id and r.deleted_at is null) as run_count from tracking.experiments e where e.workspace_id = $1 and e.id = $2::uuid;

-- store/experiments.ts locateExperiment
select e.id, e.number, e.project_id, e.name, e.artifact_location, e.created_at, e.updated_at, e.deleted_at from tracking.experiments e where e.workspace_id = $1 and e.id = $2::uuid;

-- store/experiments.ts experimentOfNumber
select e.id, e.number, e.project_id, e.name, e.artifact_location, e.created_at, e.updated_at, e.deleted_at from tracking.experiments e where e.workspace_id = $1 and e.number = $2;

-- store/experiments.ts experimentOfName
select e.id, e.number, e.project_id, e.name, e.artifact_location, e.created_at, e.updated_at, e.deleted_at from tracking.experiments e where e.workspace_id = $1 and e.project_id = $2 and e.name = $3;

-- store/experiments.ts openDefault
select e.id, e.number, e.project_id, e.name, e.artifact_location, e.created_at, e.updated_at, e.deleted_at from tracking.experiments e where e.workspace_id = $1 and e.project_id = $2 and e.is_default;

-- store/experiments.ts openDefault
update tracking.experiments set is_default = true where workspace_id = $1 and project_id = $2 and name = $3;

-- store/experiments.ts experimentFields (part)
(e.tags ->> $1);

-- store/experiments.ts selectExperiments (part)
e.workspace_id = $1;

-- store/experiments.ts selectExperiments (part)
e.project_id = $1;

-- store/experiments.ts selectExperiments (part)
e.number = $1;

-- store/experiments.ts selectExperiments (part)
e.is_default = $1;

-- store/experiments.ts selectExperiments (part)
e.name = $1;

-- store/experiments.ts selectExperiments (part)
e.name ilike $1;

-- store/experiments.ts selectExperiments (part)
e.deleted_at is null;

-- store/experiments.ts selectExperiments (part)
e.deleted_at is not null;

-- store/experiments.ts selectExperiments
with places as materialized (
  select row_number() over () as place, p.id, $1 from (
    select e.id, $2 from tracking.experiments e
    where {...where} and {...order.after(f.cursor)} order by $3 limit $4
  ) p
)
select $5, {plainColumns.text}, e.description, e.tags,
  (select count(*) from tracking.runs r where r.workspace_id = e.workspace_id and r.experiment_id = e.id and r.deleted_at is null) as run_count from places p join tracking.experiments e on e.workspace_id = $6 and e.id = p.id order by p.place;

-- store/experiments.ts changeExperiment
update tracking.experiments e set name = coalesce($1::text, name), description = coalesce($2::text, description),
  updated_at = now()
where workspace_id = $3 and id = $4 and not exists (
  select from tracking.experiments o where o.workspace_id = e.workspace_id and o.project_id = e.project_id and o.name = $5 and o.id <> e.id
);

-- store/experiments.ts changeTags
update tracking.experiments set tags = (tags - $1::text[]) || $2::jsonb, updated_at = now()
where workspace_id = $3 and id = $4;

-- store/experiments.ts markExperimentDeleted
update tracking.experiments set deleted_at = now(), updated_at = now() where workspace_id = $1 and id = $2 and deleted_at is null;

-- store/experiments.ts markExperimentDeleted
update tracking.runs set deleted_at = now(), updated_at = now() where workspace_id = $1 and experiment_id = $2 and deleted_at is null;

-- store/experiments.ts markExperimentRestored
update tracking.runs r set deleted_at = null, updated_at = now() from tracking.experiments e
where r.workspace_id = $1 and r.experiment_id = $2 and e.workspace_id = $3 and e.id = r.experiment_id and r.deleted_at = e.deleted_at;

-- store/experiments.ts markExperimentRestored
update tracking.experiments set deleted_at = null, updated_at = now() where workspace_id = $1 and id = $2;

-- store/groups.ts countRuns
select count(*) as n from tracking.runs r where r.workspace_id = $1 and {runConditions(ws, f)};

-- store/groups.ts selectGroups
with matched as materialized (
  select r.id, r.started_at, array[{listed(f.by)}]::text[] as v from tracking.runs r where r.workspace_id = $1 and {runConditions(ws, f)}
), sized as (
  select v, count(*) as runs, (array_agg(id order by started_at desc, id))[1:{String(idsOfGroup)}] as ids from matched group by v
), stats as (
  select matched.v, w.ord, avg(x.value) as mean, stddev_samp(x.value) as sd, min(x.value) as min, max(x.value) as max, count(*) as n
  from matched join tracking.run_metrics m on m.workspace_id = $2 and m.run_id = matched.id and m.key = any($3::text[])
  join unnest($4::text[], $5::text[]) with ordinality as w(key, aggregate, ord) on w.key = m.key
  cross join lateral (select case w.aggregate when 'first' then m.first_value when 'min' then m.min_value when 'max' then m.max_value
    when 'mean' then m.sum_value / nullif(m.points - m.nan_points, 0) else m.last_value end as value) x
  where x.value > '-Infinity' and x.value < 'Infinity' group by matched.v, w.ord
) select s.v, s.runs, s.ids, count(*) over () as group_count, sum(s.runs) over ()::bigint as total,
  (select json_agg(json_build_object('ord', t.ord, 'mean', t.mean, 'sd', t.sd, 'min', t.min, 'max', t.max, 'n', t.n)) from stats t where t.v = s.v) as metrics
from sized s left join stats o on o.v = s.v and o.ord = $6
order by {o.mean {asc | desc} nulls last, s.runs desc | s.runs {asc | desc}}, s.v limit $7;

-- store/groups.ts listed (part)
$1, $2;

-- store/groups.ts valueOf (part)
(r.params - $1::text[])::text;

-- store/groups.ts valueOf (part)
r.experiment_id::text;

-- store/groups.ts valueOf (part)
r.status;

-- store/groups.ts valueOf (part)
r.dataset_id::text || ' v' || r.dataset_version;

-- store/groups.ts valueOf (part)
r.params ->> $1;

-- store/groups.ts valueOf (part)
r.tags ->> $1;

-- store/groups.ts countChildren
select r.parent_run_id as id, count(*) as n from tracking.runs r
where r.workspace_id = $1 and r.parent_run_id = any($2::uuid[]) and {true | {r.deleted_at is null | r.deleted_at is not null}} group by r.parent_run_id;

-- store/groups.ts selectRepetitions
select r.id, r.params, m.first_value as first, m.last_value as last, m.min_value as min, m.max_value as max,
  m.sum_value / nullif(m.points - m.nan_points, 0) as mean
from tracking.runs b join tracking.runs r on r.workspace_id = $1 and r.experiment_id = b.experiment_id
  and r.params - $2::text[] = b.params - $3::text[]
join tracking.run_metrics m on m.workspace_id = $4 and m.run_id = r.id and m.key = $5
where b.workspace_id = $6 and b.id = $7 and (r.id = b.id or (r.deleted_at is null and r.status <> 'failed'))
order by r.started_at, r.id limit 1000;

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

-- store/history.ts countPoints
select points from tracking.run_metrics where workspace_id = $1 and run_id = $2 and key = $3;

-- store/history.ts exactHistory
select step, value, at from tracking.metric_points where workspace_id = $1 and run_id = $2 and key = $3 [and (step, at, value) > ($4::bigint, $5::timestamptz, $6::float8)] order by step, at, value limit $7;

-- store/history.ts sampledHistory
with line as (
  select step, value, at, ntile($1) over w as bucket, row_number() over w as place, count(*) over () as total
  from tracking.metric_points where workspace_id = $2 and run_id = $3 and key = $4 window w as (order by step, at, value)
), ranked as (
  select step, value, at, place, total, row_number() over (partition by bucket order by place) as n,
    row_number() over (partition by bucket order by value, place) as low,
    row_number() over (partition by bucket order by value = 'NaN', value desc, place) as high
  from line
) select step, value, at from ranked where n = 1 or low = 1 or high = 1 or place = total order by place;

-- store/history.ts selectLines
with line as materialized (
  select run_id, key, step, at, value from tracking.metric_points where workspace_id = $1 and run_id = any($2::uuid[]) and key = any($3::text[]) [and step >= $4] [and step <= $5]
), steps as (
  select key, step, row_number() over (partition by key order by step) as n, count(*) over (partition by key) as steps
  from (select distinct key, step from line) d
), taken as (
  select key, step from steps where n = 1 or n = steps or (n - 1) * $6::bigint / steps <> (n - 2) * $7::bigint / steps
), lines as (
  select run_id, key, count(*) as total, min(step) as first_step, max(step) as last_step,
    min(value) filter (where value <> 'NaN') as low, max(value) filter (where value <> 'NaN') as high
  from line group by run_id, key
), extremes as (
  select l.run_id, l.key, min(l.step) filter (where l.value = s.low) as low_step, min(l.step) filter (where l.value = s.high) as high_step
  from line l join lines s using (run_id, key) group by l.run_id, l.key
), picked as materialized (
  select l.run_id, l.key, l.step, l.at, l.value, s.total, l.value in (s.low, s.high) as extreme
  from line l join lines s using (run_id, key) join extremes e using (run_id, key)
  where s.total <= $8 or l.step in (s.first_step, s.last_step, e.low_step, e.high_step) or (l.key, l.step) in (select key, step from taken)
), placed as (
  select *, row_number() over (partition by run_id, key, step order by at, value) as m, count(*) over (partition by run_id, key, step) as of_step,
    row_number() over (partition by run_id, key, value order by step, at) as of_value
  from picked
), counted as (
  select *, greatest(1, $9::bigint / count(*) filter (where m = 1) over (partition by run_id, key)) as per_step from placed
)
select run_id, key, step, at, value, total from counted
where total <= $10 or m = 1 or m = of_step or (m - 1) * per_step / of_step <> (m - 2) * per_step / of_step or (extreme and of_value = 1)
order by run_id, key, step, at, value;

-- store/history.ts packedHistory
select count(*) as count, string_agg(int8send(step), '') as steps,
  string_agg(float8send(round(date_part('epoch', at) * 1000)), '') as timestamps, string_agg(float8send(value), '') as values
from (select step, at, value from tracking.metric_points where workspace_id = $1 and run_id = $2 and key = $3 [and (step, at, value) > ($4::bigint, to_timestamp($5::float8 / 1000), $6::float8)] order by step, at, value limit $7) p;

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
select $13, $14, e.id, given.tags::json, given.position
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

-- store/keys.ts selectKeys
select distinct k.key from tracking.run_keys k where k.workspace_id = $1 and k.kind = $2::"char" [and k.experiment_id = any($3::uuid[])] [and k.experiment_id in (select e.id from tracking.experiments e where e.workspace_id = $4 and e.project_id = $5)] [and k.key ilike $6] [and k.key > $7] order by k.key limit $8;

-- store/keys.ts selectValues
select distinct l.head from tracking.run_labels l
where l.workspace_id = $1 and l.kind = $2::"char" and l.key = $3 and starts_with(l.head, $4) and length(l.head) < $5
order by l.head limit 50;

-- store/labels.ts lockRuns
select id, project_id as "projectId", experiment_id as "experimentId", name, params, tags, deleted_at as "deletedAt"
from tracking.runs where workspace_id = $1 and id = any($2::uuid[]) order by id for update;

-- store/labels.ts writeLabels
update tracking.runs r set updated_at = now(),
  params = (r.params - array(select jsonb_array_elements_text(i.params_gone::jsonb))) || i.params::jsonb,
  tags = (r.tags - array(select jsonb_array_elements_text(i.tags_gone::jsonb))) || i.tags::jsonb
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
  as i(id, params, tags, params_gone, tags_gone)
where r.workspace_id = $6 and r.id = i.id;

-- store/labels.ts indexLabels
delete from tracking.run_labels l
using unnest($1::"char"[], $2::text[], $3::text[],
  $4::uuid[]) as i(kind, key, head, run_id)
where l.workspace_id = $5 and l.kind = i.kind and l.key = i.key and l.head = i.head and l.run_id = i.run_id;

-- store/labels.ts indexLabels
with i as (
  select * from unnest($1::"char"[], $2::text[], $3::text[],
    $4::uuid[], $5::uuid[]) as i(kind, key, head, run_id, experiment_id)
), made as (
  insert into tracking.run_labels (workspace_id, kind, key, head, run_id)
  select $6, kind, key, head, run_id from i on conflict do nothing
)
insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
select distinct $7::uuid, experiment_id, kind, key from i order by experiment_id, kind, key on conflict do nothing;

-- store/metrics.ts liveRuns
select id from tracking.runs where workspace_id = $1 and id = any($2::uuid[]) and deleted_at is null;

-- store/metrics.ts insertPoints
with i as (select run_id, key, first_value, first_step, to_timestamp(first_at) as first_at, last_value, last_step, to_timestamp(last_at) as last_at,
  min_value, min_step, max_value, max_step, sum_value, points, nan_points
from unnest($1::uuid[], $2::text[], $3::float8[],
  $4::bigint[], $5::float8[], $6::float8[],
  $7::bigint[], $8::float8[], $9::float8[],
  $10::bigint[], $11::float8[], $12::bigint[],
  $13::float8[], $14::bigint[], $15::bigint[])
  as a(run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
    sum_value, points, nan_points)), folded as (
  insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points)
  select $16, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points from i
  on conflict (workspace_id, run_id, key) do update set
    first_value = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
      then excluded.first_value else m.first_value end,
    first_at = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
      then excluded.first_at else m.first_at end,
    first_step = least(excluded.first_step, m.first_step),
    last_value = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
      then excluded.last_value else m.last_value end,
    last_at = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
      then excluded.last_at else m.last_at end,
    last_step = greatest(excluded.last_step, m.last_step),
    min_step = case when (excluded.min_value, excluded.min_step) < (m.min_value, m.min_step) then excluded.min_step else m.min_step end,
    min_value = least(excluded.min_value, m.min_value),
    max_step = case when m.max_value = 'NaN' or (excluded.max_value <> 'NaN' and (-excluded.max_value, excluded.max_step) < (-m.max_value, m.max_step))
      then excluded.max_step else m.max_step end,
    max_value = case when m.max_value = 'NaN' then excluded.max_value when excluded.max_value = 'NaN' then m.max_value
      else greatest(excluded.max_value, m.max_value) end,
    sum_value = m.sum_value + excluded.sum_value,
    points = m.points + excluded.points,
    nan_points = m.nan_points + excluded.nan_points
  returning m.run_id, m.key, m.xmax = 0 as fresh
), keys as (
  insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
  select distinct $17::uuid, r.experiment_id, 'm'::"char", f.key from folded f
  join tracking.runs r on r.workspace_id = $18 and r.id = f.run_id
  where f.fresh order by r.experiment_id, f.key on conflict do nothing
) select from folded limit 0;

-- store/metrics.ts hopedPoints
select tracking.as_hoped((select count(*) from p) = $1::bigint and
(select count(*) from tracking.runs where workspace_id = $2 and id = any($3::uuid[]) and deleted_at is null) = $4::bigint);

-- store/metrics.ts arrived
select run_id, key, count(*) as inserted from p where (select count(*) from p) <> $1::bigint group by run_id, key;

-- store/metrics.ts singles
with s as materialized (
  select run_id, key, step, to_timestamp(at) as at, value from unnest($1::uuid[], $2::text[], $3::bigint[],
$4::float8[], $5::float8[]) as s(run_id, key, step, at, value)
), p as (
  insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
  select $6, run_id, key, step, at, value from s on conflict do nothing returning run_id, key
), i as (
  select run_id, key, value as first_value, step as first_step, at as first_at, value as last_value, step as last_step, at as last_at,
    value as min_value, step as min_step, value as max_value, step as max_step, case when value = 'NaN' then 0 else value end as sum_value,
    1 as points, case when value = 'NaN' then 1 else 0 end as nan_points
  from s where (select count(*) from p) = $7::bigint
), folded as (
  insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points)
  select $8, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points from i
  on conflict (workspace_id, run_id, key) do update set
    first_value = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
      then excluded.first_value else m.first_value end,
    first_at = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
      then excluded.first_at else m.first_at end,
    first_step = least(excluded.first_step, m.first_step),
    last_value = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
      then excluded.last_value else m.last_value end,
    last_at = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
      then excluded.last_at else m.last_at end,
    last_step = greatest(excluded.last_step, m.last_step),
    min_step = case when (excluded.min_value, excluded.min_step) < (m.min_value, m.min_step) then excluded.min_step else m.min_step end,
    min_value = least(excluded.min_value, m.min_value),
    max_step = case when m.max_value = 'NaN' or (excluded.max_value <> 'NaN' and (-excluded.max_value, excluded.max_step) < (-m.max_value, m.max_step))
      then excluded.max_step else m.max_step end,
    max_value = case when m.max_value = 'NaN' then excluded.max_value when excluded.max_value = 'NaN' then m.max_value
      else greatest(excluded.max_value, m.max_value) end,
    sum_value = m.sum_value + excluded.sum_value,
    points = m.points + excluded.points,
    nan_points = m.nan_points + excluded.nan_points
  returning m.run_id, m.key, m.xmax = 0 as fresh
), keys as (
  insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
  select distinct $9::uuid, r.experiment_id, 'm'::"char", f.key from folded f
  join tracking.runs r on r.workspace_id = $10 and r.id = f.run_id
  where f.fresh order by r.experiment_id, f.key on conflict do nothing
) $11;

-- store/metrics.ts several
with p as (
  insert into tracking.metric_points (workspace_id, run_id, key, step, at, value)
  select $1, run_id, key, step, to_timestamp(at), value from unnest($2::uuid[], $3::text[], $4::bigint[],
$5::float8[], $6::float8[]) as s(run_id, key, step, at, value)
  on conflict do nothing returning run_id, key
), i as (
  select * from (select run_id, key, first_value, first_step, to_timestamp(first_at) as first_at, last_value, last_step, to_timestamp(last_at) as last_at,
  min_value, min_step, max_value, max_step, sum_value, points, nan_points
from unnest($7::uuid[], $8::text[], $9::float8[],
  $10::bigint[], $11::float8[], $12::float8[],
  $13::bigint[], $14::float8[], $15::float8[],
  $16::bigint[], $17::float8[], $18::bigint[],
  $19::float8[], $20::bigint[], $21::bigint[])
  as a(run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
    sum_value, points, nan_points)) a where (select count(*) from p) = $22::bigint
), folded as (
  insert into tracking.run_metrics as m (workspace_id, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points)
  select $23, run_id, key, first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points from i
  on conflict (workspace_id, run_id, key) do update set
    first_value = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
      then excluded.first_value else m.first_value end,
    first_at = case when (excluded.first_step, excluded.first_at, excluded.first_value) < (m.first_step, m.first_at, m.first_value)
      then excluded.first_at else m.first_at end,
    first_step = least(excluded.first_step, m.first_step),
    last_value = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
      then excluded.last_value else m.last_value end,
    last_at = case when (excluded.last_step, excluded.last_at, excluded.last_value) > (m.last_step, m.last_at, m.last_value)
      then excluded.last_at else m.last_at end,
    last_step = greatest(excluded.last_step, m.last_step),
    min_step = case when (excluded.min_value, excluded.min_step) < (m.min_value, m.min_step) then excluded.min_step else m.min_step end,
    min_value = least(excluded.min_value, m.min_value),
    max_step = case when m.max_value = 'NaN' or (excluded.max_value <> 'NaN' and (-excluded.max_value, excluded.max_step) < (-m.max_value, m.max_step))
      then excluded.max_step else m.max_step end,
    max_value = case when m.max_value = 'NaN' then excluded.max_value when excluded.max_value = 'NaN' then m.max_value
      else greatest(excluded.max_value, m.max_value) end,
    sum_value = m.sum_value + excluded.sum_value,
    points = m.points + excluded.points,
    nan_points = m.nan_points + excluded.nan_points
  returning m.run_id, m.key, m.xmax = 0 as fresh
), keys as (
  insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
  select distinct $24::uuid, r.experiment_id, 'm'::"char", f.key from folded f
  join tracking.runs r on r.workspace_id = $25 and r.id = f.run_id
  where f.fresh order by r.experiment_id, f.key on conflict do nothing
) $26;

-- store/metrics.ts recount
select from tracking.run_metrics m join unnest($1::uuid[], $2::text[]) with ordinality as l(run_id, key, n) using (run_id, key) where m.workspace_id = $3 order by l.n for update of m;

-- store/metrics.ts recount
with i as (
  select p.run_id, p.key,
    (array_agg(value order by step, at, value))[1] as first_value, min(step) as first_step,
    (array_agg(at order by step, at, value))[1] as first_at,
    (array_agg(value order by step desc, at desc, value desc))[1] as last_value, max(step) as last_step,
    (array_agg(at order by step desc, at desc, value desc))[1] as last_at,
    coalesce(min(value) filter (where value <> 'NaN'), 'NaN') as min_value,
    coalesce((array_agg(step order by value, step) filter (where value <> 'NaN'))[1], min(step)) as min_step,
    coalesce(max(value) filter (where value <> 'NaN'), 'NaN') as max_value,
    coalesce((array_agg(step order by value desc, step) filter (where value <> 'NaN'))[1], min(step)) as max_step,
    coalesce(sum(value) filter (where value <> 'NaN'), 0) as sum_value, count(*) as points,
    count(*) filter (where value = 'NaN') as nan_points
  from tracking.metric_points p join unnest($1::uuid[], $2::text[]) with ordinality as l(run_id, key, n) using (run_id, key)
  where p.workspace_id = $3 group by p.run_id, p.key
)
update tracking.run_metrics m set (first_value, first_step, first_at, last_value, last_step, last_at, min_value, min_step, max_value, max_step,
  sum_value, points, nan_points) = row({summaryColumns.text.replaceAll(/\w+/g, "i.$&")})
from i where m.workspace_id = $4 and m.run_id = i.run_id and m.key = i.key;

-- store/model-points.ts missingModels
select n.run_id as "runId", n.model_id as "modelId"
from unnest($1::uuid[], $2::uuid[]) as n(run_id, model_id)
where not exists (
  select from tracking.logged_models m join tracking.runs r on r.workspace_id = $3 and r.id = n.run_id and r.project_id = m.project_id
  where m.workspace_id = $4 and m.id = n.model_id and m.deleted_at is null);

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
select m.id, m.project_id, m.experiment_id, m.name, m.type, m.status, m.status_message, m.source_run_id,
  m.params, m.tags, m.created_by, m.created_at, m.updated_at, m.deleted_at, $1 from tracking.logged_models m $2
where m.workspace_id = $3 and m.deleted_at is null [and m.project_id = $4] [and m.experiment_id = any($5::uuid[])] [and m.source_run_id = $6] [and {conditions(ws, f.filter, f.datasets)}] [and {...order.after(f.cursor)}] order by $7 limit $8;

-- store/model-search.ts conditions (part)
exists (select from tracking.model_points p where p.workspace_id = $1 and p.model_id = m.id and $3);

-- store/model-search.ts onDatasets (part)
$1 or $2;

-- store/model-search.ts onDataset (part)
p.dataset_name = $1;

-- store/model-search.ts onDataset (part)
p.dataset_digest = $1;

-- store/model-search.ts onDataset (part)
({...(name === undefined ? [] : [sql`p.dataset_name = ${name}`])} and {...(digest === undefined ? [] : [sql`p.dataset_digest = ${digest}`])});

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
from tracking.experiments e where e.workspace_id = $11 and e.id = $12;

-- store/models.ts locateModel
select project_id as "projectId", name, status from tracking.logged_models where workspace_id = $1 and id = $2::uuid;

-- store/models.ts findModel
select m.id, m.project_id, m.experiment_id, m.name, m.type, m.status, m.status_message, m.source_run_id,
  m.params, m.tags, m.created_by, m.created_at, m.updated_at, m.deleted_at from tracking.logged_models m
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
select params, tags from tracking.logged_models where workspace_id = $1 and id = $2 for no key update;

-- store/models.ts mergeModelParams
update tracking.logged_models set params = params || $1::jsonb where workspace_id = $2 and id = $3;

-- store/models.ts pointsOfModels
select model_id, key, value, step, at, run_id, dataset_name, dataset_digest, total from (
  select p.model_id, p.key, p.value, p.step, p.at, p.run_id, p.dataset_name, p.dataset_digest,
    row_number() over (partition by model_id order by at desc, step desc, key desc) as n, count(*) over (partition by model_id) as total
  from tracking.model_points p where p.workspace_id = $1 and p.model_id = any($2::uuid[])
) ranked where n <= $3 order by model_id, n desc;

-- store/run-fields.ts runId (part)
r.id = any($1::uuid[]);

-- store/run-fields.ts runId (part)
r.id <> all($1::uuid[]);

-- store/run-fields.ts metrics (part)
left join lateral (select m.first_value, m.last_value, m.min_value, m.max_value, m.sum_value, m.points, m.nan_points
from tracking.run_metrics m where m.workspace_id = $1 and m.run_id = r.id and m.key = $2 offset 0) $3 on true;

-- store/run-fields.ts indexed (part)
({id} in (select m.run_id from tracking.run_metrics m
where m.workspace_id = $1 and m.key = $2 and m.last_value < 'NaN' and $3)) is true;

-- store/run-fields.ts probed (part)
exists (select from tracking.run_metrics m
where m.workspace_id = $1 and m.run_id = r.id and m.key = $2 and $3) is true;

-- store/run-fields.ts walk (part)
$1 and $2;

-- store/run-fields.ts walk
(select m.run_id, m.last_value from tracking.run_metrics m
  where m.workspace_id = $1 and m.key = $2 and m.last_value < 'NaN'[ and m.last_value {<= | >=} $3]$4 order by m.last_value {desc | asc}) {alias}
join lateral (select r.* from tracking.runs r where r.workspace_id = $5 and r.id = {alias}.run_id offset 0) r on true;

-- store/run-fields.ts labels (part)
({r.params | r.tags} ->> $1);

-- store/run-fields.ts labels (part)
(({id} in (select l.run_id from tracking.run_labels l
where l.workspace_id = $1 and l.kind = $2::"char" and l.key = $3 and l.head = $4)) is true) is true;

-- store/run-fields.ts labelTest (part)
(({id} in (select l.run_id from tracking.run_labels l
where l.workspace_id = $1 and l.kind = $2::"char" and l.key = $3 and l.head = $4)) is true and $5);

-- store/run-list.ts listOfRuns (part)
r.kind = $1;

-- store/run-list.ts listOfRuns (part)
r.status = any($1);

-- store/run-list.ts listOfRuns (part)
r.dataset_id = $1;

-- store/run-list.ts listOfRuns (part)
r.name = $1;

-- store/run-list.ts listOfRuns (part)
r.name ilike $1;

-- store/run-rows.ts metricsOf
(select json_object_agg(m.key, json_build_array(m.first_value, m.last_value, m.last_step,
  round(date_part('epoch', m.last_at) * 1000), m.min_value, m.min_step, m.max_value, m.max_step, m.sum_value, m.points, m.nan_points))
from tracking.run_metrics m where m.workspace_id = r.workspace_id and m.run_id = r.id[ and m.key = any($1::text[])]);

-- store/run-rows.ts latestOf
(select json_build_object('keys', array_agg(m.key), 'values', array_agg(m.last_value), 'steps', array_agg(m.last_step),
  'timestamps', array_agg((date_part('epoch', m.last_at) * 1000)::bigint))
from tracking.run_metrics m where m.workspace_id = r.workspace_id and m.run_id = r.id[ and m.key = any($1::text[])] having count(*) > 0);

-- store/run-rows.ts labelsOf (part)
{r.params | r.tags};

-- store/run-rows.ts labelsOf
(select jsonb_object_agg(k, {r.params | r.tags} -> k) from unnest($1::text[]) k where {r.params | r.tags} ? k);

-- store/runs.ts insertRun
with known as (
  select id, deleted_at from tracking.experiments
  where workspace_id = $1 and project_id = $2 and (id = $3::uuid or ($4::uuid is null and is_default))
), made as (
  insert into tracking.experiments (workspace_id, id, project_id, name, is_default)
  select $5, $6, $7, 'Default', true where $8::uuid is null and not exists (select from known)
  on conflict (workspace_id, project_id, name) do update set is_default = true
  returning id, deleted_at
), r as (
  insert into tracking.runs (workspace_id, id, project_id, experiment_id, name, status, kind, started_at, ended_at, params, tags, parent_run_id,
    dataset_id, dataset_version, job_id, created_by)
  select $9, $10, $11, e.id, $12, $13, $14, $15::timestamptz,
    case when $16 in ('finished', 'failed', 'cancelled') then $17::timestamptz end, $18::jsonb,
    $19::jsonb, $20, $21, $22, $23, $24
  from (select id, deleted_at from known union all select id, deleted_at from made) e where e.deleted_at is null
  on conflict (workspace_id, id) do nothing
  returning *
), l as (
  select r.experiment_id, r.id, i.kind, i.key, i.head
  from r, unnest($25::"char"[], $26::text[], $27::text[]) as i(kind, key, head)
), indexed as (
  insert into tracking.run_labels (workspace_id, kind, key, head, run_id) select $28, kind, key, head, id from l
), keys as (
  insert into tracking.run_keys (workspace_id, experiment_id, kind, key)
  select $29, experiment_id, kind, key from l order by kind, key on conflict do nothing
) select {plainColumns.text}, r.params, r.tags from r;

-- store/runs.ts findRun
select {plainColumns.text}, r.params, r.tags, {metricsOf(undefined)} as metrics from tracking.runs r where r.workspace_id = $1 and r.id = $2::uuid;

-- store/runs.ts locateRun
select project_id as "projectId", experiment_id as "experimentId", name, status, deleted_at as "deletedAt"
from tracking.runs where workspace_id = $1 and id = $2::uuid;

-- store/runs.ts changeRun
update tracking.runs set name = coalesce($1::text, name), status = coalesce($2::text, status),
  error = coalesce($3::text, error), updated_at = now(),
  started_at = coalesce($4::timestamptz, started_at),
  ended_at = coalesce($5::timestamptz,
    case when coalesce($6::text, status) in ('finished', 'failed', 'cancelled') then coalesce(ended_at, now()) end)
where workspace_id = $7 and id = $8::uuid;

-- store/runs.ts markDeleted
update tracking.runs set deleted_at = now(), updated_at = now() where workspace_id = $1 and id = $2 and deleted_at is null returning deleted_at as at;

-- store/runs.ts markRestored
update tracking.runs set deleted_at = null, updated_at = now() where workspace_id = $1 and id = $2 and deleted_at is not null;

-- store/search.ts scopeConditions (part)
r.workspace_id = $1;

-- store/search.ts scopeConditions (part)
r.project_id = $1;

-- store/search.ts scopeConditions (part)
r.experiment_id = any($1::uuid[]);

-- store/search.ts scopeConditions (part)
false;

-- store/search.ts scopeConditions (part)
r.experiment_id = $1;

-- store/search.ts scopeConditions (part)
r.parent_run_id = $1;

-- store/search.ts scopeConditions (part)
r.parent_run_id is null;

-- store/search.ts scopeConditions (part)
r.deleted_at is null;

-- store/search.ts scopeConditions (part)
r.deleted_at is not null;

-- store/search.ts shownOf (part)
r.id, r.project_id, r.experiment_id, r.name, r.status, r.kind, r.started_at, r.ended_at,
  r.parent_run_id, r.dataset_id, r.dataset_version, r.job_id, r.created_by, r.error, r.updated_at, r.deleted_at, {labelsOf("params", shown.params)} as params, {labelsOf("tags", shown.tags)} as tags, {metrics} as metrics;

-- store/search.ts fewOfMany
select (select count(*) from (select from tracking.runs r where {experiments} limit $1) scoped) <= $2
  and exists (select from tracking.runs where workspace_id = $3 offset $4) as yes;

-- store/search.ts pageOfRows
with places as materialized (
  select row_number() over () as place, p.id, $1 from (
    select r.id, $2 from {from}
    where {all} order by {orderBy} limit $3
  ) p
)
select $4, {columns} from places p
  join lateral (select r.* from tracking.runs r where r.workspace_id = $5 and r.id = p.id offset 0) r on true order by p.place;

-- store/search.ts pageOfRows (part)
tracking.runs r $1;

-- store/spans.ts upsertSpans
insert into tracking.spans (workspace_id, trace_id, id, parent_id, name, type, status, status_message, start_ns, end_ns, attributes, events, links, exact, size_bytes,
  event_count, usage, cost, model, provider)
select $1, trace_id, id, parent_id, name, type, status, status_message, start_ns, end_ns, attributes, events, links, exact, size_bytes,
  event_count, usage, cost, model, provider from json_to_recordset($2::json) as g(trace_id text, id text, parent_id text, name text, type text, status text, status_message text, start_ns bigint, end_ns bigint,
  attributes json, events json, links json, exact json, size_bytes integer, event_count integer, usage jsonb, cost jsonb, model text, provider text) order by trace_id, id
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
    select s.id, s.start_ns, s.size_bytes from tracking.spans s where s.workspace_id = $1 and s.trace_id = $2 [and (s.parent_id is null) = $3] [and (s.start_ns, s.id) > ($4::bigint, $5)]
    order by s.start_ns, s.id limit $6
  ) heads window w as (order by start_ns, id)
), page as (
  select id, start_ns, n < found as more from sized where n <= $7 and (n = 1 or total <= $8) order by n desc limit 1
)
select s.id, s.parent_id, s.name, s.type, s.status, s.status_message, s.start_ns::text, s.end_ns::text, s.attributes, s.events, s.links, s.exact, page.more from page join tracking.spans s on (s.start_ns, s.id) <= (page.start_ns, page.id)
where s.workspace_id = $9 and s.trace_id = $10 [and (s.parent_id is null) = $11] [and (s.start_ns, s.id) > ($12::bigint, $13)] order by s.start_ns, s.id;

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

-- store/trace-metrics.ts module (part)
tracking.traces t;

-- store/trace-metrics.ts module (part)
tracking.traces t join tracking.spans s on s.workspace_id = $1 and s.trace_id = t.id;

-- store/trace-metrics.ts module (part)
tracking.traces t join tracking.assessments a on a.workspace_id = $1 and a.trace_id = t.id and a.valid;

-- store/trace-metrics.ts statFields (part)
(t.tags ->> $1);

-- store/trace-metrics.ts statFields (part)
(t.metadata ->> $1);

-- store/trace-metrics.ts selectPoints
select case when $1 > 0 then min(x.bucket)::float8 end as "bucketMs", x.dimensions, array[{list(values)}]::float8[] as values
from (select {floor({momentsMs[q.view]}::numeric / $2) * $3 | 0} as bucket, array[{list(dimensions)}]::text[] as dimensions, {withoutDistinct(figures[q.view][q.metric])} as figure
  from $4 where {inScope(ws, q)} and {...q.filters.flatMap((text, i) => compileFilter(statFields(ws, q.view), text, `filters.${i}`))} [and {momentsMs[own]} >= $5] [and {momentsMs[own]} <= $6] [and {figures[q.view][q.metric] ?? "null"} is not null] [and $7 is not null]) x
group by x.bucket, x.dimensions order by x.bucket, x.dimensions limit $8;

-- store/trace-metrics.ts aggregate (part)
count(distinct x.figure);

-- store/trace-metrics.ts aggregate (part)
count(x.figure);

-- store/trace-metrics.ts aggregate (part)
sum(x.figure);

-- store/trace-metrics.ts aggregate (part)
avg(x.figure);

-- store/trace-metrics.ts aggregate (part)
min(x.figure);

-- store/trace-metrics.ts aggregate (part)
max(x.figure);

-- store/trace-metrics.ts aggregate (part)
percentile_cont($1::float8) within group (order by x.figure);

-- store/trace-metrics.ts list (part)
$1;

-- store/trace-metrics.ts list (part)
$1, $2;

-- store/trace-search.ts inScope (part)
t.workspace_id = $1;

-- store/trace-search.ts inScope (part)
t.project_id = $1;

-- store/trace-search.ts inScope (part)
t.experiment_id = $1;

-- store/trace-search.ts inScope (part)
t.experiment_id = any($1::uuid[]);

-- store/trace-search.ts traceConditions (part)
exists (select from tracking.spans s where s.workspace_id = $1 and s.trace_id = t.id and {spans});

-- store/trace-search.ts selectTraces (part)
set local statement_timeout = '20s';

-- store/trace-search.ts selectTraces
select t.id, t.project_id, t.experiment_id, {numberOfExperiment.text} as experiment_number, t.name, t.state, t.request_ms, t.duration_ms, t.client_request_id,
  t.request_preview, t.response_preview, t.session_id, t.input_tokens, t.output_tokens, t.total_tokens, t.cache_read_tokens, t.cache_creation_tokens,
  t.input_cost, t.output_cost, t.total_cost, t.metadata, t.tags, t.span_count, t.error_count, $1 from tracking.traces t $2
where t.workspace_id = $3 and {inScope(ws, f)} and {traceConditions(ws, f.filter)} [and t.experiment_id = $4] [and t.id = any($5::text[])] [and {ofRun(ws, f.runId)}] [and t.state = any($6::text[])] [and (t.name ilike $7 or t.id ilike $8 or t.request_preview ilike $9 or t.response_preview ilike $10)] [and {...order.after(f.cursor)}] order by $11 limit $12;

-- store/trace-search.ts findTraces
select t.id, t.project_id, t.experiment_id, {numberOfExperiment.text} as experiment_number, t.name, t.state, t.request_ms, t.duration_ms, t.client_request_id,
  t.request_preview, t.response_preview, t.session_id, t.input_tokens, t.output_tokens, t.total_tokens, t.cache_read_tokens, t.cache_creation_tokens,
  t.input_cost, t.output_cost, t.total_cost, t.metadata, t.tags, t.span_count, t.error_count from tracking.traces t where t.workspace_id = $1 and t.id = any($2::text[]);

-- store/trace-search.ts countOverlap (part)
set local statement_timeout = '20s';

-- store/trace-search.ts countOverlap
select count(*) as total, count(*) filter (where f1) as filter1, count(*) filter (where f2) as filter2, count(*) filter (where f1 and f2) as joint
from (select coalesce($1, false) as f1, coalesce($2, false) as f2 from tracking.traces t
  where t.workspace_id = $3 and {inScope(ws, scope)} and {traceConditions(ws, base, "base")}) x;

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

-- store/traces.ts projectsOfTraces
select id, project_id from tracking.traces where workspace_id = $1 and id = any($2::text[]);

-- store/traces.ts removeTraces
with doomed as materialized (
  select id, owner_id from tracking.traces where workspace_id = $1 and experiment_id = $2 and {id = any($3::text[]) | request_ms <= $4}
  order by request_ms, id limit $5 for update
), spans as (
  delete from tracking.spans where workspace_id = $6 and trace_id in (select id from doomed)
), assessments as (
  delete from tracking.assessments where workspace_id = $7 and trace_id in (select id from doomed)
), runs as (
  delete from tracking.trace_runs where workspace_id = $8 and trace_id in (select id from doomed)
), prompts as (
  delete from tracking.trace_prompts where workspace_id = $9 and trace_id in (select id from doomed)
), files as (
  delete from tracking.artifacts where workspace_id = $10 and owner_id in (select owner_id from doomed)
)
delete from tracking.traces where workspace_id = $11 and id in (select id from doomed) returning id;

-- store/uploads.ts insertUpload
insert into tracking.uploads (workspace_id, id, owner_id, path, media_type) values ($1, $2, $3, $4, $5);

-- store/uploads.ts lockUpload
select path, media_type as "mediaType" from tracking.uploads where workspace_id = $1 and id = $2 and owner_id = $3 and ended_at is null for update;

-- store/uploads.ts findUpload
select path, media_type as "mediaType" from tracking.uploads where workspace_id = $1 and id = $2 and owner_id = $3 and ended_at is null;

-- store/uploads.ts upsertPart
insert into tracking.upload_parts (workspace_id, upload_id, part, size_bytes, sha256) values ($1, $2, $3, $4, $5)
on conflict (workspace_id, upload_id, part) do update set size_bytes = excluded.size_bytes, sha256 = excluded.sha256;

-- store/uploads.ts selectParts
select part, size_bytes as "sizeBytes", sha256 from tracking.upload_parts where workspace_id = $1 and upload_id = $2 order by part;

-- store/uploads.ts endUpload
update tracking.uploads set ended_at = now() where workspace_id = $1 and id = $2;

-- store/uploads.ts endedUploads
update tracking.uploads set ended_at = now()
where workspace_id = $1 and ended_at is null and created_at < now() - make_interval(secs => $2);

-- store/uploads.ts endedUploads
select id from tracking.uploads where workspace_id = $1 and ended_at is not null order by ended_at limit $2;

-- store/uploads.ts forgetUploads
delete from tracking.uploads where workspace_id = $1 and id = any($2::uuid[]) and ended_at is not null;

-- store/uploads.ts liveUploads
select id from tracking.uploads where workspace_id = $1 and id = any($2::uuid[]) and ended_at is null;

-- store/version-files.ts copyFiles
insert into tracking.artifacts (workspace_id, owner_id, path, object_key, size_bytes, sha256, media_type)
select $1::uuid, $2::uuid, a.path, a.object_key, a.size_bytes, a.sha256, a.media_type
from unnest($3::text[], $4::uuid[]) as i(path, owner_id)
join tracking.artifacts a on a.owner_id = i.owner_id and a.path = i.path
join tracking.artifact_versions v on v.workspace_id = a.workspace_id and v.id = a.owner_id
join tracking.artifact_collections c on c.workspace_id = v.workspace_id and c.id = v.collection_id
where a.workspace_id = $5 and c.project_id = $6 on conflict (workspace_id, owner_id, path) do nothing;

-- store/version-files.ts missingFile
select i.path from unnest($1::text[]) as i(path)
where not exists (select from tracking.artifacts a where a.workspace_id = $2 and a.owner_id = $3 and a.path = i.path) limit 1;

-- store/version-files.ts insertReferences
insert into tracking.artifact_references (workspace_id, version_id, path, uri, size_bytes)
select $1::uuid, $2::uuid, path, uri, size_bytes
from unnest($3::text[], $4::text[], $5::bigint[]) as i(path, uri, size_bytes)
on conflict (workspace_id, version_id, path) do nothing;

-- store/version-files.ts selectVersionFiles
select path, size_bytes as "sizeBytes", media_type as "mediaType", sha256, null::text as uri from tracking.artifacts
  where workspace_id = $1 and owner_id = $2 and starts_with(path, $3) and not starts_with(path, $4) [and path > $5]
union all
select path, size_bytes as "sizeBytes", null, null, uri from tracking.artifact_references
  where workspace_id = $6 and version_id = $7 and starts_with(path, $8) and not starts_with(path, $9) [and path > $10]
order by path limit $11;

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
