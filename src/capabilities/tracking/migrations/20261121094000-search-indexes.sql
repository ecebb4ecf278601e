-- Places of a page are read from the index alone, names included; deleted runs are few and have the key.
drop index tracking.runs_by_project;
drop index tracking.runs_by_experiment;
create index runs_by_project on tracking.runs (workspace_id, project_id, started_at desc, id) include (name) where deleted_at is null;
create index runs_by_experiment on tracking.runs (workspace_id, experiment_id, started_at desc, id) include (name) where deleted_at is null;
-- Deleting and restoring an experiment goes by its runs, deleted or not.
create index runs_deleted on tracking.runs (workspace_id, experiment_id) where deleted_at is not null;
