-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/changes.ts followedRuns (part)
r.project_id = $1 and ($2 = 0 or r.experiment_id = any($3::uuid[]));

-- store/changes.ts horizon
select tracking.pub_horizon() - 1 as at;

-- store/changes.ts countPoints
select count(*)::int as n from (
  select 1 from tracking.pub_points p join tracking.pub_run_changes r on r.workspace_id = p.workspace_id and r.run_id = p.run_id
  where p.workspace_id = $1 and p.tx > $2 and p.tx <= $3 and {followedRuns(f)} limit $4
) counted;

-- store/changes.ts countFiles
select count(*)::int as n from tracking.pub_artifact_changes a join tracking.pub_run_changes r on r.workspace_id = a.workspace_id and r.run_id = a.owner_id
where a.workspace_id = $1 and a.tx > $2 and a.tx <= $3 and {followedRuns(f)};

-- store/changes.ts changedRuns
select r.run_id, r.tx > $1 and r.tx <= $2 as self from tracking.pub_run_changes r
where r.workspace_id = $3 and {followedRuns(f)} and r.run_id in (
  select c.run_id from tracking.pub_run_changes c where c.workspace_id = $4 and c.tx > $5 and c.tx <= $6
  union select p.run_id from tracking.pub_points p where p.workspace_id = $7 and p.tx > $8 and p.tx <= $9
  union select a.owner_id from tracking.pub_artifact_changes a where a.workspace_id = $10 and a.tx > $11 and a.tx <= $12
) order by r.started_at, r.run_id;

-- store/changes.ts pointsOf
select key, step, at::text as at, (extract(epoch from at) * 1000)::float8 as at_ms, value from tracking.pub_points
where workspace_id = $1 and run_id = $2 and tx > $3 and tx <= $4 and {true | {(key, step, at, value) > ($5, $6::bigint, $7::timestamptz, $8::float8) | (step, at, key, value) > ($9::bigint, $10::timestamptz, $11, $12::float8)}}
order by {key, step, at, value | step, at, key, value} limit $13;

-- store/changes.ts filesOf
select path, object_key, size_bytes, media_type from tracking.pub_artifact_changes
where workspace_id = $1 and owner_id = $2 and tx > $3 and tx <= $4 order by path;

-- store/deliveries.ts recordEvent
with made as (
  insert into integrations.deliveries (workspace_id, webhook_id, event, data)
  select $1, w.id, $2, $3::jsonb from integrations.webhooks w
  where w.workspace_id = $4 and w.active and $5 = any(w.events) and (w.project_id is null or w.project_id = $6)
  returning id, webhook_id
)
insert into integrations.due (kind, ref_id, workspace_id, lane, due_at) select 'delivery', id, $7, webhook_id, now() from made;

-- store/deliveries.ts insertTest
insert into integrations.deliveries (workspace_id, id, webhook_id, event, data, test)
values ($1, $2, $3, $4, $5::jsonb, true);

-- store/deliveries.ts readDelivery
select id, webhook_id, event, data, test, state, attempts, status, answer, error, latency_ms, created_at, next_at, ended_at from integrations.deliveries where workspace_id = $1 and webhook_id = $2 and id = $3;

-- store/deliveries.ts readSending
select d.id, d.webhook_id, d.event, d.data, d.test, d.attempts, d.created_at, w.name, w.url, w.signed, w.active
from integrations.deliveries d join integrations.webhooks w on w.workspace_id = d.workspace_id and w.id = d.webhook_id
where d.workspace_id = $1 and d.id = $2 and d.state = 'waiting';

-- store/deliveries.ts noteTry
update integrations.deliveries set state = $1, attempts = attempts + 1, status = $2, answer = $3,
  error = $4, latency_ms = $5, next_at = now() + make_interval(secs => $6::float8),
  ended_at = case when $7 = 'waiting' then null else now() end
where workspace_id = $8 and id = $9;

-- store/deliveries.ts reopen
update integrations.deliveries set state = 'waiting', attempts = 0, next_at = now(), ended_at = null
where workspace_id = $1 and id = $2 and state <> 'waiting';

