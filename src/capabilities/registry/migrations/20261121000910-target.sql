-- Lists show the target; a signature of thousands of inputs is not unpacked for it.
alter table registry.versions add column target text not null generated always as (signature ->> 'target') stored;
