-- Ids of one millisecond have no order; records come back as they were sent.
alter table tracking.evaluation_records add column position bigint generated always as identity;
drop index tracking.evaluation_records_in_order;
create index evaluation_records_in_order on tracking.evaluation_records (workspace_id, evaluation_id, position);

-- Tags of an input come back in the order they were sent.
alter table tracking.run_datasets alter column tags drop default;
alter table tracking.run_datasets alter column tags type json using tags::json;
