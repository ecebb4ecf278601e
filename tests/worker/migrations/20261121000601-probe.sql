create schema probe;
-- What a test job did; every commit leaves a row, so that a step committed twice shows as two.
create table probe.effects (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  job_id uuid not null,
  step int not null,
  worker text not null,
  attempt int not null,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
select core.protect('probe.effects');
