-- Written by `node scripts/schema.ts` from a database all migrations ran on; a test compares.

create table assistant.chats ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  person_id text not null,
  project_id uuid,
  title text not null,
  focus jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint chats_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX chats_by_person ON assistant.chats USING btree (workspace_id, person_id, updated_at DESC, id DESC);
create policy tenant on assistant.chats for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on assistant.chats to lumina_app;

create table assistant.messages ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  chat_id uuid not null,
  role text not null,
  text text not null,
  plan jsonb,
  choices jsonb not null default '[]'::jsonb,
  at timestamp with time zone not null default clock_timestamp(),
  changed bigint not null default nextval('assistant.change'::regclass),
  constraint messages_pkey PRIMARY KEY (workspace_id, id),
  constraint messages_workspace_id_chat_id_fkey FOREIGN KEY (workspace_id, chat_id) REFERENCES assistant.chats(workspace_id, id) ON DELETE CASCADE,
  constraint messages_role_check CHECK ((role = ANY (ARRAY['person'::text, 'assistant'::text])))
);
CREATE INDEX messages_by_chat ON assistant.messages USING btree (workspace_id, chat_id, id DESC);
create policy tenant on assistant.messages for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on assistant.messages to lumina_app;

create table core.idempotency ( -- row-level security forced
  workspace_id uuid not null,
  actor_id text not null,
  operation text not null,
  key text not null,
  digest text not null,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (workspace_id, actor_id, operation, key)
);
CREATE INDEX idempotency_age ON core.idempotency USING btree (created_at);
create policy tenant on core.idempotency for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on core.idempotency to lumina_app;

create table core.migrations ( -- global
  id text not null,
  digest text not null,
  at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (id)
);
grant select on core.migrations to lumina_app;

create table core.outbox ( -- global
  seq bigint not null generated as identity,
  workspace_id uuid,
  topic text not null,
  ref_id text not null,
  created_at timestamp with time zone not null default now(),
  constraint outbox_pkey PRIMARY KEY (seq)
);
grant delete, insert, select, update on core.outbox to lumina_app;

create table datasets.datasets ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  description text not null default ''::text,
  target text,
  latest_version integer not null default 0,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  revision bigint not null default 1,
  constraint datasets_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX datasets_created ON datasets.datasets USING btree (workspace_id, created_at DESC, id DESC) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX datasets_name ON datasets.datasets USING btree (workspace_id, project_id, lower(name)) WHERE (removed_at IS NULL);
create policy tenant on datasets.datasets for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on datasets.datasets to lumina_app;

create table datasets.files ( -- row-level security forced
  workspace_id uuid not null,
  dataset_id uuid not null,
  version integer not null,
  "position" integer not null,
  key text not null,
  size_bytes bigint not null,
  rows bigint not null,
  sha256 text not null,
  constraint files_pkey PRIMARY KEY (workspace_id, dataset_id, version, "position"),
  constraint files_workspace_id_dataset_id_version_fkey FOREIGN KEY (workspace_id, dataset_id, version) REFERENCES datasets.versions(workspace_id, dataset_id, version)
);
CREATE INDEX files_key ON datasets.files USING btree (workspace_id, key);
create policy tenant on datasets.files for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on datasets.files to lumina_app;

create table datasets.profiles ( -- row-level security forced
  workspace_id uuid not null,
  dataset_id uuid not null,
  version integer not null,
  target text not null,
  score double precision not null,
  profile jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint profiles_pkey PRIMARY KEY (workspace_id, dataset_id, version, target),
  constraint profiles_workspace_id_dataset_id_version_fkey FOREIGN KEY (workspace_id, dataset_id, version) REFERENCES datasets.versions(workspace_id, dataset_id, version)
);
create policy tenant on datasets.profiles for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on datasets.profiles to lumina_app;

create table datasets.versions ( -- row-level security forced
  workspace_id uuid not null,
  dataset_id uuid not null,
  version integer not null,
  columns jsonb not null,
  column_count integer not null,
  row_count bigint not null,
  size_bytes bigint not null,
  sha256 text not null,
  parent_version integer,
  made_by text not null,
  recipe jsonb,
  source jsonb,
  job_id uuid,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint versions_workspace_id_job_id_key UNIQUE (workspace_id, job_id),
  constraint versions_pkey PRIMARY KEY (workspace_id, dataset_id, version),
  constraint versions_workspace_id_dataset_id_fkey FOREIGN KEY (workspace_id, dataset_id) REFERENCES datasets.datasets(workspace_id, id),
  constraint versions_made_by_check CHECK ((made_by = ANY (ARRAY['upload'::text, 'sample'::text, 'clean'::text]))),
  constraint versions_version_check CHECK ((version > 0))
);
create policy tenant on datasets.versions for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on datasets.versions to lumina_app;

create table governance.account_audit ( -- global
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor_kind text,
  actor_id text,
  actor_name text,
  operation text not null,
  outcome text not null,
  target jsonb not null,
  surface text not null,
  request_id text not null,
  client text,
  note text,
  input jsonb,
  before jsonb,
  after jsonb,
  constraint account_audit_pkey PRIMARY KEY (id)
);
CREATE INDEX account_audit_actor ON governance.account_audit USING btree (actor_id, id);
grant insert, select on governance.account_audit to lumina_app;

create table governance.approvals ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  operation text not null,
  summary text not null,
  input jsonb not null,
  rule text not null,
  reason text not null,
  status text not null default 'pending'::text,
  project_id uuid,
  resource_type text,
  resource_id text,
  resource_label text,
  resource_state text,
  maker_kind text not null,
  maker_id text not null,
  maker_name text not null,
  maker_person text not null,
  checker_kind text,
  checker_id text,
  checker_name text,
  decided_at timestamp with time zone,
  comment text,
  job_id uuid,
  result jsonb,
  error text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint approvals_pkey PRIMARY KEY (workspace_id, id),
  constraint approvals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'cancelled'::text, 'stale'::text, 'done'::text, 'failed'::text]))),
  constraint checker_is_a_person CHECK ((checker_kind = 'user'::text)),
  constraint checker_is_named CHECK ((((checker_id IS NULL) = (checker_kind IS NULL)) AND ((checker_id IS NULL) = (checker_name IS NULL)))),
  constraint checker_is_not_the_maker CHECK (((checker_id <> maker_person) AND (checker_id <> maker_id))),
  constraint decision_has_a_checker CHECK (
CASE
    WHEN (status = ANY (ARRAY['approved'::text, 'rejected'::text, 'done'::text, 'failed'::text])) THEN ((checker_id IS NOT NULL) AND (decided_at IS NOT NULL))
    WHEN (status = ANY (ARRAY['pending'::text, 'cancelled'::text])) THEN (checker_id IS NULL)
    ELSE true
END)
);
CREATE INDEX approvals_status ON governance.approvals USING btree (workspace_id, status, created_at, id);
CREATE UNIQUE INDEX approvals_waiting ON governance.approvals USING btree (workspace_id, operation, maker_id, md5((input)::text)) WHERE (status = 'pending'::text);
create policy tenant on governance.approvals for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant select on governance.approvals to lumina_app;
CREATE TRIGGER guard_approval BEFORE UPDATE ON governance.approvals FOR EACH ROW EXECUTE FUNCTION governance.guard_approval();

create table governance.audit ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  actor_kind text,
  actor_id text,
  actor_name text,
  operation text not null,
  outcome text not null,
  target jsonb not null,
  project_id uuid,
  surface text not null,
  request_id text not null,
  client text,
  count bigint not null default 1,
  minute timestamp with time zone,
  note text,
  payload_digest bytea not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint audit_pkey PRIMARY KEY (workspace_id, id),
  constraint audit_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text, 'approval_required'::text])))
);
CREATE INDEX audit_actor ON governance.audit USING btree (workspace_id, actor_id, id);
CREATE INDEX audit_xid ON governance.audit USING btree (xid);
create policy chainer on governance.audit for select to lumina_owner using true;
create policy tenant on governance.audit for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select on governance.audit to lumina_app;

