-- The insert reads the experiment in its own statement, and experiments are never deleted; the foreign key's
-- shared row lock made concurrent runs of one experiment wait on each other (ADR 0002).
alter table tracking.runs drop constraint runs_workspace_id_experiment_id_fkey;
