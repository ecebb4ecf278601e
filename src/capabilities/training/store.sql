-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store.ts insertTraining
insert into training.trainings
(workspace_id, id, project_id, name, dataset_id, version, target, task, folds, seed, drop_columns, job_id, run_id, primary_metric, warnings, total, message)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb,
  $12, $13, $14, $15::jsonb, $16, 'Waiting for a worker');

-- store.ts insertCandidate
insert into training.candidates (workspace_id, training_id, run_id, position, algorithm, settings)
values ($1, $2, $3, $4, $5, $6::jsonb);

-- store.ts findTraining
select id, project_id "projectId", name, dataset_id "datasetId", version, target, task, folds, seed, drop_columns "dropColumns", status, done, total,
  message, job_id "jobId", run_id "runId", primary_metric "primaryMetric", warnings, columns, error, revision::text, created_at "createdAt", started_at "startedAt", ended_at "endedAt" from training.trainings where workspace_id = $1 and id = $2;

-- store.ts locateTraining
select project_id "projectId", name, status from training.trainings where workspace_id = $1 and id = $2;

-- store.ts listTrainings
select id, project_id "projectId", name, dataset_id "datasetId", version, target, task, folds, seed, drop_columns "dropColumns", status, done, total,
  message, job_id "jobId", run_id "runId", primary_metric "primaryMetric", warnings, columns, error, revision::text, created_at "createdAt", started_at "startedAt", ended_at "endedAt", (select c.run_id from training.candidates c where c.workspace_id = t.workspace_id and c.training_id = t.id and c.status = 'finished'
  order by (c.metrics ->> t.primary_metric)::float8 * case when t.primary_metric in ('rmse', 'mae', 'mape', 'log_loss') then 1 else -1 end nulls last limit 1) "bestRunId" from training.trainings t where workspace_id = $1 [and project_id = $2] [and dataset_id = $3] [and status = $4] [and strpos(lower(name || ' ' || target), lower($5)) > 0] [and ({name | created_at}, id) {> | <} ($6::{text | timestamptz}, $7::uuid)] order by {name | created_at} {oneOf(f.order, ["asc", "desc"])}, id {oneOf(f.order, ["asc", "desc"])} limit $8;

-- store.ts changeTraining
update training.trainings set revision = revision + 1,
  status = coalesce($1, status), done = coalesce($2::int, done), total = coalesce($3::int, total),
  message = coalesce($4, message), warnings = coalesce($5::jsonb, warnings), columns = coalesce($6::jsonb, columns),
  error = case when $7::text = 'running' then null else coalesce($8::jsonb, error) end,
  started_at = case when $9::text = 'running' then coalesce(started_at, now()) else started_at end,
  ended_at = case when $10::text in ('finished', 'failed', 'cancelled') then now() when $11::text is not null then null else ended_at end
where workspace_id = $12 and id = $13;

-- store.ts changeCandidate
update training.candidates set
  status = coalesce($1, status), folds_done = coalesce($2::int, folds_done),
  metrics = coalesce($3::jsonb, metrics), deviations = coalesce($4::jsonb, deviations),
  fit_seconds = coalesce($5::float8, fit_seconds), size_bytes = coalesce($6::bigint, size_bytes),
  latency_ms = coalesce($7::float8, latency_ms), format = coalesce($8, format),
  format_reason = coalesce($9, format_reason),
  error = case when $10::text = 'running' then null else coalesce($11, error) end
where workspace_id = $12 and training_id = $13 and run_id = $14;

-- store.ts changeCandidate
update training.trainings set revision = revision + 1 where workspace_id = $1 and id = $2;

-- store.ts candidatesOf
select training_id "trainingId", run_id "runId", algorithm, settings, status, folds_done "foldsDone", metrics, deviations,
  fit_seconds "fitSeconds", size_bytes::float8 "sizeBytes", latency_ms "latencyMs", format, format_reason "formatReason", error
from training.candidates where workspace_id = $1 and training_id = $2 order by position;