create table governance.audit_chain ( -- row-level security forced
  workspace_id uuid not null,
  seq bigint not null,
  audit_id uuid not null,
  digest bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  linked_at timestamp with time zone not null default now(),
  constraint audit_chain_workspace_id_audit_id_key UNIQUE (workspace_id, audit_id),
  constraint audit_chain_pkey PRIMARY KEY (workspace_id, seq)
);
create policy chainer on governance.audit_chain for select to lumina_owner using true;
create policy tenant on governance.audit_chain for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select on governance.audit_chain to lumina_app;

create table governance.audit_counts ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  minute timestamp with time zone not null default date_trunc('minute'::text, now()),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  operation text not null,
  target text not null,
  project_id uuid,
  count bigint not null,
  constraint audit_counts_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_counts_minute ON governance.audit_counts USING btree (minute);
create policy chainer on governance.audit_counts for select to lumina_owner using true;
create policy tenant on governance.audit_counts for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select on governance.audit_counts to lumina_app;

create table governance.audit_payloads ( -- row-level security forced
  workspace_id uuid not null,
  audit_id uuid not null,
  input jsonb,
  before jsonb,
  after jsonb,
  constraint audit_payloads_pkey PRIMARY KEY (workspace_id, audit_id)
);
create policy tenant on governance.audit_payloads for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select on governance.audit_payloads to lumina_app;

create table governance.audit_refs ( -- row-level security forced
  workspace_id uuid not null,
  ref_id text not null,
  audit_id uuid not null,
  constraint audit_refs_pkey PRIMARY KEY (workspace_id, ref_id, audit_id)
);
create policy tenant on governance.audit_refs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select on governance.audit_refs to lumina_app;

create table governance.audit_undo ( -- row-level security forced
  workspace_id uuid not null,
  audit_id uuid not null,
  operation text not null,
  input jsonb,
  state jsonb not null,
  undone_at timestamp with time zone,
  constraint audit_undo_pkey PRIMARY KEY (workspace_id, audit_id)
);
create policy tenant on governance.audit_undo for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select on governance.audit_undo to lumina_app;

create table governance.chainer ( -- global
  id boolean not null default true,
  low xid8 not null default '0'::xid8,
  constraint chainer_pkey PRIMARY KEY (id),
  constraint chainer_id_check CHECK (id)
);
grant select, update on governance.chainer to lumina_app;

create view governance.open_counts with (security_invoker=true) as
 SELECT workspace_id,
    (min((id)::text))::uuid AS id,
    governance.target_of(target) AS target,
    uuid_extract_timestamp((min((id)::text))::uuid) AS at,
    actor_kind,
    actor_id,
    max(actor_name) AS actor_name,
    operation,
    'done'::text AS outcome,
    project_id,
    'ingest'::text AS surface,
    ''::text AS request_id,
    NULL::text AS client,
    (sum(count))::bigint AS count,
    minute,
    NULL::text AS note
   FROM governance.audit_counts
  GROUP BY workspace_id, actor_kind, actor_id, operation, target, project_id, minute;

create view governance.pub_audit with (security_invoker=true) as
 SELECT audit.workspace_id,
    audit.id,
    audit.at,
    audit.actor_kind,
    audit.actor_id,
    audit.actor_name,
    audit.operation,
    audit.outcome,
    audit.target,
    audit.project_id,
    audit.surface,
    audit.request_id,
    audit.client,
    audit.count,
    audit.minute,
    audit.note
   FROM governance.audit
UNION ALL
 SELECT audit_counts.workspace_id,
    (min((audit_counts.id)::text))::uuid AS id,
    uuid_extract_timestamp((min((audit_counts.id)::text))::uuid) AS at,
    audit_counts.actor_kind,
    audit_counts.actor_id,
    max(audit_counts.actor_name) AS actor_name,
    audit_counts.operation,
    'done'::text AS outcome,
    governance.target_of(audit_counts.target) AS target,
    audit_counts.project_id,
    'ingest'::text AS surface,
    ''::text AS request_id,
    NULL::text AS client,
    (sum(audit_counts.count))::bigint AS count,
    audit_counts.minute,
    NULL::text AS note
   FROM governance.audit_counts
  GROUP BY audit_counts.workspace_id, audit_counts.actor_kind, audit_counts.actor_id, audit_counts.operation, audit_counts.target, audit_counts.project_id, audit_counts.minute;

create table identity.accounts ( -- global
  id uuid not null,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp(3) with time zone,
  refresh_token_expires_at timestamp(3) with time zone,
  scope text,
  password text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id) ON DELETE CASCADE
);
CREATE INDEX accounts_user ON identity.accounts USING btree (user_id);
grant delete, insert, select, update on identity.accounts to lumina_app;

create table identity.attempts ( -- global
  digest bytea not null,
  window_start timestamp(3) with time zone not null,
  count integer not null,
  constraint attempts_pkey PRIMARY KEY (digest, window_start)
);
CREATE INDEX attempts_age ON identity.attempts USING btree (window_start);
grant delete, insert, select, update on identity.attempts to lumina_app;

create table identity.data_keys ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  master_id text not null,
  wrapped bytea not null,
  active boolean not null default true,
  created_at timestamp(3) with time zone not null default now(),
  constraint data_keys_pkey PRIMARY KEY (workspace_id, id),
  constraint data_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspaces(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX data_keys_active ON identity.data_keys USING btree (workspace_id) WHERE active;
create policy tenant on identity.data_keys for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on identity.data_keys to lumina_app;

create table identity.invitations ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  digest bytea not null,
  email text,
  role text not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  accepted_at timestamp(3) with time zone,
  accepted_by uuid,
  revoked_at timestamp(3) with time zone,
  constraint invitations_pkey PRIMARY KEY (workspace_id, id),
  constraint invitations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspaces(id) ON DELETE CASCADE,
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'project_manager'::text, 'data_scientist'::text, 'viewer'::text])))
);
CREATE INDEX invitations_digest ON identity.invitations USING btree (digest);
create policy holder on identity.invitations for select using (digest = identity.presented());
create policy tenant on identity.invitations for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on identity.invitations to lumina_app;

create table identity.keys ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  digest bytea not null,
  name text not null,
  prefix text not null,
  owner_kind text not null,
  owner_id uuid not null,
  scopes text[],
  default_project_id uuid,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  constraint keys_pkey PRIMARY KEY (workspace_id, id),
  constraint keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspaces(id) ON DELETE CASCADE,
  constraint keys_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['user'::text, 'service'::text])))
);
CREATE INDEX keys_digest ON identity.keys USING btree (digest);
CREATE INDEX keys_owner ON identity.keys USING btree (workspace_id, owner_id);
create policy holder on identity.keys for select using (digest = identity.presented());
create policy tenant on identity.keys for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on identity.keys to lumina_app;

create table identity.members ( -- row-level security forced
  workspace_id uuid not null,
  user_id uuid not null,
  role text not null,
  joined_at timestamp(3) with time zone not null default now(),
  constraint members_pkey PRIMARY KEY (workspace_id, user_id),
  constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id) ON DELETE CASCADE,
  constraint members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspaces(id) ON DELETE CASCADE,
  constraint members_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'project_manager'::text, 'data_scientist'::text, 'viewer'::text])))
);
CREATE INDEX members_user ON identity.members USING btree (user_id);
create policy own on identity.members for select using (user_id = identity.person());
create policy tenant on identity.members for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on identity.members to lumina_app;

create view identity.pub_members with (security_invoker=true) as
 SELECT m.workspace_id,
    m.user_id AS id,
    m.user_id,
    'user'::text AS kind,
    u.name,
    u.email,
    m.role,
    m.joined_at
   FROM (identity.members m
     JOIN identity.users u ON ((u.id = m.user_id)))
  WHERE (m.workspace_id = core.workspace());

create view identity.pub_principals with (security_invoker=true) as
 SELECT m.workspace_id,
    m.user_id AS id,
    'user'::text AS kind,
    u.name,
    m.role,
    m.user_id AS owner_id
   FROM (identity.members m
     JOIN identity.users u ON ((u.id = m.user_id)))
  WHERE (m.workspace_id = core.workspace())
UNION ALL
 SELECT s.workspace_id,
    s.id,
    'service'::text AS kind,
    s.name,
    s.role,
    s.owner_id
   FROM identity.service_accounts s
  WHERE ((s.workspace_id = core.workspace()) AND (s.removed_at IS NULL));

create view identity.pub_workspaces with (security_invoker=true) as
 SELECT id,
    name,
    created_at
   FROM identity.workspaces;

