-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/aliases.ts aliasTarget
select version from registry.aliases where workspace_id = $1 and model_id = $2 and alias = $3;

-- store/aliases.ts pointAlias
insert into registry.aliases (workspace_id, model_id, alias, version) values ($1, $2, $3, $4)
on conflict (workspace_id, model_id, alias) do update set version = excluded.version, set_at = now();

-- store/aliases.ts dropAlias
delete from registry.aliases where workspace_id = $1 and model_id = $2 and alias = $3;

-- store/aliases.ts dropAliasesOf
delete from registry.aliases where workspace_id = $1 and model_id = $2 and version = $3 returning alias;

-- store/fields.ts tags (part)
case when {kind} = 'prompt' then 'true' else 'false' end;

-- store/fields.ts tags (part)
({column} ->> $1);

-- store/fields.ts compiled (part)
m.project_id = $1;

-- store/fields.ts compiled (part)
m.kind = 'model';

-- store/models.ts modelById
select m.id, m.project_id, m.name, m.kind, m.description, m.tags, m.archived, m.task,
  (select coalesce(jsonb_object_agg(a.alias, a.version), '{}') from registry.aliases a where a.workspace_id = m.workspace_id and a.model_id = m.id) as aliases,
  c.latest, c.version_count, c.staging, c.production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at from registry.models m cross join lateral (
  select max(v.version) as latest, count(*)::int as version_count,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'staging'))[1] as staging,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'production'))[1] as production
  from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.deleted_at is null) c where m.workspace_id = $1 and m.id = $2 and m.deleted_at is null;

-- store/models.ts modelByName
select m.id, m.project_id, m.name, m.kind, m.description, m.tags, m.archived, m.task,
  (select coalesce(jsonb_object_agg(a.alias, a.version), '{}') from registry.aliases a where a.workspace_id = m.workspace_id and a.model_id = m.id) as aliases,
  c.latest, c.version_count, c.staging, c.production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at from registry.models m cross join lateral (
  select max(v.version) as latest, count(*)::int as version_count,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'staging'))[1] as staging,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'production'))[1] as production
  from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.deleted_at is null) c where m.workspace_id = $1 and m.project_id = $2 and m.name = $3 and m.deleted_at is null;

-- store/models.ts locateModel
select project_id as "projectId", name, revision, deleted_at is not null as deleted from registry.models where workspace_id = $1 and id = $2;

-- store/models.ts lockModel
select name, project_id as "projectId", kind, archived, deleted_at is not null as deleted, task
from registry.models where workspace_id = $1 and id = $2 for update;

-- store/models.ts lockName
select pg_advisory_xact_lock(hashtextextended($1::text, 0));

-- store/models.ts idByName
select id from registry.models where workspace_id = $1 and project_id = $2 and name = $3 and deleted_at is null;

-- store/models.ts insertModel
insert into registry.models (workspace_id, id, project_id, name, kind, description, tags, created_by_id, created_by_name)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
on conflict (workspace_id, project_id, name) where deleted_at is null do nothing;

-- store/models.ts takeVersion
update registry.models set latest_version = latest_version + 1, task = coalesce(task, $1), updated_at = now()
where workspace_id = $2 and id = $3 returning latest_version as version;

-- store/models.ts changeModel
update registry.models set name = coalesce($1, name), description = coalesce($2, description),
  tags = coalesce($3::jsonb, tags), updated_at = now()
where workspace_id = $4 and id = $5;

-- store/models.ts setModelTags
update registry.models set tags = tags || $1::jsonb where workspace_id = $2 and id = $3;

-- store/models.ts dropModelTags
update registry.models set tags = tags - $1::text[] where workspace_id = $2 and id = $3;

-- store/models.ts setArchived
update registry.models set archived = $1, revision = revision + 1, updated_at = now() where workspace_id = $2 and id = $3;

-- store/models.ts setDeleted
update registry.models m set deleted_at = case when $1::boolean then now() end, revision = revision + 1, updated_at = now()
where workspace_id = $2 and id = $3 and ($4::boolean or not exists (
  select from registry.models o where o.workspace_id = $5 and o.project_id = m.project_id and o.name = m.name and o.deleted_at is null));

