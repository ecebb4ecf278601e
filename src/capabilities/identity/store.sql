-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/attempts.ts countAttempt
insert into identity.attempts as a (digest, window_start, count) values ($1, $2, 1)
on conflict (digest, window_start) do update set count = a.count + 1 returning count;

-- store/attempts.ts forgetAttempts
delete from identity.attempts where digest = any ($1::bytea[]);

-- store/attempts.ts clearAttempts
delete from identity.attempts where window_start < $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} is null;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} = $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} is not null;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} <> $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} < $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} <= $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} > $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} >= $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}}::text = any ($1::text[]);

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}}::text <> all ($1::text[]);

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} like $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} like $1;

-- store/auth-rows.ts comparison (part)
{lower({name(column)}) | {name(column)}} like $1;

-- store/auth-rows.ts join (part)
$1{between}$2;

-- store/auth-rows.ts filter (part)
({join(may, " or ")});

-- store/auth-rows.ts insertAuthRow (part)
$1;

-- store/auth-rows.ts insertAuthRow
insert into identity.{name(text)} ({given.map(([column]) => name(column).text).join(", ")}) values ({join( given.map(([, value]) => sql`${value}`), ", ", )}) returning *;

-- store/auth-rows.ts selectAuthRows
select * from identity.{name(text)} where {filter(conditions)} [order by {name(sort.column)} {desc | asc}] limit $1 offset $2;

-- store/auth-rows.ts countAuthRows
select count(*)::int as n from identity.{name(text)} where {filter(conditions)};

-- store/auth-rows.ts updateAuthRows (part)
{name(column)} = $1;

-- store/auth-rows.ts updateAuthRows
update identity.{name(text)} set {join( Object.entries(values).map(([column, value]) => sql`${name(column)} = ${value}`), ", ", )} where {filter(conditions)} returning *;

-- store/auth-rows.ts deleteAuthRows
delete from identity.{name(text)} where {filter(conditions)};

-- store/invitations.ts listInvitations
select 
  i.id, i.workspace_id, i.email, i.role, i.created_at, i.expires_at, i.accepted_at,
  (select u.name from identity.users u where u.id = i.accepted_by) as accepted_by,
  coalesce((select u.name from identity.users u where u.id = i.created_by),
  (select s.name from identity.service_accounts s where s.workspace_id = i.workspace_id and s.id = i.created_by), '') as created_by, case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' else 'open' end as state, {i.created_at | i.expires_at} as sort_key from identity.invitations i