create table identity.secrets ( -- row-level security forced
  workspace_id uuid not null,
  name text not null,
  description text not null default ''::text,
  key_id uuid not null,
  sealed bytea not null,
  version integer not null default 1,
  managed_by text,
  created_by text not null,
  updated_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint secrets_pkey PRIMARY KEY (workspace_id, name),
  constraint secrets_workspace_id_key_id_fkey FOREIGN KEY (workspace_id, key_id) REFERENCES identity.data_keys(workspace_id, id)
);
create policy tenant on identity.secrets for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on identity.secrets to lumina_app;

create table identity.service_accounts ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  owner_id uuid not null,
  created_at timestamp(3) with time zone not null default now(),
  removed_at timestamp(3) with time zone,
  constraint service_accounts_pkey PRIMARY KEY (workspace_id, id),
  constraint service_accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES identity.users(id),
  constraint service_accounts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES identity.workspaces(id) ON DELETE CASCADE,
  constraint service_accounts_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'project_manager'::text, 'data_scientist'::text, 'viewer'::text])))
);
CREATE UNIQUE INDEX service_accounts_name ON identity.service_accounts USING btree (workspace_id, lower(name)) WHERE (removed_at IS NULL);
create policy tenant on identity.service_accounts for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on identity.service_accounts to lumina_app;

create table identity.sessions ( -- global
  id uuid not null,
  token text not null,
  user_id uuid not null,
  expires_at timestamp(3) with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint sessions_token_key UNIQUE (token),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON identity.sessions USING btree (user_id);
grant delete, insert, select, update on identity.sessions to lumina_app;

create table identity.sign_in_links ( -- global
  id uuid not null,
  digest bytea not null,
  user_id uuid,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  constraint sign_in_links_digest_key UNIQUE (digest),
  constraint sign_in_links_pkey PRIMARY KEY (id),
  constraint sign_in_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id) ON DELETE CASCADE
);
grant delete, insert, select, update on identity.sign_in_links to lumina_app;

create table identity.users ( -- global
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  language text not null default 'en'::text,
  time_zone text not null default 'UTC'::text,
  theme text not null default 'dark'::text,
  constraint users_email_key UNIQUE (email),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_theme_check CHECK ((theme = ANY (ARRAY['dark'::text, 'light'::text, 'system'::text])))
);
grant delete, insert, select, update on identity.users to lumina_app;

create table identity.verifications ( -- global
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_identifier ON identity.verifications USING btree (identifier);
grant delete, insert, select, update on identity.verifications to lumina_app;

create table identity.workspaces ( -- global
  id uuid not null,
  name text not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint workspaces_pkey PRIMARY KEY (id),
  constraint workspaces_created_by_fkey FOREIGN KEY (created_by) REFERENCES identity.users(id)
);
CREATE INDEX workspaces_creator ON identity.workspaces USING btree (created_by);
grant delete, insert, select, update on identity.workspaces to lumina_app;

create table integrations.deliveries ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  webhook_id uuid not null,
  event text not null,
  data jsonb not null,
  test boolean not null default false,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  status integer,
  answer text,
  error text,
  latency_ms integer,
  created_at timestamp(3) with time zone not null default now(),
  next_at timestamp(3) with time zone default now(),
  ended_at timestamp(3) with time zone,
  constraint deliveries_pkey PRIMARY KEY (workspace_id, id),
  constraint deliveries_workspace_id_webhook_id_fkey FOREIGN KEY (workspace_id, webhook_id) REFERENCES integrations.webhooks(workspace_id, id) ON DELETE CASCADE,
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX deliveries_age ON integrations.deliveries USING btree (workspace_id, ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX deliveries_webhook ON integrations.deliveries USING btree (workspace_id, webhook_id, id DESC);
create policy tenant on integrations.deliveries for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on integrations.deliveries to lumina_app;

create table integrations.due ( -- global
  kind text not null,
  ref_id uuid not null,
  workspace_id uuid not null,
  lane uuid not null,
  due_at timestamp with time zone not null,
  constraint due_pkey PRIMARY KEY (kind, ref_id),
  constraint due_kind_check CHECK ((kind = ANY (ARRAY['delivery'::text, 'mirror'::text])))
);
CREATE INDEX due_next ON integrations.due USING btree (kind, due_at);
grant delete, insert, select, update on integrations.due to lumina_app;

create table integrations.mirror_experiments ( -- row-level security forced
  workspace_id uuid not null,
  mirror_id uuid not null,
  experiment_id uuid not null,
  outside_id text not null,
  constraint mirror_experiments_pkey PRIMARY KEY (workspace_id, mirror_id, experiment_id),
  constraint mirror_experiments_workspace_id_mirror_id_fkey FOREIGN KEY (workspace_id, mirror_id) REFERENCES integrations.mirrors(workspace_id, id) ON DELETE CASCADE
);
create policy tenant on integrations.mirror_experiments for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on integrations.mirror_experiments to lumina_app;

create table integrations.mirror_runs ( -- row-level security forced
  workspace_id uuid not null,
  mirror_id uuid not null,
  run_id uuid not null,
  name text not null,
  outside_id text,
  outside_url text,
  tag_keys text[] not null default '{}'::text[],
  lines bigint not null default 0,
  points bigint not null default 0,
  artifacts integer not null default 0,
  error text,
  whole boolean not null default false,
  updated_at timestamp(3) with time zone not null default now(),
  whole_tx bigint,
  open boolean not null default true,
  gone boolean not null default false,
  spoken_at timestamp(3) with time zone not null default now(),
  constraint mirror_runs_pkey PRIMARY KEY (workspace_id, mirror_id, run_id),
  constraint mirror_runs_workspace_id_mirror_id_fkey FOREIGN KEY (workspace_id, mirror_id) REFERENCES integrations.mirrors(workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX mirror_runs_whole ON integrations.mirror_runs USING btree (workspace_id, mirror_id, run_id) WHERE whole;
create policy tenant on integrations.mirror_runs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on integrations.mirror_runs to lumina_app;

create table integrations.mirrors ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  kind text not null,
  url text not null,
  username text,
  entity text,
  outside_project text,
  experiment_ids uuid[] not null default '{}'::uuid[],
  artifacts boolean not null,
  secret_name text,
  paused boolean not null default false,
  sent_tx bigint not null,
  sending_tx bigint,
  caught_up_at timestamp(3) with time zone not null default now(),
  failing_since timestamp(3) with time zone,
  failures integer not null default 0,
  error text,
  next_try_at timestamp(3) with time zone,
  history text not null default 'none'::text,
  points bigint not null default 0,
  last_sent_at timestamp(3) with time zone,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint mirrors_pkey PRIMARY KEY (workspace_id, id),
  constraint mirrors_history_check CHECK ((history = ANY (ARRAY['none'::text, 'copying'::text, 'copied'::text]))),
  constraint mirrors_kind_check CHECK ((kind = ANY (ARRAY['mlflow'::text, 'wandb'::text])))
);
CREATE UNIQUE INDEX mirrors_name ON integrations.mirrors USING btree (workspace_id, project_id, lower(name));
create policy tenant on integrations.mirrors for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on integrations.mirrors to lumina_app;

create table integrations.webhooks ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null,
  url text not null,
  events text[] not null,
  active boolean not null,
  project_id uuid,
  signed boolean not null,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint webhooks_pkey PRIMARY KEY (workspace_id, id)
);
create policy tenant on integrations.webhooks for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on integrations.webhooks to lumina_app;

create table jobs.claims ( -- global
  job_id uuid not null,
  workspace_id uuid not null,
  lane uuid not null,
  name text not null,
  priority integer not null,
  seq bigint not null generated as identity,
  run_after timestamp with time zone not null default now(),
  concurrency_key text,
  token bigint not null default 0,
  worker text,
  lease_until timestamp with time zone,
  cancel boolean not null default false,
  constraint claims_pkey PRIMARY KEY (job_id)
);
CREATE INDEX claims_head ON jobs.claims USING btree (workspace_id, lane, priority DESC, seq) WHERE (lease_until IS NULL);
CREATE INDEX claims_lease ON jobs.claims USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE UNIQUE INDEX claims_one_per_key ON jobs.claims USING btree (workspace_id, concurrency_key) WHERE ((lease_until IS NOT NULL) AND (concurrency_key IS NOT NULL));
CREATE INDEX claims_worker ON jobs.claims USING btree (worker) WHERE (lease_until IS NOT NULL);
grant delete, insert, select, update on jobs.claims to lumina_app;

create table jobs.job_logs ( -- row-level security forced
  workspace_id uuid not null,
  job_id uuid not null,
  line integer not null,
  attempt integer not null,
  level text not null,
  text text not null,
  at timestamp with time zone not null default clock_timestamp(),
  constraint job_logs_pkey PRIMARY KEY (workspace_id, job_id, line),
  constraint job_logs_workspace_id_job_id_fkey FOREIGN KEY (workspace_id, job_id) REFERENCES jobs.jobs(workspace_id, id) ON DELETE CASCADE,
  constraint job_logs_level_check CHECK ((level = ANY (ARRAY['info'::text, 'warn'::text, 'error'::text])))
);
CREATE INDEX job_logs_level ON jobs.job_logs USING btree (workspace_id, job_id, line) WHERE (level <> 'info'::text);
create policy tenant on jobs.job_logs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on jobs.job_logs to lumina_app;

create table jobs.jobs ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  label text not null,
  project_id uuid,
  payload jsonb not null,
  actor jsonb not null,
  request_id text,
  state text not null default 'queued'::text,
  done double precision not null default 0,
  total double precision,
  message text not null default ''::text,
  cancelling boolean not null default false,
  priority integer not null,
  concurrency_key text,
  attempt integer not null default 0,
  attempts integer not null,
  tries integer not null,
  lost integer not null default 0,
  checkpoint jsonb,
  result jsonb,
  error text,
  lines integer not null default 0,
  version bigint not null default 1,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint jobs_pkey PRIMARY KEY (workspace_id, id),
  constraint jobs_attempts_check CHECK ((attempts > 0)),
  constraint jobs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX jobs_asker ON jobs.jobs USING btree (workspace_id, ((actor ->> 'id'::text)), id DESC);
CREATE INDEX jobs_name ON jobs.jobs USING btree (workspace_id, name, id DESC);
CREATE INDEX jobs_project ON jobs.jobs USING btree (workspace_id, project_id, id DESC);
CREATE INDEX jobs_state ON jobs.jobs USING btree (workspace_id, state, id DESC);
create policy tenant on jobs.jobs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on jobs.jobs to lumina_app;

create table jobs.turns ( -- global
  workspace_id uuid not null,
  lane uuid not null,
  served bigint not null,
  constraint turns_pkey PRIMARY KEY (workspace_id, lane)
);
grant delete, insert, select, update on jobs.turns to lumina_app;

create table jobs.workers ( -- global
  id text not null,
  names text[] not null,
  slots integer not null,
  started_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  constraint workers_pkey PRIMARY KEY (id)
);
grant delete, insert, select, update on jobs.workers to lumina_app;

create table monitoring.retrainings ( -- row-level security forced
  workspace_id uuid not null,
  training_id uuid not null,
  deployment_id uuid not null,
  serving_run_id uuid not null,
  serving_version integer not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint retrainings_pkey PRIMARY KEY (workspace_id, training_id)
);
CREATE INDEX retrainings_deployment ON monitoring.retrainings USING btree (workspace_id, deployment_id, training_id);
create policy tenant on monitoring.retrainings for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on monitoring.retrainings to lumina_app;

create table projects.grants ( -- row-level security forced
  workspace_id uuid not null,
  project_id uuid not null,
  member_id uuid not null,
  role text not null,
  granted_at timestamp(3) with time zone not null default now(),
  constraint grants_pkey PRIMARY KEY (workspace_id, project_id, member_id),
  constraint grants_workspace_id_project_id_fkey FOREIGN KEY (workspace_id, project_id) REFERENCES projects.projects(workspace_id, id) ON DELETE CASCADE,
  constraint grants_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'viewer'::text])))
);
CREATE INDEX grants_member ON projects.grants USING btree (workspace_id, member_id);
create policy tenant on projects.grants for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on projects.grants to lumina_app;

