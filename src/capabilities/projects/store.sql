-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store.ts after (part)
({sorting.expression}, {sorting.id}) {> | <} ($1{::timestamptz | ::text}, $2::uuid);

-- store.ts listPage (part)
{select} and {after(sorting, cursor)} order by {sorting.expression} {sorting.order}, {sorting.id} {sorting.order} limit $1;

-- store.ts listProjects
select p.id, p.name, p.description, p.status, p.created_at, p.updated_at, p.archived_at, p.created_by, p.id as key_id, {projectSorts[list.sort]} as sort_key from projects.projects p
where p.workspace_id = $1
  and ($2::text is null or p.status = $3::text)
  and ($4::text is null or p.name ilike $5 or p.description ilike $6);

-- store.ts readProject
select p.id, p.name, p.description, p.status, p.created_at, p.updated_at, p.archived_at, p.created_by from projects.projects p where p.workspace_id = $1 and p.id = $2;

-- store.ts lockProject
select p.id, p.name, p.description, p.status, p.created_at, p.updated_at, p.archived_at, p.created_by from projects.projects p where p.workspace_id = $1 and p.id = $2 for update;

-- store.ts insertProject
insert into projects.projects as p (workspace_id, id, name, description, created_by)
values ($1, $2, $3, $4, $5)
on conflict do nothing returning p.id, p.name, p.description, p.status, p.created_at, p.updated_at, p.archived_at, p.created_by;

-- store.ts lockNames
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- store.ts isNameTaken
select exists (select from projects.projects
  where workspace_id = $1 and lower(name) = lower($2) and status = 'active' and id <> $3) as taken;

-- store.ts writeProject
update projects.projects p set name = $1, description = $2, status = $3::text,
  archived_at = case when $4::text = 'archived' then coalesce(p.archived_at, now()) end, updated_at = now()
where p.workspace_id = $5 and p.id = $6 returning p.id, p.name, p.description, p.status, p.created_at, p.updated_at, p.archived_at, p.created_by;

-- store.ts findProject
select name, updated_at from projects.projects where workspace_id = $1 and id = $2;

-- store.ts listGrants
select g.member_id, i.name as member_name, g.role, g.granted_at, g.member_id as key_id, {grantSorts[list.sort]} as sort_key
from projects.grants g join identity.pub_principals i on i.workspace_id = g.workspace_id and i.id = g.member_id
where g.workspace_id = $1 and g.project_id = $2
  and ($3::text is null or g.role = $4::text)
  and ($5::text is null or i.name ilike $6);

-- store.ts readGrant
select g.member_id, i.name as member_name, g.role, g.granted_at
from projects.grants g join identity.pub_principals i on i.workspace_id = g.workspace_id and i.id = g.member_id
where g.workspace_id = $1 and g.project_id = $2 and g.member_id = $3;

-- store.ts readPrincipalName
select name from identity.pub_principals where workspace_id = $1 and id = $2;

-- store.ts putGrant
insert into projects.grants (workspace_id, project_id, member_id, role) values ($1, $2, $3, $4)
on conflict (workspace_id, project_id, member_id) do update set role = excluded.role, granted_at = now();

-- store.ts deleteGrant
delete from projects.grants where workspace_id = $1 and project_id = $2 and member_id = $3;

-- store.ts deleteGrantsOf
delete from projects.grants where workspace_id = $1 and member_id = $2;