where i.workspace_id = $1
  and ($2::text is null or case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' else 'open' end = $3::text)
  and ($4::text is null or i.email ilike $5);

-- store/invitations.ts readInvitation
select 
  i.id, i.workspace_id, i.email, i.role, i.created_at, i.expires_at, i.accepted_at,
  (select u.name from identity.users u where u.id = i.accepted_by) as accepted_by,
  coalesce((select u.name from identity.users u where u.id = i.created_by),
  (select s.name from identity.service_accounts s where s.workspace_id = i.workspace_id and s.id = i.created_by), '') as created_by, case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
  when i.expires_at <= now() then 'expired' else 'open' end as state from identity.invitations i where i.workspace_id = $1 and i.id = $2;

-- store/invitations.ts insertInvitation
insert into identity.invitations (workspace_id, id, digest, email, role, created_by, expires_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- store/invitations.ts markInvitationRevoked
update identity.invitations set revoked_at = now()
where workspace_id = $1 and id = $2 and revoked_at is null and accepted_at is null;

-- store/invitations.ts readHeldInvitation
select i.id, i.workspace_id, i.email, i.role, i.expires_at from identity.invitations i
where i.digest = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > now();

-- store/invitations.ts takeInvitation
update identity.invitations set accepted_at = now(), accepted_by = $1
where workspace_id = $2 and id = $3 and accepted_at is null and revoked_at is null and expires_at > now();

-- store/keys.ts listKeys
select 
  k.id, k.name, k.prefix, k.owner_kind, k.owner_id, k.scopes, k.default_project_id, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
  coalesce((select u.name from identity.users u where u.id = k.owner_id),
  (select s.name from identity.service_accounts s where s.workspace_id = k.workspace_id and s.id = k.owner_id), '') as owner_name, case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end as state, {expressions[list.sort]} as sort_key from identity.keys k
where k.workspace_id = $1
  and ($2::uuid is null or k.owner_id = $3::uuid)
  and ($4::text is null or case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end = $5::text)
  and ($6::text is null or k.name ilike $7);

-- store/keys.ts readKey
select 
  k.id, k.name, k.prefix, k.owner_kind, k.owner_id, k.scopes, k.default_project_id, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
  coalesce((select u.name from identity.users u where u.id = k.owner_id),
  (select s.name from identity.service_accounts s where s.workspace_id = k.workspace_id and s.id = k.owner_id), '') as owner_name, case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end as state from identity.keys k where k.workspace_id = $1 and k.id = $2;

-- store/keys.ts insertKey
insert into identity.keys (workspace_id, id, digest, name, prefix, owner_kind, owner_id, scopes, default_project_id, expires_at)
values ($1, $2, $3, $4, $5, $6, $7,
  $8, $9, $10);

-- store/keys.ts countActiveKeys
select count(*)::int as n from identity.keys
where workspace_id = $1 and owner_id = $2 and revoked_at is null and (expires_at is null or expires_at > now());

-- store/keys.ts markKeyRevoked
update identity.keys set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null;

-- store/keys.ts revokeKeysOf
update identity.keys set revoked_at = now() where workspace_id = $1 and owner_id = $2 and revoked_at is null returning id;

-- store/keys.ts touchKeys
update identity.keys k set last_used_at = u.at
from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
where k.workspace_id = $3 and k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at);

-- store/keys.ts endKey
update identity.keys set expires_at = $1 where workspace_id = $2 and id = $3;

-- store/links.ts insertLink
insert into identity.sign_in_links (id, digest, user_id, expires_at) values ($1, $2, $3, $4);

-- store/links.ts takeLink
update identity.sign_in_links set used_at = now() where digest = $1 and used_at is null and expires_at > now() returning user_id;

-- store/links.ts clearLinks
delete from identity.sign_in_links where user_id is null or expires_at < now() - interval '7 days';

-- store/listing.ts after (part)
({sorting.expression}, {sorting.id}) {> | <} ($1{::timestamptz | ::text}, $2::uuid);

-- store/listing.ts listPage (part)
{select} and {after(sorting, paging.cursor)} order by {sorting.expression} {sorting.order}, {sorting.id} {sorting.order} limit $1;

-- store/members.ts listMembers
select m.user_id as id, u.name, u.email, m.role, m.joined_at, {expressions[list.sort]} as sort_key
from identity.members m join identity.users u on u.id = m.user_id
where m.workspace_id = $1
  and ($2::text is null or m.role = $3::text)
  and ($4::text is null or u.name ilike $5 or u.email ilike $6);

-- store/members.ts readMember
select m.user_id as id, u.name, u.email, m.role, m.joined_at
from identity.members m join identity.users u on u.id = m.user_id
where m.workspace_id = $1 and m.user_id = $2;

-- store/members.ts insertMember
insert into identity.members (workspace_id, user_id, role) values ($1, $2, $3) on conflict do nothing;

-- store/members.ts updateRole
update identity.members set role = $1 where workspace_id = $2 and user_id = $3;

-- store/members.ts deleteMember
delete from identity.members where workspace_id = $1 and user_id = $2;

-- store/members.ts countAdmins
select count(*)::int as n from identity.members where workspace_id = $1 and role = 'admin';

-- store/members.ts emailIsMember
select exists (select from identity.members m join identity.users u on u.id = m.user_id
  where m.workspace_id = $1 and u.email = $2) as found;

-- store/people.ts readProfile
select u.id, u.name, u.email, u.language, u.time_zone, u.theme,
  exists (select from identity.accounts a where a.user_id = u.id and a.provider_id = 'credential' and a.password is not null) as has_password
from identity.users u where u.id = $1;

-- store/people.ts writeProfile
update identity.users set name = $1, language = $2, time_zone = $3,
  theme = $4, updated_at = now()
where id = $5;

-- store/people.ts writeEmail
update identity.users set email = $1, updated_at = now()
where id = $2 and not exists (select from identity.users o where o.email = $3 and o.id <> $4);

-- store/people.ts readPasswordHash
select password from identity.accounts where user_id = $1 and provider_id = 'credential';

-- store/people.ts readPersonByEmail
select u.id, u.name, u.email, a.password from identity.users u
left join identity.accounts a on a.user_id = u.id and a.provider_id = 'credential'
where u.email = $1;

-- store/people.ts writePassword
insert into identity.accounts (id, account_id, provider_id, user_id, password)
values ($1, $2, 'credential', $3, $4)
on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now();

-- store/people.ts insertPerson
insert into identity.users (id, name, email) values ($1, $2, $3);

-- store/people.ts isEmptyInstallation
select pg_advisory_xact_lock(hashtext('identity.first-administrator'));

-- store/people.ts isEmptyInstallation
select exists (select from identity.users) as someone;

-- store/people.ts hasPeople
select exists (select from identity.users) as someone;

-- store/people.ts listSessions
select s.id, s.user_agent, s.ip_address, s.created_at, s.expires_at, {s.created_at | s.expires_at} as sort_key from identity.sessions s
where s.user_id = $1 and s.expires_at > now()
  and ($2::text is null or s.user_agent ilike $3 or s.ip_address ilike $4);

-- store/people.ts deleteSession
delete from identity.sessions where user_id = $1 and id = $2;

-- store/people.ts deleteOtherSessions
delete from identity.sessions where user_id = $1 and ($2::uuid is null or id <> $3::uuid) returning id;

-- store/people.ts insertSession
insert into identity.sessions (id, token, user_id, expires_at, ip_address, user_agent)
values ($1, $2, $3, $4, $5, $6);

-- store/people.ts clearExpired
delete from identity.sessions where expires_at < now();

-- store/principals.ts readPresentedKey
select k.id, k.workspace_id, k.owner_kind, k.owner_id, k.scopes, k.default_project_id from identity.keys k
where k.digest = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());