create table projects.projects ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null default ''::text,
  status text not null default 'active'::text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  archived_at timestamp(3) with time zone,
  created_by uuid not null,
  constraint projects_pkey PRIMARY KEY (workspace_id, id),
  constraint projects_status_check CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text])))
);
CREATE UNIQUE INDEX projects_name ON projects.projects USING btree (workspace_id, lower(name)) WHERE (status = 'active'::text);
create policy tenant on projects.projects for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on projects.projects to lumina_app;

create view projects.pub_grants with (security_invoker=true) as
 SELECT workspace_id,
    project_id,
    member_id,
    role
   FROM projects.grants;

create view projects.pub_projects with (security_invoker=true) as
 SELECT workspace_id,
    id,
    name,
    status,
    created_at
   FROM projects.projects;

create table registry.aliases ( -- row-level security forced
  workspace_id uuid not null,
  model_id uuid not null,
  alias text not null,
  version integer not null,
  set_at timestamp(3) with time zone not null default now(),
  constraint aliases_pkey PRIMARY KEY (workspace_id, model_id, alias),
  constraint aliases_workspace_id_model_id_version_fkey FOREIGN KEY (workspace_id, model_id, version) REFERENCES registry.versions(workspace_id, model_id, version)
);
CREATE INDEX aliases_version ON registry.aliases USING btree (workspace_id, model_id, version);
create policy tenant on registry.aliases for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on registry.aliases to lumina_app;

create table registry.models ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  description text not null default ''::text,
  tags jsonb not null default '{}'::jsonb,
  archived boolean not null default false,
  latest_version integer not null default 0,
  task text,
  revision integer not null default 0,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  kind text not null default 'model'::text,
  deleted_at timestamp(3) with time zone,
  constraint models_pkey PRIMARY KEY (workspace_id, id),
  constraint models_kind_check CHECK ((kind = ANY (ARRAY['model'::text, 'prompt'::text])))
);
CREATE UNIQUE INDEX models_name ON registry.models USING btree (workspace_id, project_id, name) WHERE (deleted_at IS NULL);
create policy tenant on registry.models for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select, update on registry.models to lumina_app;

create view registry.pub_stages with (security_invoker=true) as
 SELECT DISTINCT ON (v.workspace_id, v.model_id, v.stage) v.workspace_id,
    v.model_id,
    v.stage,
    v.version
   FROM (registry.versions v
     JOIN registry.models m ON (((m.workspace_id = v.workspace_id) AND (m.id = v.model_id))))
  WHERE ((v.stage = ANY (ARRAY['staging'::text, 'production'::text])) AND (v.deleted_at IS NULL) AND (m.deleted_at IS NULL))
  ORDER BY v.workspace_id, v.model_id, v.stage, v.stage_seq DESC;

create table registry.stage_changes ( -- row-level security forced
  workspace_id uuid not null,
  model_id uuid not null,
  seq integer not null,
  version integer not null,
  from_stage text not null,
  to_stage text not null,
  cause text not null,
  reason text not null,
  by_id text not null,
  by_name text not null,
  at timestamp(3) with time zone not null default now(),
  constraint stage_changes_pkey PRIMARY KEY (workspace_id, model_id, seq),
  constraint stage_changes_workspace_id_model_id_version_fkey FOREIGN KEY (workspace_id, model_id, version) REFERENCES registry.versions(workspace_id, model_id, version),
  constraint stage_changes_cause_check CHECK ((cause = ANY (ARRAY['promoted'::text, 'replaced'::text, 'rolled_back'::text, 'undone'::text, 'deleted'::text])))
);
create policy tenant on registry.stage_changes for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select on registry.stage_changes to lumina_app;

