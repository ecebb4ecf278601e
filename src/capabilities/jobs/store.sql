-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/change.ts insertJob
with job as (
  insert into jobs.jobs (workspace_id, name, label, project_id, payload, actor, request_id, priority, concurrency_key, attempts, tries)
  values ($1, $2, $3, $4, $5::jsonb,
    $6::jsonb, $7, $8, $9, $10, $11)
  returning workspace_id, id, project_id, name, priority, concurrency_key
), claim as (
  insert into jobs.claims (job_id, workspace_id, lane, name, priority, concurrency_key)
  select id, workspace_id, coalesce(project_id, workspace_id), name, priority, concurrency_key from job
), event as (
  insert into core.outbox (workspace_id, topic, ref_id) select workspace_id, topic, id::text from job cross join unnest('{jobs,queue}'::text[]) as topic
)
select id from job;

-- store/change.ts lockJob
select state, cancelling, priority from jobs.jobs where workspace_id = $1 and id = $2 for update;

-- store/change.ts cancelQueued
delete from jobs.claims where job_id = $1 and workspace_id = $2 and lease_until is null;

-- store/change.ts cancelQueued
update jobs.jobs set state = 'cancelled', message = 'Cancelled before it started', ended_at = now(), version = version + 1
where workspace_id = $1 and id = $2;

-- store/change.ts wishCancel
update jobs.claims set cancel = true where job_id = $1 and workspace_id = $2;

-- store/change.ts wishCancel
update jobs.jobs set cancelling = true, message = 'Stopping', version = version + 1 where workspace_id = $1 and id = $2;

-- store/change.ts requeue
with job as (
  update jobs.jobs set state = 'queued', attempts = attempt + tries, lost = 0, error = null, result = null, message = '', cancelling = false,
    ended_at = null, actor = $1::jsonb, request_id = $2, version = version + 1
  where workspace_id = $3 and id = $4
  returning workspace_id, id, project_id, name, priority, concurrency_key
)
insert into jobs.claims (job_id, workspace_id, lane, name, priority, concurrency_key)
select id, workspace_id, coalesce(project_id, workspace_id), name, priority, concurrency_key from job;

-- store/change.ts reprioritise
update jobs.jobs set priority = $1, version = version + 1 where workspace_id = $2 and id = $3;

-- store/change.ts reprioritise
update jobs.claims set priority = $1 where job_id = $2 and workspace_id = $3;

-- store/lease.ts claimStatement
with recursive lanes as (
  (select workspace_id, lane from jobs.claims where lease_until is null order by workspace_id, lane limit 1)
  union all
  select n.workspace_id, n.lane from lanes l cross join lateral (
    select c.workspace_id, c.lane from jobs.claims c
    where c.lease_until is null and (c.workspace_id, c.lane) > (l.workspace_id, l.lane)
    order by c.workspace_id, c.lane limit 1) n
), heads as (
  select h.*, row_number() over (partition by h.workspace_id, coalesce(h.concurrency_key, h.job_id::text) order by h.priority desc, h.seq) as same_key
  from (select * from lanes where $1::uuid is null or workspace_id = $2) l cross join lateral (
    select c.job_id, c.workspace_id, c.lane, c.priority, c.seq, c.concurrency_key from jobs.claims c
    where c.workspace_id = l.workspace_id and c.lane = l.lane and c.lease_until is null
      and c.run_after <= now() and c.name = any($3)
      and (c.concurrency_key is null or not exists (
        select from jobs.claims r
        where r.workspace_id = c.workspace_id and r.concurrency_key = c.concurrency_key and r.lease_until is not null))
    order by c.priority desc, c.seq limit $4) h
), busy as (
  select workspace_id, lane, count(*) as n from jobs.claims where lease_until is not null group by workspace_id, lane
), in_lane as (
  select h.*, coalesce(t.served, 0) as lane_served,
    coalesce(b.n, 0) + row_number() over (partition by h.workspace_id, h.lane order by h.priority desc, h.seq) as lane_share
  from heads h
  left join busy b using (workspace_id, lane) left join jobs.turns t using (workspace_id, lane)
  where h.same_key = 1
), in_workspace as (
  select l.job_id, l.seq,
    coalesce((select sum(b.n) from busy b where b.workspace_id = l.workspace_id), 0)
      + row_number() over (partition by l.workspace_id order by l.priority desc, l.lane_share, l.lane_served, l.seq) as share,
    coalesce((select max(t.served) from jobs.turns t where t.workspace_id = l.workspace_id), 0) as served
  from in_lane l
), picked as (
  select c.job_id from jobs.claims c join in_workspace w using (job_id)
  where c.lease_until is null
  order by w.share, w.served, w.seq limit $5
  for update of c skip locked
), leased as (
  update jobs.claims c set token = nextval('jobs.fence'), worker = $6, lease_until = clock_timestamp() + interval '10000 milliseconds'
  from picked p where c.job_id = p.job_id
  returning c.workspace_id, c.lane, c.token
)
insert into jobs.turns (workspace_id, lane, served)
select workspace_id, lane, max(token) from leased group by workspace_id, lane order by workspace_id, lane
on conflict (workspace_id, lane) do update set served = greatest(turns.served, excluded.served);

