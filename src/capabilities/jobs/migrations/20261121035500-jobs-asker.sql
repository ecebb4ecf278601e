-- "My jobs" among a hundred thousand of others: 54 ms without.
create index jobs_asker on jobs.jobs (workspace_id, (actor ->> 'id'), id desc);