create table registry.versions ( -- row-level security forced
  workspace_id uuid not null,
  model_id uuid not null,
  version integer not null,
  stage text not null default 'none'::text,
  run_id uuid,
  format text not null,
  format_reason text,
  algorithm text,
  signature jsonb,
  gate jsonb,
  metrics jsonb not null,
  graph_key text,
  graph_sha256 text,
  native_key text,
  reference_key text,
  size_bytes bigint,
  dataset_id uuid,
  dataset_version integer,
  description text not null default ''::text,
  tags jsonb not null default '{}'::jsonb,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamp(3) with time zone not null default now(),
  target text generated as ((signature ->> 'target'::text)),
  source text not null,
  location text not null,
  run_ref text,
  logged_model_id uuid,
  run_link text not null default ''::text,
  updated_at timestamp(3) with time zone not null default now(),
  deleted_at timestamp(3) with time zone,
  stage_seq integer not null default 0,
  constraint versions_pkey PRIMARY KEY (workspace_id, model_id, version),
  constraint versions_workspace_id_model_id_fkey FOREIGN KEY (workspace_id, model_id) REFERENCES registry.models(workspace_id, id),
  constraint versions_check CHECK (((format = 'native'::text) = (format_reason IS NOT NULL))),
  constraint versions_check1 CHECK (((format <> 'onnx'::text) OR ((graph_key IS NOT NULL) AND (graph_sha256 IS NOT NULL)))),
  constraint versions_format_check CHECK ((format = ANY (ARRAY['onnx'::text, 'native'::text, 'mlflow'::text, 'prompt'::text]))),
  constraint versions_made_check CHECK (((format = ANY (ARRAY['mlflow'::text, 'prompt'::text])) OR ((run_id IS NOT NULL) AND (signature IS NOT NULL) AND (gate IS NOT NULL) AND (reference_key IS NOT NULL)))),
  constraint versions_stage_check CHECK ((stage = ANY (ARRAY['none'::text, 'staging'::text, 'production'::text, 'archived'::text])))
);
CREATE INDEX versions_run ON registry.versions USING btree (workspace_id, run_id);
CREATE INDEX versions_stage ON registry.versions USING btree (workspace_id, model_id, stage, stage_seq) WHERE ((stage = ANY (ARRAY['staging'::text, 'production'::text])) AND (deleted_at IS NULL));
CREATE INDEX versions_updated ON registry.versions USING btree (workspace_id, updated_at DESC);
create policy tenant on registry.versions for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant insert, select, update on registry.versions to lumina_app;

create table serving.batches ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  deployment_id uuid not null,
  revision integer not null,
  model_version integer not null,
  dataset_id uuid not null,
  dataset_version integer not null,
  job_id uuid not null,
  object_key text,
  row_count bigint,
  refused bigint,
  size_bytes bigint,
  created_at timestamp with time zone not null default now(),
  constraint batches_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX batches_deployment ON serving.batches USING btree (workspace_id, deployment_id, id);
create policy tenant on serving.batches for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on serving.batches to lumina_app;

create table serving.deployments ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  environment text not null,
  model_id uuid not null,
  model_name text not null,
  revision integer not null,
  followed_version integer,
  problem text,
  created_at timestamp with time zone not null default now(),
  created_by text not null,
  updated_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  constraint deployments_pkey PRIMARY KEY (workspace_id, id),
  constraint deployments_environment_check CHECK ((environment = ANY (ARRAY['staging'::text, 'production'::text])))
);
CREATE INDEX deployments_model ON serving.deployments USING btree (workspace_id, model_id) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX deployments_name ON serving.deployments USING btree (workspace_id, lower(name)) WHERE (removed_at IS NULL);
create policy tenant on serving.deployments for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on serving.deployments to lumina_app;

create table serving.predictions ( -- row-level security forced
  workspace_id uuid not null,
  deployment_id uuid not null,
  id uuid not null,
  row_no integer not null,
  revision integer not null,
  source text not null,
  at timestamp with time zone not null,
  latency_ms real not null,
  inputs jsonb,
  output jsonb not null,
  cells json,
  constraint predictions_pkey PRIMARY KEY (workspace_id, deployment_id, id, row_no),
  constraint predictions_source_check CHECK ((source = ANY (ARRAY['real'::text, 'simulated'::text])))
);
create policy tenant on serving.predictions for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on serving.predictions to lumina_app;

create view serving.pub_deployments with (security_invoker=true) as
 SELECT d.workspace_id,
    d.id,
    d.project_id,
    d.name,
    d.environment,
    d.model_id,
    d.model_name,
    d.problem,
    d.created_at,
    d.removed_at,
    r.revision,
    r.model_version,
    r.run_id,
    r.dataset_id,
    r.dataset_version,
    r.algorithm,
    r.task,
    r.signature,
    r.reference
   FROM (serving.deployments d
     JOIN serving.revisions r ON (((r.workspace_id = d.workspace_id) AND (r.deployment_id = d.id) AND (r.revision = d.revision))));

create view serving.pub_sketches with (security_invoker=true) as
 SELECT s.workspace_id,
    s.deployment_id,
    s.revision,
    r.model_version,
    s.source,
    s.simulation_id,
    s.hour,
    s.row_count,
    s.counts,
    s.sums,
    s.lows,
    s.highs
   FROM (serving.sketches s
     JOIN serving.revisions r ON (((r.workspace_id = s.workspace_id) AND (r.deployment_id = s.deployment_id) AND (r.revision = s.revision))));

create view serving.pub_traffic with (security_invoker=true) as
 SELECT workspace_id,
    deployment_id,
    source,
    minute,
    requests,
    row_count,
    errors,
    latency
   FROM serving.traffic;

create table serving.revisions ( -- row-level security forced
  workspace_id uuid not null,
  deployment_id uuid not null,
  revision integer not null,
  model_version integer not null,
  run_id uuid not null,
  dataset_id uuid,
  dataset_version integer,
  algorithm text,
  log text not null,
  unknown_categories text not null,
  task text not null,
  signature jsonb not null,
  reference jsonb not null,
  graph_key text not null,
  graph_sha256 text not null,
  reason text not null,
  by_name text not null,
  at timestamp with time zone not null default now(),
  constraint revisions_pkey PRIMARY KEY (workspace_id, deployment_id, revision),
  constraint revisions_log_check CHECK ((log = ANY (ARRAY['durable'::text, 'relaxed'::text]))),
  constraint revisions_unknown_categories_check CHECK ((unknown_categories = ANY (ARRAY['accept'::text, 'refuse'::text])))
);
create policy tenant on serving.revisions for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on serving.revisions to lumina_app;

create table serving.sketches ( -- row-level security forced
  workspace_id uuid not null,
  deployment_id uuid not null,
  revision integer not null,
  source text not null,
  simulation_id uuid not null,
  hour timestamp with time zone not null,
  slot smallint not null,
  row_count bigint not null,
  counts bigint[] not null,
  sums double precision[] not null,
  lows double precision[] not null,
  highs double precision[] not null,
  constraint sketches_pkey PRIMARY KEY (workspace_id, deployment_id, revision, source, simulation_id, hour, slot),
  constraint sketches_source_check CHECK ((source = ANY (ARRAY['real'::text, 'simulated'::text])))
);
create policy tenant on serving.sketches for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on serving.sketches to lumina_app;

create table serving.traffic ( -- row-level security forced
  workspace_id uuid not null,
  deployment_id uuid not null,
  source text not null,
  minute timestamp with time zone not null,
  slot smallint not null,
  requests bigint not null,
  row_count bigint not null,
  errors bigint not null,
  latency bigint[] not null,
  constraint traffic_pkey PRIMARY KEY (workspace_id, deployment_id, source, minute, slot),
  constraint traffic_source_check CHECK ((source = ANY (ARRAY['real'::text, 'simulated'::text])))
);
create policy tenant on serving.traffic for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on serving.traffic to lumina_app;

create table tracking.artifact_aliases ( -- row-level security forced
  workspace_id uuid not null,
  collection_id uuid not null,
  alias text not null,
  version_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint artifact_aliases_pkey PRIMARY KEY (workspace_id, collection_id, alias),
  constraint artifact_aliases_workspace_id_version_id_fkey FOREIGN KEY (workspace_id, version_id) REFERENCES tracking.artifact_versions(workspace_id, id)
);
CREATE INDEX artifact_aliases_of ON tracking.artifact_aliases USING btree (workspace_id, version_id);
create policy tenant on tracking.artifact_aliases for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.artifact_aliases to lumina_app;

create table tracking.artifact_collections ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  type text not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint artifact_collections_workspace_id_experiment_id_name_key UNIQUE (workspace_id, experiment_id, name),
  constraint artifact_collections_pkey PRIMARY KEY (workspace_id, id),
  constraint artifact_collections_workspace_id_experiment_id_fkey FOREIGN KEY (workspace_id, experiment_id) REFERENCES tracking.experiments(workspace_id, id)
);
CREATE INDEX artifact_collections_by_project ON tracking.artifact_collections USING btree (workspace_id, project_id, name);
create policy tenant on tracking.artifact_collections for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.artifact_collections to lumina_app;

