import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Chat, Page } from "../contract.ts";

interface ChatRow {
  id: string;
  title: string;
  project_id: string | null;
  message_count: number;
  created_at: Date;
  updated_at: Date;
  focus: Page;
  sort_value?: string | number;
}

/** A chat with what it is about; never shown to anyone but its person. */
export interface OwnChat {
  chat: Chat;
  focus: Page;
}

const columns = raw(`c.id, c.title, c.project_id, c.created_at, c.updated_at, c.focus,
  (select count(*) from assistant.messages m where m.workspace_id = c.workspace_id and m.chat_id = c.id) as message_count`);

export async function insertChat(tx: Tx, ws: string, personId: string, c: { id: string; title: string; projectId: string | null }): Promise<void> {
  await tx.run(sql`
    insert into assistant.chats (workspace_id, id, person_id, project_id, title) values (${ws}, ${c.id}, ${personId}, ${c.projectId}, ${c.title})`);
}

export async function findChat(tx: Tx, ws: string, personId: string, id: string): Promise<OwnChat | null> {
  const row = await tx.first<ChatRow>(sql`
    select ${columns} from assistant.chats c where c.workspace_id = ${ws} and c.person_id = ${personId} and c.id = ${id}::uuid`);
  return row && { chat: toChat(row), focus: row.focus };
}

/** Whether it exists at all; whose it is, the operations check. */
export async function locateChat(tx: Tx, ws: string, id: string): Promise<{ title: string } | null> {
  return await tx.first<{ title: string }>(sql`select title from assistant.chats where workspace_id = ${ws} and id = ${id}::uuid`);
}

export interface ChatFilter {
  q?: string | undefined;
  sort: "updatedAt" | "title";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

export async function selectChats(tx: Tx, ws: string, personId: string, f: ChatFilter): Promise<{ items: Chat[]; nextCursor: string | null }> {
  const value = raw(f.sort === "title" ? "c.title" : "extract(epoch from c.updated_at)::float8");
  const order = oneOf(f.order, ["asc", "desc"]);
  const where = [sql`c.workspace_id = ${ws}`, sql`c.person_id = ${personId}`];
  if (f.q) {
    const like = containing(f.q);
    where.push(sql`(c.title ilike ${like} or exists (select from assistant.messages m
      where m.workspace_id = ${ws} and m.chat_id = c.id and m.text ilike ${like}))`);
  }
  const key = decodeCursor(f.cursor, 2);
  if (key) where.push(sql`(${value}, c.id) ${raw(f.order === "asc" ? ">" : "<")} (${key[0]}, ${key[1]}::uuid)`);
  const rows = await tx.rows<ChatRow>(sql`
    select ${columns}, ${value} as sort_value from assistant.chats c where ${and(where)} order by ${value} ${order}, c.id ${order} limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.sort_value ?? null, row.id]);
  return { items: cut.items.map(toChat), nextCursor: cut.nextCursor };
}

export async function renameChat(tx: Tx, ws: string, id: string, title: string): Promise<void> {
  await tx.run(sql`update assistant.chats set title = ${title} where workspace_id = ${ws} and id = ${id}`);
}

export async function setFocus(tx: Tx, ws: string, id: string, focus: Page): Promise<void> {
  await tx.run(sql`
    update assistant.chats set focus = ${JSON.stringify(focus)}::jsonb, updated_at = now() where workspace_id = ${ws} and id = ${id}`);
}

/** Deletes the chat; its messages go with it. */
export async function deleteChat(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`delete from assistant.chats where workspace_id = ${ws} and id = ${id}`);
}

function toChat(row: ChatRow): Chat {
  return {
    id: row.id,
    title: row.title,
    projectId: row.project_id,
    messageCount: row.message_count,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
