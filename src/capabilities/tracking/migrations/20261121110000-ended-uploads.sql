-- An upload that ended stays as a row until its parts are removed, so that nobody has to look for them in the object store.
alter table tracking.uploads add column ended_at timestamptz;
create index uploads_ended on tracking.uploads (workspace_id, ended_at) where ended_at is not null;
create index uploads_open on tracking.uploads (workspace_id, created_at) where ended_at is null;