-- store/deliveries.ts selectDeliveries
select id, webhook_id, event, data, test, state, attempts, status, answer, error, latency_ms, created_at, next_at, ended_at from integrations.deliveries where workspace_id = $1 and webhook_id = $2 [and state = $3] [and event = $4] [and id < $5::uuid] order by id desc limit $6;

-- store/deliveries.ts forgetDeliveries
delete from integrations.deliveries where workspace_id = $1 and ended_at < $2;

-- store/due.ts claimDue
update integrations.due d set due_at = now() + make_interval(secs => $1)
from (
  select ref_id from (
    select ref_id, due_at, row_number() over (partition by lane order by due_at, ref_id) as place from integrations.due
    where kind = $2 and due_at <= now() and lane <> all($3::uuid[])
  ) waiting where place <= $4 order by due_at, ref_id limit $5
) next
where d.kind = $6 and d.ref_id = next.ref_id and d.due_at <= now()
returning d.workspace_id, d.ref_id, d.lane;

-- store/due.ts putDue
insert into integrations.due (kind, ref_id, workspace_id, lane, due_at)
values ($1, $2, $3, $4, now() + make_interval(secs => $5))
on conflict (kind, ref_id) do update set due_at = excluded.due_at;

-- store/due.ts dropDue
delete from integrations.due where kind = $1 and ref_id = $2;

-- store/due.ts dropLane
delete from integrations.due where lane = $1;

-- store/mirror-runs.ts readHeld
select run_id, outside_id, outside_url, tag_keys, gone, lines, artifacts, error, whole from integrations.mirror_runs
where workspace_id = $1 and mirror_id = $2 and run_id = any($3::uuid[]);

-- store/mirror-runs.ts notePlaced
insert into integrations.mirror_runs (workspace_id, mirror_id, run_id, name, outside_id, outside_url, tag_keys)
values ($1, $2, $3, $4, $5, $6, $7::text[])
on conflict (workspace_id, mirror_id, run_id) do update set name = excluded.name, outside_id = excluded.outside_id, outside_url = excluded.outside_url,
  tag_keys = excluded.tag_keys, gone = false, updated_at = now();

-- store/mirror-runs.ts noteCopied
update integrations.mirror_runs set lines = $1, points = case when $2 then $3 else points + $4 end,
  artifacts = case when $5 then $6 else artifacts + $7 end, open = $8, gone = $9,
  whole = whole and not $10, whole_tx = case when $11 then null else whole_tx end, error = $12, spoken_at = now(), updated_at = now()
where workspace_id = $13 and mirror_id = $14 and run_id = $15;

-- store/mirror-runs.ts noteRefused
insert into integrations.mirror_runs (workspace_id, mirror_id, run_id, name, error, open) values ($1, $2, $3, $4, $5, false)
on conflict (workspace_id, mirror_id, run_id) do update set error = excluded.error, open = false, whole = false, whole_tx = null, updated_at = now();

-- store/mirror-runs.ts putWhole
insert into integrations.mirror_runs (workspace_id, mirror_id, run_id, name, whole)
select $1, m.id, r.run_id, r.name, true from integrations.mirrors m
join tracking.pub_run_changes r on r.workspace_id = m.workspace_id and r.project_id = m.project_id
  and (cardinality(m.experiment_ids) = 0 or r.experiment_id = any(m.experiment_ids))
where m.workspace_id = $2 and m.id = $3
  and not exists (select from integrations.mirror_runs h where h.workspace_id = $4 and h.mirror_id = m.id and h.run_id = r.run_id and h.error is null)
on conflict (workspace_id, mirror_id, run_id) do update set whole = true;

-- store/mirror-runs.ts nextWhole
select run_id, whole_tx from integrations.mirror_runs where workspace_id = $1 and mirror_id = $2 and whole
order by (whole_tx is null), run_id limit 1;

-- store/mirror-runs.ts beginWhole
update integrations.mirror_runs set whole_tx = $1 where workspace_id = $2 and mirror_id = $3 and run_id = $4;

-- store/mirror-runs.ts dropHeld
delete from integrations.mirror_runs where workspace_id = $1 and mirror_id = $2 and run_id = $3;

