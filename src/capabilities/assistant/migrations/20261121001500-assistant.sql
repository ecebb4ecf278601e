create schema assistant;

create table assistant.chats (
  workspace_id uuid not null,
  id uuid not null,
  person_id text not null,
  project_id uuid,
  title text not null,
  -- Objects the conversation is about; "it" means the latest of its kind.
  focus jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
select core.protect('assistant.chats');
create index chats_by_person on assistant.chats (workspace_id, person_id, updated_at desc, id desc);

-- Moves up with every change, so that a watcher can ask for what moved since.
create sequence assistant.change;
do $$ begin execute format('grant usage on sequence assistant.change to %I', core.app_role()); end $$;

create table assistant.messages (
  workspace_id uuid not null,
  id uuid not null,
  chat_id uuid not null,
  role text not null check (role in ('person', 'assistant')),
  text text not null,
  plan jsonb,
  choices jsonb not null default '[]',
  at timestamptz not null default clock_timestamp(),
  changed bigint not null default nextval('assistant.change'),
  primary key (workspace_id, id),
  foreign key (workspace_id, chat_id) references assistant.chats (workspace_id, id) on delete cascade
);
select core.protect('assistant.messages');
create index messages_by_chat on assistant.messages (workspace_id, chat_id, id desc);