create table tracking.artifact_references ( -- row-level security forced
  workspace_id uuid not null,
  version_id uuid not null,
  path text not null,
  uri text not null,
  size_bytes bigint not null,
  constraint artifact_references_pkey PRIMARY KEY (workspace_id, version_id, path),
  constraint artifact_references_workspace_id_version_id_fkey FOREIGN KEY (workspace_id, version_id) REFERENCES tracking.artifact_versions(workspace_id, id)
);
create policy tenant on tracking.artifact_references for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.artifact_references to lumina_app;

create table tracking.artifact_uses ( -- row-level security forced
  workspace_id uuid not null,
  version_id uuid not null,
  run_id uuid not null,
  used_at timestamp with time zone not null default now(),
  constraint artifact_uses_pkey PRIMARY KEY (workspace_id, version_id, run_id),
  constraint artifact_uses_workspace_id_version_id_fkey FOREIGN KEY (workspace_id, version_id) REFERENCES tracking.artifact_versions(workspace_id, id)
);
CREATE INDEX artifact_uses_by_run ON tracking.artifact_uses USING btree (workspace_id, run_id);
create policy tenant on tracking.artifact_uses for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.artifact_uses to lumina_app;

create table tracking.artifact_versions ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  collection_id uuid not null,
  version integer,
  state text not null,
  digest text not null,
  description text not null default ''::text,
  metadata text not null default '{}'::text,
  tags text[] not null default '{}'::text[],
  pending_aliases text[] not null default '{}'::text[],
  run_id uuid,
  step bigint,
  client_ids text[] not null default '{}'::text[],
  size_bytes bigint not null default 0,
  file_count integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint artifact_versions_workspace_id_collection_id_version_key UNIQUE (workspace_id, collection_id, version),
  constraint artifact_versions_pkey PRIMARY KEY (workspace_id, id),
  constraint artifact_versions_workspace_id_collection_id_fkey FOREIGN KEY (workspace_id, collection_id) REFERENCES tracking.artifact_collections(workspace_id, id),
  constraint artifact_versions_check CHECK ((((version IS NULL) = (state = 'pending'::text)) OR (state = 'deleted'::text))),
  constraint artifact_versions_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'committed'::text, 'deleted'::text])))
);
CREATE INDEX artifact_versions_by_client ON tracking.artifact_versions USING gin (client_ids) WHERE (client_ids <> '{}'::text[]);
CREATE INDEX artifact_versions_by_digest ON tracking.artifact_versions USING btree (workspace_id, collection_id, digest);
CREATE INDEX artifact_versions_by_run ON tracking.artifact_versions USING btree (workspace_id, run_id) WHERE (run_id IS NOT NULL);
create policy tenant on tracking.artifact_versions for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.artifact_versions to lumina_app;

create table tracking.artifacts ( -- row-level security forced
  workspace_id uuid not null,
  owner_id uuid not null,
  path text not null,
  object_key text not null,
  size_bytes bigint not null,
  sha256 text not null,
  media_type text not null,
  created_at timestamp with time zone not null default now(),
  tx bigint not null default tracking.this_transaction(),
  constraint artifacts_pkey PRIMARY KEY (workspace_id, owner_id, path)
);
CREATE INDEX artifacts_tx ON tracking.artifacts USING brin (tx) WITH (pages_per_range='16', autosummarize='on');
create policy tenant on tracking.artifacts for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.artifacts to lumina_app;
CREATE TRIGGER stamp BEFORE UPDATE ON tracking.artifacts FOR EACH ROW EXECUTE FUNCTION tracking.stamp();

create table tracking.assessments ( -- row-level security forced
  workspace_id uuid not null,
  trace_id text not null,
  id text not null,
  kind text not null,
  name text not null,
  value json not null,
  figure double precision,
  "numeric" boolean not null,
  error jsonb,
  source_type text not null,
  source_id text,
  span_id text,
  rationale text,
  metadata jsonb not null default '{}'::jsonb,
  overrides text,
  valid boolean not null default true,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint assessments_pkey PRIMARY KEY (workspace_id, trace_id, id),
  constraint assessments_kind_check CHECK ((kind = ANY (ARRAY['feedback'::text, 'expectation'::text, 'issue'::text])))
);
CREATE INDEX assessments_by_name ON tracking.assessments USING btree (workspace_id, name, trace_id);
create policy tenant on tracking.assessments for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.assessments to lumina_app;

create table tracking.custom_metrics ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  expression text not null,
  description text not null default ''::text,
  keys text[] not null,
  done_tx bigint not null default 0,
  revision integer not null default 1,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint custom_metrics_workspace_id_project_id_name_key UNIQUE (workspace_id, project_id, name),
  constraint custom_metrics_pkey PRIMARY KEY (workspace_id, id)
);
create policy tenant on tracking.custom_metrics for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.custom_metrics to lumina_app;

create table tracking.evaluation_experiments ( -- row-level security forced
  workspace_id uuid not null,
  evaluation_id uuid not null,
  experiment_id uuid not null,
  added_at timestamp with time zone not null default now(),
  constraint evaluation_experiments_pkey PRIMARY KEY (workspace_id, evaluation_id, experiment_id),
  constraint evaluation_experiments_workspace_id_evaluation_id_fkey FOREIGN KEY (workspace_id, evaluation_id) REFERENCES tracking.evaluations(workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX evaluation_experiments_by_experiment ON tracking.evaluation_experiments USING btree (workspace_id, experiment_id);
create policy tenant on tracking.evaluation_experiments for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.evaluation_experiments to lumina_app;

create table tracking.evaluation_records ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  evaluation_id uuid not null,
  input_hash text not null,
  inputs json not null,
  outputs json,
  expectations json,
  tags json not null default '{}'::json,
  source_type text,
  source_data json,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by text,
  updated_by text,
  "position" bigint not null generated as identity,
  constraint evaluation_records_workspace_id_evaluation_id_input_hash_key UNIQUE (workspace_id, evaluation_id, input_hash),
  constraint evaluation_records_pkey PRIMARY KEY (workspace_id, id),
  constraint evaluation_records_workspace_id_evaluation_id_fkey FOREIGN KEY (workspace_id, evaluation_id) REFERENCES tracking.evaluations(workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX evaluation_records_in_order ON tracking.evaluation_records USING btree (workspace_id, evaluation_id, "position");
create policy tenant on tracking.evaluation_records for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.evaluation_records to lumina_app;

create table tracking.evaluations ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  tags jsonb not null default '{}'::jsonb,
  schema json,
  record_count integer not null default 0,
  digest text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  created_by text,
  updated_by text,
  constraint evaluations_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX evaluations_by_project ON tracking.evaluations USING btree (workspace_id, project_id, created_at DESC, id);
create policy tenant on tracking.evaluations for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.evaluations to lumina_app;

create table tracking.experiments ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  description text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  number bigint not null generated as identity,
  tags jsonb not null default '{}'::jsonb,
  artifact_location text,
  updated_at timestamp with time zone not null default now(),
  deleted_at timestamp with time zone,
  is_default boolean not null default false,
  constraint experiments_workspace_id_number_key UNIQUE (workspace_id, number),
  constraint experiments_workspace_id_project_id_name_key UNIQUE (workspace_id, project_id, name),
  constraint experiments_pkey PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX experiments_default ON tracking.experiments USING btree (workspace_id, project_id) WHERE is_default;
create policy tenant on tracking.experiments for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.experiments to lumina_app;

create table tracking.input_datasets ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  experiment_id uuid not null,
  name text not null,
  digest text not null,
  source_type text not null,
  source text not null,
  schema text,
  profile text,
  created_at timestamp with time zone not null default now(),
  constraint input_datasets_workspace_id_experiment_id_name_digest_key UNIQUE (workspace_id, experiment_id, name, digest),
  constraint input_datasets_pkey PRIMARY KEY (workspace_id, id)
);
create policy tenant on tracking.input_datasets for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.input_datasets to lumina_app;

create table tracking.logged_models ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  name text not null,
  type text,
  status text not null default 'pending'::text,
  status_message text,
  source_run_id text,
  params jsonb not null default '{}'::jsonb,
  tags jsonb not null default '{}'::jsonb,
  created_by text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint logged_models_pkey PRIMARY KEY (workspace_id, id),
  constraint logged_models_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'ready'::text, 'failed'::text])))
);
CREATE INDEX logged_models_by_experiment ON tracking.logged_models USING btree (workspace_id, experiment_id, created_at DESC, id);
CREATE INDEX logged_models_by_project ON tracking.logged_models USING btree (workspace_id, project_id, created_at DESC, id);
CREATE INDEX logged_models_by_run ON tracking.logged_models USING btree (workspace_id, source_run_id) WHERE (source_run_id IS NOT NULL);
create policy tenant on tracking.logged_models for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.logged_models to lumina_app;