-- store/mirror-runs.ts silentRuns
select run_id from integrations.mirror_runs
where workspace_id = $1 and mirror_id = $2 and open and outside_id is not null and error is null
  and spoken_at < now() - make_interval(secs => $3)
order by spoken_at limit 50;

-- store/mirror-runs.ts noteSpoken
update integrations.mirror_runs set spoken_at = now() where workspace_id = $1 and mirror_id = $2 and run_id = $3;

-- store/mirror-runs.ts selectMirroredRuns
select run_id, name, outside_id, outside_url, tag_keys, gone, lines, artifacts, error, whole, points, updated_at from integrations.mirror_runs
where workspace_id = $1 and mirror_id = $2 [and error is not null] [and (updated_at, run_id) < ($3::timestamptz, $4::uuid)] order by updated_at desc, run_id desc limit $5;

-- store/mirrors.ts insertMirror
insert into integrations.mirrors (workspace_id, id, project_id, name, kind, url, username, entity, outside_project, experiment_ids, artifacts,
  secret_name, sent_tx, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
  $10::uuid[], $11, $12, tracking.pub_horizon() - 1, $13)
on conflict do nothing;

-- store/mirrors.ts changeMirror
update integrations.mirrors set name = $1, url = $2, username = $3, artifacts = $4, secret_name = $5
where workspace_id = $6 and id = $7;

-- store/mirrors.ts nameTaken
select 1 from integrations.mirrors where workspace_id = $1 and project_id = $2 and lower(name) = lower($3) and id <> $4;

-- store/mirrors.ts setPaused
update integrations.mirrors set paused = $1, failures = 0, failing_since = null, error = null, next_try_at = null
where workspace_id = $2 and id = $3;

-- store/mirrors.ts dropMirror
delete from integrations.mirrors where workspace_id = $1 and id = $2;

-- store/mirrors.ts readMirror
select 
  m.id, m.project_id, m.name, m.kind, m.url, m.username, m.entity, m.outside_project, m.experiment_ids, m.artifacts, m.secret_name, m.paused, m.sent_tx,
  m.sending_tx, m.failing_since, m.failures, m.error, m.next_try_at, m.history, m.points, m.last_sent_at, m.created_by, m.created_at, c.runs, c.runs_failed,
  c.history_left from integrations.mirrors m 
  cross join lateral (
  select count(*) filter (where r.outside_id is not null)::int as runs, count(*) filter (where r.error is not null)::int as runs_failed,
  count(*) filter (where r.whole)::int as history_left
  from integrations.mirror_runs r where r.workspace_id = m.workspace_id and r.mirror_id = m.id
  ) c where m.workspace_id = $1 and m.id = $2;

-- store/mirrors.ts selectMirrors
select 
  m.id, m.project_id, m.name, m.kind, m.url, m.username, m.entity, m.outside_project, m.experiment_ids, m.artifacts, m.secret_name, m.paused, m.sent_tx,
  m.sending_tx, m.failing_since, m.failures, m.error, m.next_try_at, m.history, m.points, m.last_sent_at, m.created_by, m.created_at, c.runs, c.runs_failed,
  c.history_left from integrations.mirrors m 
  cross join lateral (
  select count(*) filter (where r.outside_id is not null)::int as runs, count(*) filter (where r.error is not null)::int as runs_failed,
  count(*) filter (where r.whole)::int as history_left
  from integrations.mirror_runs r where r.workspace_id = m.workspace_id and r.mirror_id = m.id
  ) c where m.workspace_id = $1 [and m.project_id = $2] [and m.kind = $3] [and (m.name ilike $4 or m.url ilike $5)] [and ({lower(m.name) | m.created_at}, m.id) $6 ($7$8, $9::uuid)] order by {lower(m.name) | m.created_at} $10, m.id $11 limit $12;

-- store/mirrors.ts findMirror
select project_id, name, paused from integrations.mirrors where workspace_id = $1 and id = $2;

-- store/mirrors.ts beginBatch
update integrations.mirrors set sending_tx = $1 where workspace_id = $2 and id = $3;