-- store/lease.ts leasesOf
select job_id as "jobId", workspace_id as "workspaceId", token, cancel
from jobs.claims where worker = $1 and lease_until is not null order by token;

-- store/lease.ts renew
insert into jobs.workers (id, names, slots) values ($1, $2, $3)
on conflict (id) do update set seen_at = now(), names = excluded.names, slots = excluded.slots;

-- store/lease.ts renew
update jobs.claims set lease_until = clock_timestamp() + interval '10000 milliseconds'
where worker = $1 and lease_until is not null and token = any($2::bigint[])
returning job_id as "jobId", workspace_id as "workspaceId", token, cancel;

-- store/lease.ts farewell
delete from jobs.workers where id = $1 or seen_at < now() - interval '1 hour';

-- store/lease.ts expired
select job_id as "jobId", workspace_id as "workspaceId" from jobs.claims where lease_until < clock_timestamp() limit 200;

-- store/lease.ts anyQueued
select 1 as one from jobs.claims where lease_until is null and run_after <= now() and name = any($1) limit 1;

-- store/lease.ts anyWorker
select 1 as one from jobs.workers where seen_at > now() - interval '15 seconds' limit 1;

-- store/read.ts listJobs
select l.*, {by.replaceAll("j.", "l.")} as sort_key
from (
select j.id, j.name, j.label, j.project_id, j.actor, j.state, j.done, j.total, j.message, j.cancelling, j.priority,
  j.attempt, j.attempts, j.error, j.result, j.version, j.lines, j.created_at, j.started_at, j.ended_at, c.run_after,
  case
    when j.state <> 'queued' then null
    when not exists (select from jobs.workers w where w.seen_at > now() - interval '15 seconds') then 'no_worker'
    when not exists (select from jobs.workers w where w.seen_at > now() - interval '15 seconds' and j.name = any(w.names)) then 'unknown_definition'
    when c.run_after > now() then 'retry'
    when c.lease_until is null and exists (
      select from jobs.claims o
      where o.workspace_id = j.workspace_id and o.concurrency_key = c.concurrency_key and o.lease_until is not null
    ) then 'key'
    else 'slot'
  end as waiting
from jobs.jobs j
left join jobs.claims c on c.job_id = j.id and c.workspace_id = j.workspace_id where j.workspace_id = $1 [and j.project_id = $2] [and j.state = any($3)] [and j.name = $4] [and j.actor ->> 'id' = $5] [and (j.label ilike $6 or j.name ilike $7 or j.message ilike $8)] [and ({by}, j.id) {> | <} ($9::{as}, $10::uuid)] order by {by} {oneOf(order, ["asc", "desc"])}, j.id {oneOf(order, ["asc", "desc"])} limit $11) l
order by sort_key {oneOf(order, ["asc", "desc"])}, l.id {oneOf(order, ["asc", "desc"])};

-- store/read.ts findJob
select j.id, j.name, j.label, j.project_id, j.actor, j.state, j.done, j.total, j.message, j.cancelling, j.priority,
  j.attempt, j.attempts, j.error, j.result, j.version, j.lines, j.created_at, j.started_at, j.ended_at, c.run_after,
  case
    when j.state <> 'queued' then null
    when not exists (select from jobs.workers w where w.seen_at > now() - interval '15 seconds') then 'no_worker'
    when not exists (select from jobs.workers w where w.seen_at > now() - interval '15 seconds' and j.name = any(w.names)) then 'unknown_definition'
    when c.run_after > now() then 'retry'
    when c.lease_until is null and exists (
      select from jobs.claims o
      where o.workspace_id = j.workspace_id and o.concurrency_key = c.concurrency_key and o.lease_until is not null
    ) then 'key'
    else 'slot'
  end as waiting
from jobs.jobs j
left join jobs.claims c on c.job_id = j.id and c.workspace_id = j.workspace_id where j.workspace_id = $1 and j.id = $2;

-- store/read.ts jobHead
select project_id, label, state, version from jobs.jobs where workspace_id = $1 and id = $2;

-- store/read.ts listLines
select line, attempt, level, text, at from jobs.job_logs
where workspace_id = $1 and job_id = $2 [and level <> 'info' and level = any($3)] [and attempt = $4] [and text ilike $5] [and line {> | <} $6] order by line {oneOf(order, ["asc", "desc"])} limit $7;

