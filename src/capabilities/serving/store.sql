-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/batches.ts insertBatch
insert into serving.batches (workspace_id, id, deployment_id, revision, model_version, dataset_id, dataset_version, job_id)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- store/batches.ts finishBatch
update serving.batches set object_key = $1, revision = $2, model_version = $3, row_count = $4, refused = $5, size_bytes = $6
 where workspace_id = $7 and id = $8;

-- store/batches.ts findBatch
select object_key, size_bytes from serving.batches where workspace_id = $1 and id = $2 and deployment_id = $3;

-- store/batches.ts listBatches
select id, deployment_id, revision, model_version, dataset_id, dataset_version, job_id, object_key, row_count, refused, size_bytes, created_at
  from serving.batches where workspace_id = $1 and deployment_id = $2 [and position(lower($3) in id::text) > 0] [and {id > $4::uuid | id < $5::uuid}] order by id {oneOf(filter.order, ["asc", "desc"])} limit $6;

-- store/deployments.ts findDeployment
select project_id, name, revision, removed_at from serving.deployments where workspace_id = $1 and id = $2;

-- store/deployments.ts readDeployment
select d.id, d.project_id, d.name, d.environment, d.model_id, d.model_name, d.revision, d.followed_version, d.problem,
  d.created_at, d.created_by, d.updated_at, d.removed_at, r.model_version, r.log, r.unknown_categories, r.task from serving.deployments d join serving.revisions r
  on r.workspace_id = d.workspace_id and r.deployment_id = d.id and r.revision = d.revision where d.workspace_id = $1 and d.id = $2;

-- store/deployments.ts lockDeployment
select d.id, d.project_id, d.name, d.environment, d.model_id, d.model_name, d.revision, d.followed_version, d.problem,
  d.created_at, d.created_by, d.updated_at, d.removed_at, r.model_version, r.log, r.unknown_categories, r.task from serving.deployments d join serving.revisions r
  on r.workspace_id = d.workspace_id and r.deployment_id = d.id and r.revision = d.revision where d.workspace_id = $1 and d.id = $2 for update of d;

-- store/deployments.ts findByName
select id from serving.deployments where workspace_id = $1 and lower(name) = lower($2) and removed_at is null;

-- store/deployments.ts listDeployments
select d.id, d.project_id, d.name, d.environment, d.model_id, d.model_name, d.revision, d.followed_version, d.problem,
  d.created_at, d.created_by, d.updated_at, d.removed_at, r.model_version, r.log, r.unknown_categories, r.task, ({sortColumns[filter.sort]})::text as sort_key from serving.deployments d join serving.revisions r
  on r.workspace_id = d.workspace_id and r.deployment_id = d.id and r.revision = d.revision where d.workspace_id = $1 and d.removed_at is null [and d.project_id = $2] [and d.model_id = $3] [and d.environment = $4] [and (position(lower($5) in lower(d.name)) > 0 or position(lower($6) in lower(d.model_name)) > 0)] [and {({sortColumns[filter.sort]}, d.id) > ($7::{text | timestamptz}, $8::uuid) | ({sortColumns[filter.sort]}, d.id) < ($9::{text | timestamptz}, $10::uuid)}]
 order by {sortColumns[filter.sort]} {oneOf(filter.order, ["asc", "desc"])}, d.id {oneOf(filter.order, ["asc", "desc"])} limit $11;

-- store/deployments.ts insertDeployment
insert into serving.deployments (workspace_id, id, project_id, name, environment, model_id, model_name, revision, followed_version, created_by)
values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
on conflict (workspace_id, lower(name)) where removed_at is null do nothing;

-- store/deployments.ts pointAt
update serving.deployments set revision = $1, problem = null, updated_at = now(), followed_version = coalesce($2::int, followed_version)
 where workspace_id = $3 and id = $4;

-- store/deployments.ts followInVain
update serving.deployments set followed_version = $1, problem = $2, updated_at = now() where workspace_id = $3 and id = $4;

