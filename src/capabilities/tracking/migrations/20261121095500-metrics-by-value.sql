-- Partial, so that it serves only those who say they want numbers: a probe for one run's metric takes the primary key, whatever
-- the planner's statistics do not know yet of a new key (ADR 0006).
drop index tracking.run_metrics_by_value;
create index run_metrics_by_value on tracking.run_metrics (workspace_id, key, last_value, run_id) where last_value < 'NaN';
