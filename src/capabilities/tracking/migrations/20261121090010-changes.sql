-- Which transaction wrote a row last: whoever follows changes reads those between two horizons and misses none.
-- BRIN keeps updates in place and costs next to nothing; rows from before count as transaction 0.
create function tracking.this_transaction() returns bigint language sql volatile parallel unsafe
  return (pg_current_xact_id()::text)::bigint;

-- Transactions below this have ended; those at or above may still write.
create function tracking.pub_horizon() returns bigint language sql stable
  return (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint;

create function tracking.stamp() returns trigger language plpgsql as $$
begin
  new.tx := tracking.this_transaction();
  return new;
end $$;

alter table tracking.runs add column tx bigint not null default 0;
alter table tracking.runs alter column tx set default tracking.this_transaction();
create trigger stamp before update on tracking.runs for each row execute function tracking.stamp();
create index runs_tx on tracking.runs using brin (tx) with (pages_per_range = 16, autosummarize = on);

alter table tracking.metric_points add column tx bigint not null default 0;
alter table tracking.metric_points alter column tx set default tracking.this_transaction();
create index metric_points_tx on tracking.metric_points using brin (tx) with (pages_per_range = 32, autosummarize = on);

alter table tracking.artifacts add column tx bigint not null default 0;
alter table tracking.artifacts alter column tx set default tracking.this_transaction();
create trigger stamp before update on tracking.artifacts for each row execute function tracking.stamp();
create index artifacts_tx on tracking.artifacts using brin (tx) with (pages_per_range = 16, autosummarize = on);

create view tracking.pub_run_changes with (security_invoker = true) as
  select workspace_id, id as run_id, project_id, experiment_id, name, started_at, tx from tracking.runs;
select core.publish('tracking.pub_run_changes');

create view tracking.pub_points with (security_invoker = true) as
  select workspace_id, run_id, key, step, at, value, tx from tracking.metric_points;
select core.publish('tracking.pub_points');

create view tracking.pub_artifact_changes with (security_invoker = true) as
  select workspace_id, owner_id, path, object_key, size_bytes, sha256, media_type, tx from tracking.artifacts;
select core.publish('tracking.pub_artifact_changes');
