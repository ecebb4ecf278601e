-- Ground every capability stands on: the workspace setting, row-level security, outbox, idempotency.
create function core.workspace() returns uuid language sql stable parallel safe
  return nullif(current_setting('lumina.workspace', true), '')::uuid;

create function core.app_role() returns text language sql stable
  return current_setting('lumina.app_role');

-- A tenant table: row-level security is enabled and forced, the application role may read and write rows.
create function core.protect(target regclass) returns void language plpgsql as $$
declare ns text := (select nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid where c.oid = target);
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s using (workspace_id = core.workspace()) with check (workspace_id = core.workspace())', target);
  execute format('grant usage on schema %I to %I', ns, core.app_role());
  execute format('grant select, insert, update, delete on %s to %I', target, core.app_role());
end $$;

-- A table without a workspace; every one has its reason in src/db/global-tables.ts.
create function core.global(target regclass) returns void language plpgsql as $$
declare ns text := (select nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid where c.oid = target);
begin
  execute format('grant usage on schema %I to %I', ns, core.app_role());
  execute format('grant select, insert, update, delete on %s to %I', target, core.app_role());
end $$;

-- A view other capabilities may read; it must be security_invoker, or it would bypass the tenant policy.
create function core.publish(target regclass) returns void language plpgsql as $$
begin
  if not exists (select from pg_class where oid = target and relkind = 'v' and 'security_invoker=true' = any(reloptions)) then
    raise exception '% must be a view with (security_invoker = true)', target;
  end if;
  execute format('grant select on %s to %I', target, core.app_role());
end $$;

do $$ begin execute format('grant usage on schema core to %I', core.app_role()); end $$;

create table core.outbox (
  seq bigint generated always as identity primary key,
  workspace_id uuid,
  topic text not null,
  ref_id text not null,
  created_at timestamptz not null default now()
);
select core.global('core.outbox');

create table core.idempotency (
  workspace_id uuid not null,
  actor_id text not null,
  operation text not null,
  key text not null,
  digest text not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, actor_id, operation, key)
);
select core.protect('core.idempotency');
create index idempotency_age on core.idempotency (created_at);
