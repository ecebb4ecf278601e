-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/models.ts modelById
select m.id, m.project_id, m.name, m.description, m.tags, m.archived, m.latest_version, m.task, m.revision,
  (select v.version from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.stage = 'staging') as staging,
  (select v.version from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.stage = 'production') as production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at from registry.models m where m.workspace_id = $1 and m.id = $2;

-- store/models.ts locateModel
select project_id as "projectId", name, revision from registry.models where workspace_id = $1 and id = $2;

-- store/models.ts lockModel
select archived, name from registry.models where workspace_id = $1 and id = $2 for update;

-- store/models.ts idByName
select id from registry.models where workspace_id = $1 and project_id = $2 and lower(name) = lower($3);

-- store/models.ts takeVersion
insert into registry.models (workspace_id, id, project_id, name, task, latest_version, created_by_id, created_by_name)
values ($1, $2, $3, $4, $5, 1, $6, $7)
on conflict (workspace_id, project_id, lower(name)) do update set latest_version = models.latest_version + 1, updated_at = now()
returning id, name, latest_version as version, archived, task;

-- store/models.ts changeModel
update registry.models set name = coalesce($1, name), description = coalesce($2, description),
  tags = coalesce($3::jsonb, tags), updated_at = now()
where workspace_id = $4 and id = $5;

-- store/models.ts setArchived
update registry.models set archived = $1, revision = revision + 1, updated_at = now() where workspace_id = $2 and id = $3;

-- store/models.ts bumpRevision
update registry.models set revision = revision + 1, updated_at = now() where workspace_id = $1 and id = $2;

-- store/models.ts listModels
select m.id, m.project_id, m.name, m.description, m.tags, m.archived, m.latest_version, m.task, m.revision,
  (select v.version from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.stage = 'staging') as staging,
  (select v.version from registry.versions v where v.workspace_id = m.workspace_id and v.model_id = m.id and v.stage = 'production') as production,
  m.created_by_id, m.created_by_name, m.created_at, m.updated_at from registry.models m where m.workspace_id = $1 and m.archived = $2 [and m.project_id = $3] [and m.task = $4] [and (m.name ilike $5 or m.description ilike $6)] [and exists (select from registry.versions v where v.workspace_id = $7 and v.model_id = m.id and v.stage = $8)] [and ({oneOf(sortColumns[f.sort], Object.values(sortColumns))}, m.id) {> | <} ({$9::text | $10::timestamptz}, $11::uuid)]
order by {oneOf(sortColumns[f.sort], Object.values(sortColumns))} {asc | desc}, m.id {asc | desc} limit $12;

-- store/stages.ts applyMoves
update registry.versions set stage = $1
where workspace_id = $2 and model_id = $3 and version = $4 and stage = $5;

-- store/stages.ts applyMoves
insert into registry.stage_changes (workspace_id, model_id, seq, version, from_stage, to_stage, cause, reason, by_id, by_name)
select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9
from registry.stage_changes where workspace_id = $10 and model_id = $11;

-- store/stages.ts changesUntil
select version, from_stage as "from", to_stage as "to", cause from registry.stage_changes
where workspace_id = $1 and model_id = $2 and ($3::timestamptz is null or at <= $4::timestamptz) order by seq;

-- store/stages.ts listChanges
select seq, version, from_stage as "from", to_stage as "to", cause, reason, by_id, by_name, at from registry.stage_changes
where workspace_id = $1 and model_id = $2 [and version = $3] [and (from_stage = $4 or to_stage = $5)] [and concat_ws(' ', reason, by_name) ilike $6] [and {seq > $7 | seq < $8}] order by seq {asc | desc} limit $9;

-- store/versions.ts insertVersion
insert into registry.versions (workspace_id, model_id, version, run_id, format, format_reason, algorithm, signature, gate, metrics, graph_key,
  graph_sha256, native_key, reference_key, size_bytes, dataset_id, dataset_version, description, tags, created_by_id, created_by_name)
values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb,
  $9::jsonb, $10::jsonb, $11, $12, $13, $14,
  $15, $16, $17, $18, $19::jsonb, $20, $21);

-- store/versions.ts versionOf
select v.model_id, m.name, v.version, v.stage, m.project_id, v.run_id, v.format, v.format_reason, v.algorithm,
  m.task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at, v.signature from registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id where v.workspace_id = $1 and v.model_id = $2 and v.version = $3;

-- store/versions.ts stagesOf
select version, stage from registry.versions where workspace_id = $1 and model_id = $2 order by version;

-- store/versions.ts changeVersion
update registry.versions set description = coalesce($1, description),
  tags = coalesce($2::jsonb, tags)
where workspace_id = $3 and model_id = $4 and version = $5;

-- store/versions.ts listVersions
select v.model_id, m.name, v.version, v.stage, m.project_id, v.run_id, v.format, v.format_reason, v.algorithm,
  m.task, v.target, v.gate,
  v.metrics, v.graph_key, v.graph_sha256, v.native_key, v.reference_key, v.size_bytes, v.dataset_id, v.dataset_version, v.description, v.tags,
  v.created_by_id, v.created_by_name, v.created_at from registry.versions v join registry.models m on m.workspace_id = v.workspace_id and m.id = v.model_id where v.workspace_id = $1 and v.model_id = $2 [and v.stage = $3] [and concat_ws(' ', v.description, v.algorithm) ilike $4] [and ({oneOf(sortColumns[f.sort], Object.values(sortColumns))}, v.version) {> | <} ({$5::int | $6::timestamptz}, $7::int)]
order by {oneOf(sortColumns[f.sort], Object.values(sortColumns))} {asc | desc}, v.version {asc | desc} limit $8;
