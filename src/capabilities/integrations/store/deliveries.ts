import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Delivery, WebhookEvent } from "../contract/webhooks.ts";

interface DeliveryRow {
  id: string;
  webhook_id: string;
  event: WebhookEvent;
  data: JsonValue;
  test: boolean;
  state: Delivery["state"];
  attempts: number;
  status: number | null;
  answer: string | null;
  error: string | null;
  latency_ms: number | null;
  created_at: Date;
  next_at: Date | null;
  ended_at: Date | null;
}

const columns = raw("id, webhook_id, event, data, test, state, attempts, status, answer, error, latency_ms, created_at, next_at, ended_at");

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    event: row.event,
    test: row.test,
    state: row.state,
    attempts: row.attempts,
    status: row.status,
    answer: row.answer,
    error: row.error,
    latencyMs: row.latency_ms,
    data: row.data,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    nextAt: row.next_at?.toISOString() ?? null,
  };
}

/** One delivery per active webhook that listens to the event, due at once, in the transaction of the act itself. */
export async function recordEvent(tx: Tx, ws: string, event: string, projectId: string | null, data: JsonValue): Promise<void> {
  await tx.run(sql`
    with made as (
      insert into integrations.deliveries (workspace_id, webhook_id, event, data)
      select ${ws}, w.id, ${event}, ${JSON.stringify(data)}::jsonb from integrations.webhooks w
      where w.workspace_id = ${ws} and w.active and ${event} = any(w.events) and (w.project_id is null or w.project_id = ${projectId})
      returning id, webhook_id
    )
    insert into integrations.due (kind, ref_id, workspace_id, lane, due_at) select 'delivery', id, ${ws}, webhook_id, now() from made`);
}

export async function insertTest(tx: Tx, ws: string, id: string, webhookId: string, event: WebhookEvent, data: JsonValue): Promise<void> {
  await tx.run(sql`
    insert into integrations.deliveries (workspace_id, id, webhook_id, event, data, test)
    values (${ws}, ${id}, ${webhookId}, ${event}, ${JSON.stringify(data)}::jsonb, true)`);
}

export async function readDelivery(tx: Tx, ws: string, webhookId: string, id: string): Promise<Delivery | null> {
  const row = await tx.first<DeliveryRow>(sql`
    select ${columns} from integrations.deliveries where workspace_id = ${ws} and webhook_id = ${webhookId} and id = ${id}`);
  return row && deliveryOf(row);
}

/** A delivery that waits, with the address it goes to. */
export interface Sending {
  id: string;
  webhookId: string;
  name: string;
  event: WebhookEvent;
  data: JsonValue;
  test: boolean;
  attempts: number;
  url: string;
  signed: boolean;
  active: boolean;
  at: string;
}

interface SendingRow extends Pick<DeliveryRow, "id" | "webhook_id" | "event" | "data" | "test" | "attempts" | "created_at"> {
  name: string;
  url: string;
  signed: boolean;
  active: boolean;
}

export async function readSending(tx: Tx, ws: string, id: string): Promise<Sending | null> {
  const row = await tx.first<SendingRow>(sql`
    select d.id, d.webhook_id, d.event, d.data, d.test, d.attempts, d.created_at, w.name, w.url, w.signed, w.active
    from integrations.deliveries d join integrations.webhooks w on w.workspace_id = d.workspace_id and w.id = d.webhook_id
    where d.workspace_id = ${ws} and d.id = ${id} and d.state = 'waiting'`);
  if (!row) return null;
  const { webhook_id: webhookId, created_at: createdAt, ...rest } = row;
  return { ...rest, webhookId, at: createdAt.toISOString() };
}

export interface Tried {
  state: Delivery["state"];
  status: number | null;
  answer: string | null;
  error: string | null;
  latencyMs: number | null;
  /** Until the next try; null when this was the last. */
  waitS: number | null;
}

export async function noteTry(tx: Tx, ws: string, id: string, tried: Tried): Promise<void> {
  await tx.run(sql`
    update integrations.deliveries set state = ${tried.state}, attempts = attempts + 1, status = ${tried.status}, answer = ${tried.answer},
      error = ${tried.error}, latency_ms = ${tried.latencyMs}, next_at = now() + make_interval(secs => ${tried.waitS}::float8),
      ended_at = case when ${tried.state} = 'waiting' then null else now() end
    where workspace_id = ${ws} and id = ${id}`);
}

/** Puts an ended delivery in line again; false when it waits already. */
export async function reopen(tx: Tx, ws: string, id: string): Promise<boolean> {
  return (
    (await tx.run(sql`
    update integrations.deliveries set state = 'waiting', attempts = 0, next_at = now(), ended_at = null
    where workspace_id = ${ws} and id = ${id} and state <> 'waiting'`)) > 0
  );
}

export interface DeliveryList {
  webhookId: string;
  state?: Delivery["state"] | undefined;
  event?: WebhookEvent | undefined;
  limit: number;
  cursor?: string | undefined;
}

export async function selectDeliveries(tx: Tx, ws: string, list: DeliveryList): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  const where = [sql`workspace_id = ${ws}`, sql`webhook_id = ${list.webhookId}`];
  if (list.state !== undefined) where.push(sql`state = ${list.state}`);
  if (list.event !== undefined) where.push(sql`event = ${list.event}`);
  const key = decodeCursor(list.cursor, 1);
  if (key) where.push(sql`id < ${key[0]}::uuid`);
  const rows = await tx.rows<DeliveryRow>(sql`
    select ${columns} from integrations.deliveries where ${and(where)} order by id desc limit ${list.limit + 1}`);
  const cut = page(rows, list.limit, (row) => [row.id]);
  return { items: cut.items.map(deliveryOf), nextCursor: cut.nextCursor };
}

/** Forgets deliveries that ended before the given time; answers how many. */
export async function forgetDeliveries(tx: Tx, ws: string, before: Date): Promise<number> {
  return await tx.run(sql`delete from integrations.deliveries where workspace_id = ${ws} and ended_at < ${before}`);
}