-- store/deployments.ts setRemoved
update serving.deployments d set removed_at = case when $1::boolean then now() end, updated_at = now()
 where workspace_id = $2 and id = $3 and ($4::boolean or not exists (
   select from serving.deployments o where o.workspace_id = $5 and lower(o.name) = lower(d.name) and o.removed_at is null and o.id <> d.id));

-- store/deployments.ts behindTheirStage
select d.id from serving.deployments d
  join registry.pub_stages p on p.workspace_id = d.workspace_id and p.model_id = d.model_id and p.stage = 'production'
 where d.workspace_id = $1 and d.environment = 'production' and d.removed_at is null and d.followed_version is distinct from p.version;

-- store/deployments.ts stageVersion
select version from registry.pub_stages where workspace_id = $1 and model_id = $2 and stage = $3;

-- store/log.ts writeLog (part)
{whole(ws, written)} select id from live;

-- store/log.ts hopedLog (part)
{whole(ws, written)} select serving.as_hoped((select count(*) from live) = $1::bigint);

-- store/log.ts whole
with live as (
  select id from serving.deployments where workspace_id = $1::uuid and id = any($2::uuid[]) and removed_at is null
), logged as (
  insert into serving.predictions (workspace_id, deployment_id, id, row_no, revision, source, at, latency_ms, cells, output)
  select $3::uuid, u.deployment_id, u.id, u.row_no, u.revision, u.source, to_timestamp($4::float8), u.latency_ms, u.cells::json, u.output::jsonb
    from unnest($5::uuid[], $6::uuid[], $7::int[],
                $8::int[], $9::text[], $10::real[],
                string_to_array($11, E'\n'), string_to_array($12, E'\n'))
      as u(deployment_id, id, row_no, revision, source, latency_ms, cells, output)
   where u.deployment_id in (select id from live)
), sketched as (
  insert into serving.sketches as old (workspace_id, deployment_id, revision, source, simulation_id, hour, slot, row_count, counts, sums, lows, highs)
  select $13::uuid, u.deployment_id, u.revision, u.source, u.simulation_id, date_trunc('hour', to_timestamp($14::float8), 'UTC'), $15::smallint,
         u.row_count, u.counts::bigint[], u.sums::float8[], u.lows::float8[], u.highs::float8[]
    from unnest($16::uuid[], $17::int[], $18::text[], $19::uuid[],
                $20::bigint[], string_to_array($21, E'\n'),
                string_to_array($22, E'\n'), string_to_array($23, E'\n'),
                string_to_array($24, E'\n'))
      as u(deployment_id, revision, source, simulation_id, row_count, counts, sums, lows, highs)
   where u.deployment_id in (select id from live)
  on conflict (workspace_id, deployment_id, revision, source, simulation_id, hour, slot) do update set
    row_count = old.row_count + excluded.row_count,
    counts = array(select x + y from unnest(old.counts, excluded.counts) t(x, y)),
    sums = array(select x + y from unnest(old.sums, excluded.sums) t(x, y)),
    lows = array(select least(x, y) from unnest(old.lows, excluded.lows) t(x, y)),
    highs = array(select greatest(x, y) from unnest(old.highs, excluded.highs) t(x, y))
), counted as (
  insert into serving.traffic as old (workspace_id, deployment_id, source, minute, slot, requests, row_count, errors, latency)
  select $25::uuid, u.deployment_id, u.source, date_trunc('minute', to_timestamp($26::float8), 'UTC'), $27::smallint, u.requests, u.row_count, u.errors, u.latency::bigint[]
    from unnest($28::uuid[], $29::text[], $30::bigint[],
                $31::bigint[], $32::bigint[], string_to_array($33, E'\n'))
      as u(deployment_id, source, requests, row_count, errors, latency)
   where u.deployment_id in (select id from live)
  on conflict (workspace_id, deployment_id, source, minute, slot) do update set
    requests = old.requests + excluded.requests,
    row_count = old.row_count + excluded.row_count,
    errors = old.errors + excluded.errors,
    latency = array(select x + y from unnest(old.latency, excluded.latency) t(x, y))
);