-- store/models.ts bumpRevision
update registry.models set revision = revision + 1, updated_at = now() where workspace_id = $1 and id = $2;

-- store/models.ts touchModel
update registry.models set updated_at = now() where workspace_id = $1 and id = $2;

-- store/models.ts listModels
select m.id, m.project_id, m.name, m.kind, m.description, m.tags, m.archived, m.task,
  (select coalesce(jsonb_object_agg(a.alias, a.version), '{}') from registry.aliases a where a.workspace_id = m.workspace_id and a.model_id = m.id) as aliases,
  c.latest, c.version_count, c.staging, c.production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at from registry.models m cross join lateral (
  select max(v.version) as latest, count(*)::int as version_count,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'staging'))[1] as staging,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'production'))[1] as production
  from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.deleted_at is null) c where m.workspace_id = $1 and m.deleted_at is null and m.kind = $2 and m.archived = $3 [and m.project_id = $4] [and m.task = $5] [and (m.name ilike $6 or m.description ilike $7)] [and exists (
select from registry.versions v where v.workspace_id = $8 and v.model_id = m.id and v.stage = $9 and v.deleted_at is null)] [and ({oneOf(sortColumns[f.sort], Object.values(sortColumns))}, m.id) {> | <} ({$10::text | $11::timestamptz}, $12::uuid)]
order by {oneOf(sortColumns[f.sort], Object.values(sortColumns))} {asc | desc}, m.id {asc | desc} limit $13;

-- store/models.ts modelsWhere
select m.id, m.project_id, m.name, m.kind, m.description, m.tags, m.archived, m.task,
  (select coalesce(jsonb_object_agg(a.alias, a.version), '{}') from registry.aliases a where a.workspace_id = m.workspace_id and a.model_id = m.id) as aliases,
  c.latest, c.version_count, c.staging, c.production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at, $1 from registry.models m cross join lateral (
  select max(v.version) as latest, count(*)::int as version_count,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'staging'))[1] as staging,
  (array_agg(v.version order by v.stage_seq desc) filter (where v.stage = 'production'))[1] as production
  from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.deleted_at is null) c $2 where m.workspace_id = $3 and m.deleted_at is null and {where}
order by $4 limit $5;

-- store/stages.ts applyMoves
with change as (
  insert into registry.stage_changes (workspace_id, model_id, seq, version, from_stage, to_stage, cause, reason, by_id, by_name)
  select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8,
    $9 from registry.stage_changes where workspace_id = $10 and model_id = $11
  returning seq)
update registry.versions set stage = $12, stage_seq = change.seq, updated_at = now() from change
where workspace_id = $13 and model_id = $14 and version = $15 and stage = $16;

-- store/stages.ts changesUntil
select version, from_stage as "from", to_stage as "to", cause from registry.stage_changes
where workspace_id = $1 and model_id = $2 and ($3::timestamptz is null or at <= $4::timestamptz) order by seq;

-- store/stages.ts listChanges
select seq, version, from_stage as "from", to_stage as "to", cause, reason, by_id, by_name, at from registry.stage_changes
where workspace_id = $1 and model_id = $2 [and version = $3] [and (from_stage = $4 or to_stage = $5)] [and concat_ws(' ', reason, by_name) ilike $6] [and {seq > $7 | seq < $8}] order by seq {asc | desc} limit $9;

-- store/versions.ts insertVersion
insert into registry.versions (workspace_id, model_id, version, run_id, run_ref, logged_model_id, run_link, source, location, format, format_reason,
  algorithm, signature, gate, metrics, graph_key, graph_sha256, native_key, reference_key, size_bytes, dataset_id, dataset_version, description, tags,
  created_by_id, created_by_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
  $11, $12, $13::jsonb, $14::jsonb, $15::jsonb, $16,
  $17, $18, $19, $20, $21, $22, $23,
  $24::jsonb, $25, $26);