-- store/principals.ts isLiveKey
select k.id from identity.keys k
where k.workspace_id = $1 and k.id = $2 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());

-- store/principals.ts readPrincipal
select p.id, p.kind, p.name, p.role, p.owner_id,
  coalesce((select jsonb_object_agg(g.project_id, g.role) from projects.pub_grants g
    where g.workspace_id = $1 and g.member_id = p.id), '{}'::jsonb) as grants
from identity.pub_principals p where p.workspace_id = $2 and p.id = $3;

-- store/principals.ts readSessionByToken
select s.id, s.user_id, u.name from identity.sessions s join identity.users u on u.id = s.user_id
where s.token = $1 and s.expires_at > now();

-- store/principals.ts readHomeWorkspace
select m.workspace_id from identity.members m where m.user_id = $1 order by m.joined_at, m.workspace_id limit 1;

-- store/principals.ts isMemberOf
select exists (select from identity.members m where m.user_id = $1 and m.workspace_id = $2) as found;

-- store/scope.ts asPerson
select set_config('lumina.person', $1, true);

-- store/scope.ts presenting
select set_config('lumina.presented', $1, true);

-- store/scope.ts enter
select set_config('lumina.workspace', $1, true);

-- store/secrets.ts holdSealing
select {pg_advisory_xact_lock | pg_advisory_xact_lock_shared}(hashtextextended($1, 0));

-- store/secrets.ts activeDataKey
select id, master_id, wrapped from identity.data_keys where workspace_id = $1 and active for share;

-- store/secrets.ts lockDataKeys
select id, master_id, wrapped, active from identity.data_keys where workspace_id = $1 order by id for update;

-- store/secrets.ts insertDataKey
insert into identity.data_keys (workspace_id, id, master_id, wrapped) values ($1, $2, $3, $4)
on conflict do nothing;

-- store/secrets.ts retireDataKeys
update identity.data_keys set active = false where workspace_id = $1 and active;

-- store/secrets.ts dropSpentDataKeys
delete from identity.data_keys k where k.workspace_id = $1 and not k.active
  and not exists (select from identity.secrets s where s.workspace_id = $2 and s.key_id = k.id);

-- store/secrets.ts rewrapDataKey
update identity.data_keys set master_id = $1, wrapped = $2 where workspace_id = $3 and id = $4;

-- store/secrets.ts readSealed
select s.name, s.sealed, s.key_id, s.managed_by, k.master_id, k.wrapped from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
where s.workspace_id = $1 and s.name = $2;

-- store/secrets.ts allSealed
select s.name, s.sealed, s.key_id, s.managed_by, k.master_id, k.wrapped from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
where s.workspace_id = $1 order by s.name;