-- store/predictions.ts listPredictions
select p.id, p.row_no, p.at, p.revision, r.model_version, p.source, p.latency_ms, x.inputs, p.output
  from serving.predictions p
  join serving.revisions r on r.workspace_id = p.workspace_id and r.deployment_id = p.deployment_id and r.revision = p.revision
  cross join lateral (
    select coalesce(p.inputs, (select jsonb_object_agg(t.input->>'name', t.cell)
      from rows from (jsonb_array_elements(r.signature->'inputs'), json_array_elements(p.cells)) as t(input, cell)), '{}') as inputs) x
 where p.workspace_id = $1 and p.deployment_id = $2 [and p.source = $3] [and p.revision = $4] [and (position(lower($5) in lower(x.inputs::text)) > 0 or position(lower($6) in lower(p.output::text)) > 0)] [and {(p.id, p.row_no) > ($7::uuid, $8::int) | (p.id, p.row_no) < ($9::uuid, $10::int)}] order by p.id {oneOf(filter.order, ["asc", "desc"])}, p.row_no {oneOf(filter.order, ["asc", "desc"])} limit $11;

-- store/revisions.ts insertRevision
insert into serving.revisions (workspace_id, deployment_id, revision, model_version, run_id, dataset_id, dataset_version, algorithm, log, unknown_categories,
                               task, signature, reference, graph_key, graph_sha256, reason, by_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12::jsonb, $13::jsonb, $14, $15, $16, $17);

-- store/revisions.ts nextRevisionNumber
select coalesce(max(revision), 0) + 1 as next from serving.revisions where workspace_id = $1 and deployment_id = $2;

-- store/revisions.ts copyRevision
insert into serving.revisions (workspace_id, deployment_id, revision, model_version, run_id, dataset_id, dataset_version, algorithm, log, unknown_categories,
                               task, signature, reference, graph_key, graph_sha256, reason, by_name)
select workspace_id, deployment_id, $1, model_version, run_id, dataset_id, dataset_version, algorithm,
       coalesce($2, log), coalesce($3, unknown_categories),
       task, signature, reference, graph_key, graph_sha256, $4, $5
  from serving.revisions where workspace_id = $6 and deployment_id = $7 and revision = $8;

-- store/revisions.ts previousRevision
select o.revision from serving.revisions o
  join serving.revisions c on c.workspace_id = o.workspace_id and c.deployment_id = o.deployment_id and c.revision = $1
 where o.workspace_id = $2 and o.deployment_id = $3 and o.revision < $4 and o.model_version <> c.model_version
 order by o.revision desc limit 1;

-- store/revisions.ts readRevision
select revision, model_version, run_id, dataset_id, dataset_version, log, unknown_categories, signature, reference, graph_key, graph_sha256
  from serving.revisions where workspace_id = $1 and deployment_id = $2 and revision = $3;

-- store/revisions.ts listRevisions
select r.revision, r.model_version, r.run_id, r.log, r.unknown_categories, r.reason, r.by_name, r.at, r.revision = d.revision as current
  from serving.revisions r join serving.deployments d on d.workspace_id = r.workspace_id and d.id = r.deployment_id
 where r.workspace_id = $1 and r.deployment_id = $2 [and (position(lower($3) in lower(r.reason)) > 0 or position(lower($4) in lower(r.by_name)) > 0)] [and {r.revision > $5::int | r.revision < $6::int}] order by r.revision {oneOf(filter.order, ["asc", "desc"])} limit $7;

-- store/served.ts currentRevisionNumber
select revision from serving.deployments where workspace_id = $1 and id = $2 and removed_at is null;

-- store/served.ts readServedRevision
select revision, model_version, log, unknown_categories, signature, reference, graph_key, graph_sha256
  from serving.revisions where workspace_id = $1 and deployment_id = $2 and revision = $3;

-- store/served.ts setProblem
update serving.deployments set problem = $1 where workspace_id = $2 and id = $3 and problem is distinct from $4;