-- store/versions.ts versionOf
select v.model_id, m.name, m.kind, v.version, v.stage, m.project_id, v.run_id, v.run_ref, v.logged_model_id, v.run_link, v.source, v.location,
  array(select a.alias from registry.aliases a where a.workspace_id = v.workspace_id and a.model_id = v.model_id and a.version = v.version order by a.alias)
  as aliases,
  v.format, v.format_reason, v.algorithm, case when v.target is not null then m.task end as task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at, v.updated_at, v.signature from registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id where v.workspace_id = $1 and v.model_id = $2 and v.version = $3 and v.deleted_at is null and m.deleted_at is null;

-- store/versions.ts stagesOf
select version, stage, stage_seq as seq from registry.versions
where workspace_id = $1 and model_id = $2 and deleted_at is null order by version;

-- store/versions.ts latestOf
select distinct on (v.model_id, v.stage) v.model_id, m.name, m.kind, v.version, v.stage, m.project_id, v.run_id, v.run_ref, v.logged_model_id, v.run_link, v.source, v.location,
  array(select a.alias from registry.aliases a where a.workspace_id = v.workspace_id and a.model_id = v.model_id and a.version = v.version order by a.alias)
  as aliases,
  v.format, v.format_reason, v.algorithm, case when v.target is not null then m.task end as task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at, v.updated_at from registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id
where v.workspace_id = $1 and v.model_id = any($2::uuid[]) and ($3::text[] is null or v.stage = any($4::text[])) and v.deleted_at is null and m.deleted_at is null
order by v.model_id, v.stage, v.version desc;

-- store/versions.ts changeVersion
update registry.versions set description = coalesce($1, description),
  tags = coalesce($2::jsonb, tags), updated_at = now()
where workspace_id = $3 and model_id = $4 and version = $5;

-- store/versions.ts setVersionTags
update registry.versions set tags = tags || $1::jsonb
where workspace_id = $2 and model_id = $3 and version = $4;

-- store/versions.ts dropVersionTags
update registry.versions set tags = tags - $1::text[] where workspace_id = $2 and model_id = $3 and version = $4;

-- store/versions.ts setVersionDeleted
update registry.versions set deleted_at = case when $1::boolean then now() end, updated_at = now()
where workspace_id = $2 and model_id = $3 and version = $4;

-- store/versions.ts touchVersions
update registry.versions set updated_at = now() where workspace_id = $1 and model_id = $2 and deleted_at is null;

-- store/versions.ts servedBy
select name, model_version as version from serving.pub_deployments
where workspace_id = $1 and model_id = $2 and removed_at is null and ($3::int is null or model_version = $4) limit 1;

-- store/versions.ts listVersions
select v.model_id, m.name, m.kind, v.version, v.stage, m.project_id, v.run_id, v.run_ref, v.logged_model_id, v.run_link, v.source, v.location,
  array(select a.alias from registry.aliases a where a.workspace_id = v.workspace_id and a.model_id = v.model_id and a.version = v.version order by a.alias)
  as aliases,
  v.format, v.format_reason, v.algorithm, case when v.target is not null then m.task end as task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at, v.updated_at from registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id where v.workspace_id = $1 and v.model_id = $2 and v.deleted_at is null and m.deleted_at is null [and v.stage = $3] [and concat_ws(' ', v.description, v.algorithm) ilike $4] [and ({oneOf(sortColumns[f.sort], Object.values(sortColumns))}, v.version) {> | <} ({$5::int | $6::timestamptz}, $7::int)]
order by {oneOf(sortColumns[f.sort], Object.values(sortColumns))} {asc | desc}, v.version {asc | desc} limit $8;

-- store/versions.ts versionsWhere
select v.model_id, m.name, m.kind, v.version, v.stage, m.project_id, v.run_id, v.run_ref, v.logged_model_id, v.run_link, v.source, v.location,
  array(select a.alias from registry.aliases a where a.workspace_id = v.workspace_id and a.model_id = v.model_id and a.version = v.version order by a.alias)
  as aliases,
  v.format, v.format_reason, v.algorithm, case when v.target is not null then m.task end as task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at, v.updated_at, $1 from registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id $2 where v.workspace_id = $3 and v.deleted_at is null and m.deleted_at is null and {where}
order by $4 limit $5;