-- store/mirrors.ts endBatch
update integrations.mirrors set sent_tx = greatest(sent_tx, $1), sending_tx = null, points = points + $2, last_sent_at = now()
where workspace_id = $3 and id = $4;

-- store/mirrors.ts noteCaughtUp
update integrations.mirrors set sent_tx = greatest(sent_tx, $1), caught_up_at = now() where workspace_id = $2 and id = $3;

-- store/mirrors.ts noteWorks
update integrations.mirrors set failures = 0, failing_since = null, error = null, next_try_at = null
where workspace_id = $1 and id = $2 and failing_since is not null;

-- store/mirrors.ts noteFails
update integrations.mirrors set failures = failures + 1, failing_since = coalesce(failing_since, now()), error = $1,
  next_try_at = now() + make_interval(secs => $2)
where workspace_id = $3 and id = $4;

-- store/mirrors.ts setHistory
update integrations.mirrors set history = $1 where workspace_id = $2 and id = $3;

-- store/mirrors.ts secondsSinceCaughtUp
select extract(epoch from now() - caught_up_at)::float8 as seconds from integrations.mirrors where workspace_id = $1 and id = $2;

-- store/mirrors.ts readOutsideExperiment
select outside_id from integrations.mirror_experiments where workspace_id = $1 and mirror_id = $2 and experiment_id = $3;

-- store/mirrors.ts noteOutsideExperiment
insert into integrations.mirror_experiments (workspace_id, mirror_id, experiment_id, outside_id) values ($1, $2, $3, $4)
on conflict (workspace_id, mirror_id, experiment_id) do update set outside_id = excluded.outside_id;

-- store/mirrors.ts forgetOutsideExperiments
delete from integrations.mirror_experiments where workspace_id = $1 and mirror_id = $2;

-- store/webhooks.ts insertWebhook
insert into integrations.webhooks (workspace_id, id, name, description, url, events, active, project_id, signed, created_by)
values ($1, $2, $3, $4, $5, $6::text[], $7, $8,
  $9, $10);

-- store/webhooks.ts changeWebhook
update integrations.webhooks set name = $1, description = $2, url = $3, events = $4::text[],
  active = $5, signed = $6, updated_at = now()
where workspace_id = $7 and id = $8;

-- store/webhooks.ts dropWebhook
delete from integrations.webhooks where workspace_id = $1 and id = $2;

-- store/webhooks.ts readWebhook
select 
  w.id, w.name, w.description, w.url, w.events, w.active, w.project_id, w.signed, w.created_by, w.created_at, w.updated_at,
  (select count(*)::int from integrations.deliveries d where d.workspace_id = w.workspace_id and d.webhook_id = w.id and d.state = 'waiting') as waiting,
  l.state as last_state, l.ended_at as last_at from integrations.webhooks w 
  left join lateral (select d.state, d.ended_at from integrations.deliveries d
  where d.workspace_id = w.workspace_id and d.webhook_id = w.id and d.state <> 'waiting' order by d.id desc limit 1) l on true where w.workspace_id = $1 and w.id = $2;

-- store/webhooks.ts selectWebhooks
select 
  w.id, w.name, w.description, w.url, w.events, w.active, w.project_id, w.signed, w.created_by, w.created_at, w.updated_at,
  (select count(*)::int from integrations.deliveries d where d.workspace_id = w.workspace_id and d.webhook_id = w.id and d.state = 'waiting') as waiting,
  l.state as last_state, l.ended_at as last_at from integrations.webhooks w 
  left join lateral (select d.state, d.ended_at from integrations.deliveries d
  where d.workspace_id = w.workspace_id and d.webhook_id = w.id and d.state <> 'waiting' order by d.id desc limit 1) l on true where w.workspace_id = $1 [and (w.name ilike $2 or w.url ilike $3)] [and w.active = $4] [and ({lower(w.name) | w.created_at}, w.id) $5 ($6$7, $8::uuid)]
order by {lower(w.name) | w.created_at} $9, w.id $10 limit $11;

-- store/webhooks.ts findWebhook
select project_id, name, updated_at from integrations.webhooks where workspace_id = $1 and id = $2;
