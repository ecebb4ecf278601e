-- Nothing deletes artifacts by age, so none says that it should be.
alter table tracking.artifact_versions drop column ttl_s;
