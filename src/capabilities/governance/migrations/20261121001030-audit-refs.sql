-- Which rows name a resource. The chainer fills it, off the hot path; text equality is leakproof,
-- so that an index on it may be used under row-level security where one on jsonb may not.
create table governance.audit_refs (
  workspace_id uuid not null,
  ref_id text not null,
  audit_id uuid not null,
  primary key (workspace_id, ref_id, audit_id)
);
insert into governance.audit_refs (workspace_id, ref_id, audit_id)
  select l.workspace_id, named.value, l.audit_id
  from governance.audit_chain l
  join governance.audit a on a.workspace_id = l.workspace_id and a.id = l.audit_id
  cross join jsonb_each_text(a.target) as named
  on conflict do nothing;
select core.protect('governance.audit_refs');
do $$ begin
  execute format('revoke update, delete on governance.audit_refs from %I', core.app_role());
end $$;

-- Counters of minutes still open, as rows of the log.
create view governance.open_counts with (security_invoker = true) as
  select workspace_id, min(id::text)::uuid as id, governance.target_of(target) as target
  from governance.audit_counts
  group by workspace_id, actor_kind, actor_id, operation, target, project_id, minute;
do $$ begin
  execute format('grant select on governance.open_counts to %I', core.app_role());
end $$;