-- store/rows.ts selectJob
select j.id, j.name, j.label, j.project_id, j.actor, j.state, j.done, j.total, j.message, j.cancelling, j.priority,
  j.attempt, j.attempts, j.error, j.result, j.version, j.lines, j.created_at, j.started_at, j.ended_at, c.run_after,
  case
    when j.state <> 'queued' then null
    when not exists (select from jobs.workers w where w.seen_at > now() - interval '15 seconds') then 'no_worker'
    when not exists (select from jobs.workers w where w.seen_at > now() - interval '15 seconds' and j.name = any(w.names)) then 'unknown_definition'
    when c.run_after > now() then 'retry'
    when c.lease_until is null and exists (
      select from jobs.claims o
      where o.workspace_id = j.workspace_id and o.concurrency_key = c.concurrency_key and o.lease_until is not null
    ) then 'key'
    else 'slot'
  end as waiting
from jobs.jobs j
left join jobs.claims c on c.job_id = j.id and c.workspace_id = j.workspace_id;

-- store/step.ts moved
insert into core.outbox (workspace_id, topic, ref_id) values ($1, 'jobs', $2);

-- store/step.ts waiting
insert into core.outbox (workspace_id, topic, ref_id) values ($1, 'queue', $2);

-- store/step.ts start
update jobs.jobs set state = 'running', attempt = attempt + 1, started_at = coalesce(started_at, now()), ended_at = null,
  error = null, done = 0, total = null, message = '', version = version + 1
where workspace_id = $1 and id = $2 and state = 'queued'
returning name, payload, actor, request_id as "requestId", project_id as "projectId", attempt, checkpoint;

-- store/step.ts report
with job as (
  update jobs.jobs set
    done = coalesce($1::float8, done),
    total = case when $2::boolean then $3::float8 else total end,
    message = case when cancelling then message else coalesce($4::text, message) end,
    lines = lines + $5::int, version = version + 1
  where workspace_id = $6 and id = $7 and state = 'running'
  returning attempt, lines
)
insert into jobs.job_logs (workspace_id, job_id, line, attempt, level, text, at)
select $8, $9, job.lines - $10::int + l.n, job.attempt, l.level, l.text, to_timestamp(l.at)
from job cross join unnest($11::text[], $12::text[], $13::float8[])
  with ordinality as l(level, text, at, n);

-- store/step.ts keepCheckpoint
update jobs.jobs set checkpoint = $1::jsonb where workspace_id = $2 and id = $3;

-- store/step.ts end
update jobs.jobs set state = $1, ended_at = now(), cancelling = false, version = version + 1,
  result = $2::jsonb,
  error = $3,
  done = case when $4::boolean then coalesce(total, done) else done end,
  message = case when $5::text = 'cancelled' then 'Cancelled' else message end
where workspace_id = $6 and id = $7;

-- store/step.ts end
delete from jobs.claims where job_id = $1 and token = $2 and lease_until is not null;

-- store/step.ts putBack
update jobs.jobs set state = 'queued', error = $1, message = $2, version = version + 1,
  attempt = greatest(0, attempt - case when state = 'running' and $3::boolean then 1 else 0 end),
  attempts = case when $4::boolean then greatest(attempts, attempt + 1) else attempts end,
  lost = lost + case when $5::boolean then 1 else 0 end
where workspace_id = $6 and id = $7;

-- store/step.ts putBack
update jobs.claims set lease_until = null, worker = null, run_after = now() + $1::float8 * interval '1 millisecond'
where job_id = $2 and token = $3 and lease_until is not null;

-- store/step.ts triesOf
select attempt, attempts, lost from jobs.jobs where workspace_id = $1 and id = $2 for update;

-- store/step.ts reap
select state, cancelling, lost from jobs.jobs where workspace_id = $1 and id = $2 for update skip locked;

-- store/step.ts reap
select cancel from jobs.claims where job_id = $1 and workspace_id = $2 and lease_until < clock_timestamp() for update skip locked;

-- store/step.ts reap
update jobs.claims set lease_until = null, worker = null, run_after = now() where job_id = $1;

-- store/step.ts reap
delete from jobs.claims where job_id = $1;

-- store/step.ts reap
update jobs.jobs set state = $1, lost = $2, version = version + 1, cancelling = false,
  attempts = case when $3::text = 'queued' and state = 'running' then greatest(attempts, attempt + 1) else attempts end,
  ended_at = case when $4::text = 'queued' then null else now() end,
  error = case when $5::text = 'failed' then $6::text end,
  message = $7
where workspace_id = $8 and id = $9;