create table tracking.metric_points ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  key text not null,
  step bigint not null,
  at timestamp with time zone not null,
  value double precision not null,
  tx bigint not null default tracking.this_transaction()
);
CREATE UNIQUE INDEX metric_points_line ON tracking.metric_points USING btree (workspace_id, run_id, key, step, at, value);
CREATE INDEX metric_points_tx ON tracking.metric_points USING brin (tx) WITH (pages_per_range='32', autosummarize='on');
create policy tenant on tracking.metric_points for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.metric_points to lumina_app;

create table tracking.model_points ( -- row-level security forced
  workspace_id uuid not null,
  model_id uuid not null,
  key text not null,
  at timestamp with time zone not null,
  step bigint not null,
  run_id uuid not null,
  value double precision not null,
  dataset_name text not null default ''::text,
  dataset_digest text not null default ''::text,
  constraint model_points_pkey PRIMARY KEY (workspace_id, model_id, key, at, step, run_id, value, dataset_name, dataset_digest)
);
create policy tenant on tracking.model_points for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.model_points to lumina_app;

create view tracking.pub_artifact_changes with (security_invoker=true) as
 SELECT workspace_id,
    owner_id,
    path,
    object_key,
    size_bytes,
    sha256,
    media_type,
    tx
   FROM tracking.artifacts;

create view tracking.pub_points with (security_invoker=true) as
 SELECT workspace_id,
    run_id,
    key,
    step,
    at,
    value,
    tx
   FROM tracking.metric_points;

create view tracking.pub_run_changes with (security_invoker=true) as
 SELECT workspace_id,
    id AS run_id,
    project_id,
    experiment_id,
    name,
    started_at,
    tx
   FROM tracking.runs;

create table tracking.run_beats ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  lapsed boolean not null default false,
  constraint run_beats_pkey PRIMARY KEY (workspace_id, run_id)
);
CREATE INDEX run_beats_due ON tracking.run_beats USING btree (workspace_id, due_at) WHERE (NOT lapsed);
create policy tenant on tracking.run_beats for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_beats to lumina_app;

create table tracking.run_configs ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  document text not null,
  updated_at timestamp with time zone not null default now(),
  constraint run_configs_pkey PRIMARY KEY (workspace_id, run_id)
);
create policy tenant on tracking.run_configs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_configs to lumina_app;

create table tracking.run_datasets ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  dataset_id uuid not null,
  tags json not null,
  logged_at timestamp with time zone not null default now(),
  "position" integer not null,
  constraint run_datasets_pkey PRIMARY KEY (workspace_id, run_id, dataset_id)
);
CREATE INDEX run_datasets_by_dataset ON tracking.run_datasets USING btree (workspace_id, dataset_id);
create policy tenant on tracking.run_datasets for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_datasets to lumina_app;

create table tracking.run_keys ( -- row-level security forced
  workspace_id uuid not null,
  experiment_id uuid not null,
  kind "char" not null,
  key text not null,
  constraint run_keys_pkey PRIMARY KEY (workspace_id, experiment_id, kind, key),
  constraint run_keys_kind_check CHECK ((kind = ANY (ARRAY['m'::"char", 'p'::"char", 't'::"char"])))
);
create policy tenant on tracking.run_keys for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_keys to lumina_app;

create table tracking.run_labels ( -- row-level security forced
  workspace_id uuid not null,
  kind "char" not null,
  key text not null,
  head text not null,
  run_id uuid not null,
  constraint run_labels_pkey PRIMARY KEY (workspace_id, kind, key, head, run_id),
  constraint run_labels_kind_check CHECK ((kind = ANY (ARRAY['p'::"char", 't'::"char"])))
);
create policy tenant on tracking.run_labels for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_labels to lumina_app;

create table tracking.run_lines ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  stream text not null,
  number bigint not null,
  text text not null,
  size_bytes integer not null,
  constraint run_lines_pkey PRIMARY KEY (workspace_id, run_id, stream, number),
  constraint run_lines_number_check CHECK ((number >= 0))
);
create policy tenant on tracking.run_lines for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_lines to lumina_app;

create table tracking.run_metrics ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  key text not null,
  first_value double precision not null,
  last_value double precision not null,
  last_step bigint not null,
  last_at timestamp with time zone not null,
  min_value double precision not null,
  min_step bigint not null,
  max_value double precision not null,
  max_step bigint not null,
  sum_value double precision not null,
  points bigint not null,
  first_step bigint not null default 0,
  first_at timestamp with time zone not null default now(),
  nan_points bigint not null default 0,
  constraint run_metrics_pkey PRIMARY KEY (workspace_id, run_id, key)
);
CREATE INDEX run_metrics_by_value ON tracking.run_metrics USING btree (workspace_id, key, last_value, run_id) WHERE (last_value < 'NaN'::double precision);
create policy tenant on tracking.run_metrics for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_metrics to lumina_app;

create table tracking.run_models ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  direction text not null,
  model_id uuid not null,
  step bigint not null default 0,
  logged_at timestamp with time zone not null default now(),
  "position" integer not null,
  constraint run_models_pkey PRIMARY KEY (workspace_id, run_id, direction, model_id, step),
  constraint run_models_direction_check CHECK ((direction = ANY (ARRAY['input'::text, 'output'::text])))
);
CREATE INDEX run_models_by_model ON tracking.run_models USING btree (workspace_id, model_id);
create policy tenant on tracking.run_models for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.run_models to lumina_app;

create table tracking.runs ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  name text not null,
  status text not null,
  kind text not null,
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  params jsonb not null default '{}'::jsonb,
  tags jsonb not null default '{}'::jsonb,
  parent_run_id uuid,
  dataset_id uuid,
  dataset_version integer,
  job_id text,
  created_by text not null,
  error text,
  updated_at timestamp with time zone not null default now(),
  deleted_at timestamp with time zone,
  tx bigint not null default tracking.this_transaction(),
  constraint runs_pkey PRIMARY KEY (workspace_id, id),
  constraint runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX runs_by_experiment ON tracking.runs USING btree (workspace_id, experiment_id, started_at DESC, id) INCLUDE (name) WHERE (deleted_at IS NULL);
