-- Acts reach webhooks in their own transaction; rows for others to read are not needed.
drop view registry.pub_events;
drop table registry.events;
