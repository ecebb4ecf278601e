-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/deployments.ts readWatched
select id, project_id, name, environment, model_id, model_name, problem, created_at, removed_at,
  revision, model_version, run_id, dataset_id, dataset_version, algorithm, task, signature, reference from serving.pub_deployments where workspace_id = $1 and id = $2;

-- store/deployments.ts listWatched
select id, project_id, name, environment, model_id, model_name, problem, created_at, removed_at,
  revision, model_version, run_id, dataset_id, dataset_version, algorithm, task, signature, reference, ({lower(name) | created_at})::text as sort_key from serving.pub_deployments where workspace_id = $1 and removed_at is null [and id = $2] [and project_id = $3] [and (position(lower($4) in lower(name)) > 0 or position(lower($5) in lower(model_name)) > 0)] [and {({lower(name) | created_at}, id) > ($6::{text | timestamptz}, $7::uuid) | ({lower(name) | created_at}, id) < ($8::{text | timestamptz}, $9::uuid)}] order by {lower(name) | created_at} {oneOf(filter.order, ["asc", "desc"])}, id {oneOf(filter.order, ["asc", "desc"])} limit $10;

-- store/retrainings.ts insertRetraining
insert into monitoring.retrainings (workspace_id, training_id, deployment_id, serving_run_id, serving_version, created_by)
values ($1, $2, $3, $4, $5, $6);

-- store/windows.ts newestSimulation
select simulation_id from serving.pub_sketches
 where workspace_id = $1 and deployment_id = $2 and model_version = $3 and source = 'simulated' and hour >= date_trunc('hour', $4::timestamptz, 'UTC')
 order by simulation_id desc limit 1;

-- store/windows.ts readSketches
select row_count, counts::float8[] as counts, sums, lows, highs from serving.pub_sketches
 where workspace_id = $1 and deployment_id = $2 and model_version = $3 and hour >= date_trunc('hour', $4::timestamptz, 'UTC')
   and {true | source = $5} and {true | simulation_id = $6};

-- store/windows.ts readTraffic
select to_timestamp(floor(extract(epoch from minute) / {String(Math.max(60, Math.round(stepS / 60) * 60))}) * {String(Math.max(60, Math.round(stepS / 60) * 60))}) as at, sum(requests)::float8 as requests, sum(row_count)::float8 as row_count,
       sum(errors)::float8 as errors, array[{Array.from({ length: latencyBuckets }, (_, i) => `sum(latency[${i + 1}])::float8`).join(", ")}] as latency
  from serving.pub_traffic
 where workspace_id = $1 and deployment_id = $2 and minute >= date_trunc('minute', $3::timestamptz, 'UTC') and {true | source = $4}
 group by 1 order by 1;

-- store/windows.ts sumTraffic
select sum(requests)::float8 as requests, sum(row_count)::float8 as row_count, sum(errors)::float8 as errors, max(minute) as last_at, array[{Array.from({ length: latencyBuckets }, (_, i) => `sum(latency[${i + 1}])::float8`).join(", ")}] as latency
  from serving.pub_traffic
 where workspace_id = $1 and deployment_id = $2 and minute >= date_trunc('minute', $3::timestamptz, 'UTC') and {true | source = $4};

-- store/windows.ts sumTraffic
select sum(row_count)::float8 as row_count from serving.pub_traffic
 where workspace_id = $1 and deployment_id = $2 and minute >= date_trunc('minute', $3::timestamptz, 'UTC') and source = 'simulated';

-- store/windows.ts sumTraffic
select minute, source, requests, row_count, errors, latency from serving.pub_traffic
 where workspace_id = $1 and deployment_id = $2 and minute >= date_trunc('minute', $3::timestamptz, 'UTC') and {true | source = $4};
