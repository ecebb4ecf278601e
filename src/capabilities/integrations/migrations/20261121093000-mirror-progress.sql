-- A run that is copied whole is copied up to one horizon, the same in every try; open ones are kept alive where the outside asks for it.
alter table integrations.mirror_runs
  add column whole_tx bigint,
  add column open boolean not null default true,
  add column gone boolean not null default false,
  add column spoken_at timestamptz(3) not null default now();
