-- The counters of open minutes as whole rows, so that a list reads them once.
create or replace view governance.open_counts with (security_invoker = true) as
  select workspace_id, min(id::text)::uuid as id, governance.target_of(target) as target,
         uuid_extract_timestamp(min(id::text)::uuid) as at, actor_kind, actor_id, max(actor_name) as actor_name, operation, 'done'::text as outcome,
         project_id, 'ingest'::text as surface, ''::text as request_id, null::text as client, sum(count)::bigint as count, minute, null::text as note
  from governance.audit_counts
  group by workspace_id, actor_kind, actor_id, operation, target, project_id, minute;
