-- The experiment that runs without one join stays the same when it is renamed.
alter table tracking.experiments no force row level security;
alter table tracking.experiments add column is_default boolean not null default false;
update tracking.experiments set is_default = true where name = 'Default';
create unique index experiments_default on tracking.experiments (workspace_id, project_id) where is_default;
alter table tracking.experiments force row level security;