-- store/secrets.ts upsertSecret
insert into identity.secrets as s (workspace_id, name, description, key_id, sealed, managed_by, created_by, updated_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (workspace_id, name) do update set key_id = excluded.key_id, sealed = excluded.sealed, version = s.version + 1,
  description = coalesce($9, s.description), updated_by = excluded.updated_by, updated_at = now()
where s.managed_by is not distinct from excluded.managed_by and s.workspace_id = $10;

-- store/secrets.ts resealSecret
update identity.secrets set key_id = $1, sealed = $2 where workspace_id = $3 and name = $4;

-- store/secrets.ts dropSecret
delete from identity.secrets where workspace_id = $1 and name = $2;

-- store/secrets.ts readSecret
select s.name, s.description, s.version, k.master_id, s.managed_by, s.created_by, s.updated_by, s.created_at, s.updated_at from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
where s.workspace_id = $1 and s.name = $2;

-- store/secrets.ts listSecrets
select s.name, s.description, s.version, k.master_id, s.managed_by, s.created_by, s.updated_by, s.created_at, s.updated_at from identity.secrets s join identity.data_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
where s.workspace_id = $1
  and ($2::boolean is null or (s.managed_by is not null) = $3::boolean)
  and ($4::text is null or s.name ilike $5 or s.description ilike $6)
  and {true | {s.name {> | <} $7 | (s.updated_at, s.name) {> | <} ($8::timestamptz, $9)}}
order by {s.name {list.order} | s.updated_at {list.order}, s.name {list.order}} limit $10;

-- store/service-accounts.ts listServiceAccounts
select 
  s.id, s.name, s.role, s.owner_id, u.name as owner_name, s.created_at,
  (select count(*)::int from identity.keys k where k.workspace_id = s.workspace_id and k.owner_id = s.id
  and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) as active_keys, {lower(s.name) | s.created_at} as sort_key
from identity.service_accounts s join identity.users u on u.id = s.owner_id
where s.workspace_id = $1 and s.removed_at is null
  and ($2::text is null or s.role = $3::text)
  and ($4::text is null or s.name ilike $5);

-- store/service-accounts.ts readServiceAccount
select 
  s.id, s.name, s.role, s.owner_id, u.name as owner_name, s.created_at,
  (select count(*)::int from identity.keys k where k.workspace_id = s.workspace_id and k.owner_id = s.id
  and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) as active_keys from identity.service_accounts s join identity.users u on u.id = s.owner_id
where s.workspace_id = $1 and s.id = $2 and s.removed_at is null;

-- store/service-accounts.ts insertServiceAccount
insert into identity.service_accounts (workspace_id, id, name, role, owner_id)
values ($1, $2, $3, $4, $5) on conflict do nothing;

-- store/service-accounts.ts markServiceAccountRemoved
update identity.service_accounts set removed_at = now() where workspace_id = $1 and id = $2;

-- store/service-accounts.ts handOverServiceAccounts
update identity.service_accounts set owner_id = $1 where workspace_id = $2 and owner_id = $3 and removed_at is null;

-- store/workspaces.ts readWorkspace
select w.id, w.name, w.created_at,
  (select m.role from identity.members m where m.workspace_id = w.id and m.user_id = $1) as role,
  (select count(*)::int from identity.members m where m.workspace_id = w.id) as member_count
from identity.workspaces w where w.id = $2;

-- store/workspaces.ts listOwnWorkspaces
select w.id, w.name, w.created_at, m.role, {lower(w.name) | w.created_at} as sort_key
from identity.members m join identity.workspaces w on w.id = m.workspace_id
where m.user_id = $1 and ($2::text is null or w.name ilike $3);

-- store/workspaces.ts countMembers
select count(*)::int as n from identity.members where workspace_id = $1;

-- store/workspaces.ts countCreatedBy
select count(*)::int as n from identity.workspaces where created_by = $1;

-- store/workspaces.ts insertWorkspace
insert into identity.workspaces (id, name, created_by) values ($1, $2, $3);

-- store/workspaces.ts lockWorkspace
select id, name from identity.workspaces where id = $1 for update;

-- store/workspaces.ts renameWorkspace
update identity.workspaces set name = $1 where id = $2;

-- store/workspaces.ts findWorkspace
select name from identity.workspaces where id = $1;
