import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Choice, Message, Plan } from "../contract.ts";

interface MessageRow {
  id: string;
  chat_id: string;
  role: Message["role"];
  text: string;
  plan: Plan | null;
  choices: Choice[];
  at: Date;
  changed: number;
}

const columns = raw("id, chat_id, role, text, plan, choices, at, changed");

export interface NewMessage {
  id: string;
  chatId: string;
  role: Message["role"];
  text: string;
  plan: Plan | null;
  choices: readonly Choice[];
}

export async function insertMessage(tx: Tx, ws: string, m: NewMessage): Promise<Message> {
  const row = await tx.first<MessageRow>(sql`
    insert into assistant.messages (workspace_id, id, chat_id, role, text, plan, choices)
    values (${ws}, ${m.id}, ${m.chatId}, ${m.role}, ${m.text}, ${m.plan && JSON.stringify(m.plan)}::jsonb, ${JSON.stringify(m.choices)}::jsonb)
    returning ${columns}`);
  if (!row) throw new Error("an insert returns its row");
  return toMessage(row);
}

export async function selectMessages(
  tx: Tx,
  ws: string,
  chatId: string,
  f: { limit: number; cursor?: string | undefined },
): Promise<{ items: Message[]; nextCursor: string | null }> {
  const where = [sql`workspace_id = ${ws}`, sql`chat_id = ${chatId}`];
  const key = decodeCursor(f.cursor, 1);
  if (key) where.push(sql`id < ${key[0]}::uuid`);
  const rows = await tx.rows<MessageRow>(sql`select ${columns} from assistant.messages where ${and(where)} order by id desc limit ${f.limit + 1}`);
  const cut = page(rows, f.limit, (row) => [row.id]);
  return { items: cut.items.map(toMessage), nextCursor: cut.nextCursor };
}

/** Messages that are new or changed since a point, oldest first, and the point they reach to. */
export async function changedMessages(tx: Tx, ws: string, chatId: string, since: number): Promise<{ messages: Message[]; until: number }> {
  const rows = await tx.rows<MessageRow>(sql`
    select ${columns} from assistant.messages where workspace_id = ${ws} and chat_id = ${chatId} and changed > ${since} order by id limit 200`);
  return { messages: rows.map(toMessage), until: Math.max(since, ...rows.map((r) => r.changed)) };
}

/** Locks the message, so that two approvals of one plan follow each other. */
export async function lockMessage(tx: Tx, ws: string, chatId: string, id: string): Promise<Message | null> {
  const row = await tx.first<MessageRow>(sql`
    select ${columns} from assistant.messages where workspace_id = ${ws} and chat_id = ${chatId} and id = ${id}::uuid for update`);
  return row && toMessage(row);
}

/** Stores the plan and answers the message as it now is. */
export async function savePlan(tx: Tx, ws: string, id: string, plan: Plan): Promise<Message> {
  const row = await tx.first<MessageRow>(sql`
    update assistant.messages set plan = ${JSON.stringify(plan)}::jsonb, changed = nextval('assistant.change')
    where workspace_id = ${ws} and id = ${id} returning ${columns}`);
  if (!row) throw new Error(`message ${id} is gone`);
  return toMessage(row);
}

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    chatId: row.chat_id,
    role: row.role,
    text: row.text,
    at: row.at.toISOString(),
    plan: row.plan,
    choices: row.choices,
    revision: row.changed,
  };
}
