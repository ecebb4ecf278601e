-- Written by `node scripts/store-listings.ts` from the store files beside it; a test compares.
-- $n is bound, [x] may be left out, {x} is chosen by code from what it allows.

-- store/chats.ts insertChat
insert into assistant.chats (workspace_id, id, person_id, project_id, title) values ($1, $2, $3, $4, $5);

-- store/chats.ts findChat
select c.id, c.title, c.project_id, c.created_at, c.updated_at, c.focus,
  (select count(*) from assistant.messages m where m.workspace_id = c.workspace_id and m.chat_id = c.id) as message_count from assistant.chats c where c.workspace_id = $1 and c.person_id = $2 and c.id = $3::uuid;

-- store/chats.ts locateChat
select title from assistant.chats where workspace_id = $1 and id = $2::uuid;

-- store/chats.ts selectChats
select c.id, c.title, c.project_id, c.created_at, c.updated_at, c.focus,
  (select count(*) from assistant.messages m where m.workspace_id = c.workspace_id and m.chat_id = c.id) as message_count, {c.title | extract(epoch from c.updated_at)::float8} as sort_value from assistant.chats c where c.workspace_id = $1 and c.person_id = $2 [and (c.title ilike $3 or exists (select from assistant.messages m
where m.workspace_id = $4 and m.chat_id = c.id and m.text ilike $5))] [and ({c.title | extract(epoch from c.updated_at)::float8}, c.id) {> | <} ($6, $7::uuid)] order by {c.title | extract(epoch from c.updated_at)::float8} {oneOf(f.order, ["asc", "desc"])}, c.id {oneOf(f.order, ["asc", "desc"])} limit $8;

-- store/chats.ts renameChat
update assistant.chats set title = $1 where workspace_id = $2 and id = $3;

-- store/chats.ts setFocus
update assistant.chats set focus = $1::jsonb, updated_at = now() where workspace_id = $2 and id = $3;

-- store/chats.ts deleteChat
delete from assistant.chats where workspace_id = $1 and id = $2;

-- store/messages.ts insertMessage
insert into assistant.messages (workspace_id, id, chat_id, role, text, plan, choices)
values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)
returning id, chat_id, role, text, plan, choices, at, changed;

-- store/messages.ts selectMessages
select id, chat_id, role, text, plan, choices, at, changed from assistant.messages where workspace_id = $1 and chat_id = $2 [and id < $3::uuid] order by id desc limit $4;

-- store/messages.ts changedMessages
select id, chat_id, role, text, plan, choices, at, changed from assistant.messages where workspace_id = $1 and chat_id = $2 and changed > $3 order by id limit 200;

-- store/messages.ts lockMessage
select id, chat_id, role, text, plan, choices, at, changed from assistant.messages where workspace_id = $1 and chat_id = $2 and id = $3::uuid for update;

-- store/messages.ts savePlan
update assistant.messages set plan = $1::jsonb, changed = nextval('assistant.change')
where workspace_id = $2 and id = $3 returning id, chat_id, role, text, plan, choices, at, changed;
