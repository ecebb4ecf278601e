-- Finding closed minutes must not read the open ones: a busy minute holds 100,000 counts.
create index audit_counts_minute on governance.audit_counts (minute);
