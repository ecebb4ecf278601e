-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

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