CREATE INDEX runs_by_parent ON tracking.runs USING btree (workspace_id, parent_run_id) WHERE (parent_run_id IS NOT NULL);
CREATE INDEX runs_by_project ON tracking.runs USING btree (workspace_id, project_id, started_at DESC, id) INCLUDE (name) WHERE (deleted_at IS NULL);
CREATE INDEX runs_deleted ON tracking.runs USING btree (workspace_id, experiment_id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX runs_tx ON tracking.runs USING brin (tx) WITH (pages_per_range='16', autosummarize='on');
create policy tenant on tracking.runs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.runs to lumina_app;
CREATE TRIGGER stamp BEFORE UPDATE ON tracking.runs FOR EACH ROW EXECUTE FUNCTION tracking.stamp();

create table tracking.spans ( -- row-level security forced
  workspace_id uuid not null,
  trace_id text not null,
  id text not null,
  parent_id text,
  name text not null,
  type text not null,
  status text not null,
  status_message text,
  start_ns bigint not null,
  end_ns bigint,
  attributes json not null,
  events json not null,
  links json not null,
  exact json not null,
  size_bytes integer not null,
  event_count integer not null,
  usage jsonb,
  cost jsonb,
  model text,
  provider text,
  constraint spans_pkey PRIMARY KEY (workspace_id, trace_id, id),
  constraint spans_status_check CHECK ((status = ANY (ARRAY['UNSET'::text, 'OK'::text, 'ERROR'::text])))
);
CREATE INDEX spans_in_order ON tracking.spans USING btree (workspace_id, trace_id, start_ns, id) INCLUDE (size_bytes);
create policy tenant on tracking.spans for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.spans to lumina_app;

create table tracking.trace_prompts ( -- row-level security forced
  workspace_id uuid not null,
  trace_id text not null,
  name text not null,
  version text not null,
  constraint trace_prompts_pkey PRIMARY KEY (workspace_id, trace_id, name, version)
);
CREATE INDEX trace_prompts_by_prompt ON tracking.trace_prompts USING btree (workspace_id, name, version);
create policy tenant on tracking.trace_prompts for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.trace_prompts to lumina_app;

create table tracking.trace_runs ( -- row-level security forced
  workspace_id uuid not null,
  run_id uuid not null,
  trace_id text not null,
  constraint trace_runs_pkey PRIMARY KEY (workspace_id, run_id, trace_id)
);
CREATE INDEX trace_runs_by_trace ON tracking.trace_runs USING btree (workspace_id, trace_id);
create policy tenant on tracking.trace_runs for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.trace_runs to lumina_app;

create table tracking.traces ( -- row-level security forced
  workspace_id uuid not null,
  id text not null,
  owner_id uuid not null,
  project_id uuid not null,
  experiment_id uuid not null,
  request_ms bigint not null,
  duration_ms bigint,
  state text not null,
  name text,
  client_request_id text,
  request_preview text,
  response_preview text,
  session_id text,
  input_tokens bigint,
  output_tokens bigint,
  total_tokens bigint,
  cache_read_tokens bigint,
  cache_creation_tokens bigint,
  input_cost double precision,
  output_cost double precision,
  total_cost double precision,
  metadata jsonb not null default '{}'::jsonb,
  tags jsonb not null default '{}'::jsonb,
  final boolean not null default false,
  tokens_given boolean not null default false,
  cost_given boolean not null default false,
  span_count integer not null default 0,
  error_count integer not null default 0,
  constraint traces_pkey PRIMARY KEY (workspace_id, id),
  constraint traces_state_check CHECK ((state = ANY (ARRAY['STATE_UNSPECIFIED'::text, 'OK'::text, 'ERROR'::text, 'IN_PROGRESS'::text])))
);
CREATE INDEX traces_by_experiment ON tracking.traces USING btree (workspace_id, experiment_id, request_ms DESC, id);
CREATE INDEX traces_by_project ON tracking.traces USING btree (workspace_id, project_id, request_ms DESC, id);
CREATE INDEX traces_by_session ON tracking.traces USING btree (workspace_id, session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX traces_by_source_run ON tracking.traces USING btree (workspace_id, ((metadata ->> 'mlflow.sourceRun'::text))) WHERE (metadata ? 'mlflow.sourceRun'::text);
create policy tenant on tracking.traces for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.traces to lumina_app;

create table tracking.upload_parts ( -- row-level security forced
  workspace_id uuid not null,
  upload_id uuid not null,
  part integer not null,
  size_bytes bigint not null,
  sha256 text not null,
  constraint upload_parts_pkey PRIMARY KEY (workspace_id, upload_id, part),
  constraint upload_parts_workspace_id_upload_id_fkey FOREIGN KEY (workspace_id, upload_id) REFERENCES tracking.uploads(workspace_id, id) ON DELETE CASCADE
);
create policy tenant on tracking.upload_parts for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.upload_parts to lumina_app;

create table tracking.uploads ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  path text not null,
  media_type text not null,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint uploads_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX uploads_ended ON tracking.uploads USING btree (workspace_id, ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX uploads_open ON tracking.uploads USING btree (workspace_id, created_at) WHERE (ended_at IS NULL);
create policy tenant on tracking.uploads for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.uploads to lumina_app;

create table tracking.views ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  page text not null,
  name text not null,
  query text not null,
  shared boolean not null default false,
  owner_id text not null,
  owner_name text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  deleted_at timestamp with time zone,
  constraint views_pkey PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX views_by_name ON tracking.views USING btree (workspace_id, project_id, page, owner_id, name) WHERE (deleted_at IS NULL);
create policy tenant on tracking.views for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on tracking.views to lumina_app;

create table training.candidates ( -- row-level security forced
  workspace_id uuid not null,
  training_id uuid not null,
  run_id uuid not null,
  "position" integer not null,
  algorithm text not null,
  settings jsonb not null default '{}'::jsonb,
  status text not null default 'queued'::text,
  folds_done integer not null default 0,
  metrics jsonb not null default '{}'::jsonb,
  deviations jsonb not null default '{}'::jsonb,
  fit_seconds double precision,
  size_bytes bigint,
  latency_ms double precision,
  format text,
  format_reason text,
  error text,
  constraint candidates_workspace_id_training_id_algorithm_key UNIQUE (workspace_id, training_id, algorithm),
  constraint candidates_pkey PRIMARY KEY (workspace_id, training_id, run_id),
  constraint candidates_workspace_id_training_id_fkey FOREIGN KEY (workspace_id, training_id) REFERENCES training.trainings(workspace_id, id) ON DELETE CASCADE,
  constraint candidates_format_check CHECK ((format = ANY (ARRAY['onnx'::text, 'native'::text]))),
  constraint candidates_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);
create policy tenant on training.candidates for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on training.candidates to lumina_app;

create table training.trainings ( -- row-level security forced
  workspace_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  dataset_id uuid not null,
  version integer not null,
  target text not null,
  task text not null,
  folds integer not null,
  seed integer not null,
  drop_columns jsonb not null default '[]'::jsonb,
  status text not null default 'queued'::text,
  done integer not null default 0,
  total integer,
  message text not null default ''::text,
  job_id uuid not null,
  run_id uuid not null,
  primary_metric text not null,
  warnings jsonb not null default '[]'::jsonb,
  columns jsonb not null default '[]'::jsonb,
  error jsonb,
  revision bigint not null default 1,
  created_at timestamp with time zone not null default date_trunc('milliseconds'::text, now()),
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint trainings_pkey PRIMARY KEY (workspace_id, id),
  constraint trainings_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text]))),
  constraint trainings_task_check CHECK ((task = ANY (ARRAY['classification'::text, 'regression'::text])))
);
CREATE INDEX trainings_by_project ON training.trainings USING btree (workspace_id, project_id, created_at DESC, id DESC);
CREATE INDEX trainings_newest ON training.trainings USING btree (workspace_id, created_at DESC, id DESC);
create policy tenant on training.trainings for all using (workspace_id = core.workspace()) with check (workspace_id = core.workspace());
grant delete, insert, select, update on training.trainings to lumina_app;

create function core.app_role() returns text language sql stable; -- body 0c2f4c16b3f67d50
create function core.global(regclass) returns void language plpgsql; -- body 10956d12ab1c5ea0
create function core.protect(regclass) returns void language plpgsql; -- body 00a92c6d5663ef6f
create function core.publish(regclass) returns void language plpgsql; -- body ec494618d7d48475
create function core.workspace() returns uuid language sql stable; -- body 7a89f6e69a105ece
create function governance.guard_approval() returns trigger language plpgsql; -- body 2e1025c093d28ece
create function governance.target_of(text) returns jsonb language sql immutable; -- body b72a69df43252415
create function governance.unlinked() returns TABLE(workspace_id uuid, low xid8, next_low xid8) language plpgsql stable security definer set search_path=pg_catalog; -- body 4fef15c815e40a1e
create function identity.person() returns uuid language sql stable; -- body f9e5965ef848ba00
create function identity.presented() returns bytea language sql stable; -- body 19e4380a0aaa9607
create function jobs.holds(uuid,bigint) returns void language plpgsql; -- body 8c5206fe9b1a347f
create function serving.as_hoped(boolean) returns void language plpgsql set search_path=pg_catalog; -- body 126de605200294aa
create function tracking.as_hoped(boolean) returns void language plpgsql set search_path=pg_catalog; -- body 126de605200294aa
create function tracking.pub_horizon() returns bigint language sql stable; -- body fb92d80998089c74
create function tracking.stamp() returns trigger language plpgsql; -- body 9a0738db3eea202f
create function tracking.this_transaction() returns bigint language sql; -- body a55263fc1d95043e
