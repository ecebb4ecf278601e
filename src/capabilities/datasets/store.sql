-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/datasets.ts datasetById
select d.id, d.project_id, d.name, d.description, d.target, d.latest_version, v.row_count, v.column_count, v.size_bytes,
  p.score, d.created_by, d.created_at, d.updated_at from datasets.datasets d
  join datasets.versions v on v.workspace_id = d.workspace_id and v.dataset_id = d.id and v.version = d.latest_version
  left join datasets.profiles p on p.workspace_id = d.workspace_id and p.dataset_id = d.id and p.version = d.latest_version and p.target = coalesce(d.target, '') where d.workspace_id = $1 and d.id = $2 and d.removed_at is null;

-- store/datasets.ts findDataset
select project_id, name, revision from datasets.datasets where workspace_id = $1 and id = $2;

-- store/datasets.ts insertDataset
insert into datasets.datasets (workspace_id, id, project_id, name, description, target, created_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, project_id, lower(name)) where removed_at is null do nothing;

-- store/datasets.ts freeName
select id from datasets.datasets
where workspace_id = $1 and project_id = $2 and lower(name) = lower($3) and removed_at is null and id is distinct from $4::uuid;

-- store/datasets.ts updateDataset
update datasets.datasets set name = $1, description = $2, target = $3, updated_at = now(), revision = revision + 1
where workspace_id = $4 and id = $5;

-- store/datasets.ts setRemoved
update datasets.datasets set removed_at = $1, updated_at = now(), revision = revision + 1
where workspace_id = $2 and id = $3 and (removed_at is null) = $4;

-- store/datasets.ts anyDataset
select name, project_id from datasets.datasets where workspace_id = $1 and id = $2;

-- store/datasets.ts listDatasets
select d.id, d.project_id, d.name, d.description, d.target, d.latest_version, v.row_count, v.column_count, v.size_bytes,
  p.score, d.created_by, d.created_at, d.updated_at, {column}::text as sort_key from datasets.datasets d
  join datasets.versions v on v.workspace_id = d.workspace_id and v.dataset_id = d.id and v.version = d.latest_version
  left join datasets.profiles p on p.workspace_id = d.workspace_id and p.dataset_id = d.id and p.version = d.latest_version and p.target = coalesce(d.target, '')
where d.workspace_id = $1 and d.removed_at is null [and d.project_id = $2] [and (d.name || ' ' || d.description) ilike $3] [and ({column}, d.id) {> | <} ($4::{type}, $5::uuid)] order by {column} {oneOf(f.order, ["asc", "desc"] as const)}, d.id {oneOf(f.order, ["asc", "desc"] as const)} limit $6;

-- store/profiles.ts profileOf
select profile from datasets.profiles
where workspace_id = $1 and dataset_id = $2 and version = $3 and target = $4;

-- store/profiles.ts keepProfile
insert into datasets.profiles (workspace_id, dataset_id, version, target, score, profile)
values ($1, $2, $3, $4, $5, $6::jsonb)
on conflict (workspace_id, dataset_id, version, target) do nothing;

-- store/versions.ts needVersion
select v.dataset_id, v.version, v.column_count, v.row_count, v.size_bytes, v.sha256, v.parent_version, v.made_by, v.recipe, v.source,
  v.created_by, v.created_at, d.target,
  exists (select from datasets.profiles p where p.workspace_id = v.workspace_id and p.dataset_id = v.dataset_id and p.version = v.version and p.target = coalesce(d.target, '')) as profiled, v.columns, (select coalesce(jsonb_agg(jsonb_build_object('key', f.key, 'sizeBytes', f.size_bytes, 'rows', f.rows, 'sha256', f.sha256) order by f.position), '[]')
  from datasets.files f where f.workspace_id = v.workspace_id and f.dataset_id = v.dataset_id and f.version = v.version) as files from datasets.versions v join datasets.datasets d on d.workspace_id = v.workspace_id and d.id = v.dataset_id
where v.workspace_id = $1 and v.dataset_id = $2 and v.version = coalesce($3::int, d.latest_version) and d.removed_at is null;

-- store/versions.ts versionOfJob
select version from datasets.versions where workspace_id = $1 and job_id = $2;

-- store/versions.ts insertVersion
update datasets.datasets set latest_version = latest_version + 1, updated_at = now(), revision = revision + 1
where workspace_id = $1 and id = $2 and removed_at is null returning latest_version;

-- store/versions.ts insertVersion
insert into datasets.versions
  (workspace_id, dataset_id, version, columns, column_count, row_count, size_bytes, sha256, parent_version, made_by, recipe, source, job_id, created_by)
values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10,
  $11::jsonb, $12::jsonb, $13, $14);

-- store/versions.ts insertVersion
insert into datasets.files (workspace_id, dataset_id, version, position, key, size_bytes, rows, sha256)
select $1, $2, $3, f.position, f.key, f.size_bytes, f.rows, f.sha256
from unnest($4::text[], $5::bigint[], $6::bigint[], $7::text[])
  with ordinality as f(key, size_bytes, rows, sha256, position);

-- store/versions.ts listVersions
select v.dataset_id, v.version, v.column_count, v.row_count, v.size_bytes, v.sha256, v.parent_version, v.made_by, v.recipe, v.source,
  v.created_by, v.created_at, d.target,
  exists (select from datasets.profiles p where p.workspace_id = v.workspace_id and p.dataset_id = v.dataset_id and p.version = v.version and p.target = coalesce(d.target, '')) as profiled, {{ version: "v.version", rowCount: "v.row_count", sizeBytes: "v.size_bytes" }[f.sort]}::bigint as sort_key from datasets.versions v join datasets.datasets d on d.workspace_id = v.workspace_id and d.id = v.dataset_id
where v.workspace_id = $1 and v.dataset_id = $2 [and (v.made_by || ' ' || v.created_by || ' ' || coalesce(v.source->>'filename', '')) ilike $3] [and ({{ version: "v.version", rowCount: "v.row_count", sizeBytes: "v.size_bytes" }[f.sort]}, v.version) {> | <} ($4::bigint, $5::int)] order by {{ version: "v.version", rowCount: "v.row_count", sizeBytes: "v.size_bytes" }[f.sort]} {oneOf(f.order, ["asc", "desc"] as const)}, v.version {oneOf(f.order, ["asc", "desc"] as const)} limit $6;

-- store/versions.ts neededKeys
select key from datasets.files where workspace_id = $1 and key = any($2::text[]);
