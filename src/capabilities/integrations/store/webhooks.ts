import { decodeCursor, page } from "../../../db/keyset.ts";
import { and, containing, raw, sql } from "../../../db/sql.ts";
import type { Found, Tx } from "../../../kernel/ports.ts";
import type { Webhook, WebhookEvent } from "../contract/webhooks.ts";

interface WebhookRow {
  id: string;
  name: string;
  description: string;
  url: string;
  events: WebhookEvent[];
  active: boolean;
  project_id: string | null;
  signed: boolean;
  created_by: string;
  created_at: Date;
  updated_at: Date;
  waiting: number;
  last_state: "delivered" | "failed" | null;
  last_at: Date | null;
}

const columns = raw(`
  w.id, w.name, w.description, w.url, w.events, w.active, w.project_id, w.signed, w.created_by, w.created_at, w.updated_at,
  (select count(*)::int from integrations.deliveries d where d.workspace_id = w.workspace_id and d.webhook_id = w.id and d.state = 'waiting') as waiting,
  l.state as last_state, l.ended_at as last_at`);
const lastDelivery = raw(`
  left join lateral (select d.state, d.ended_at from integrations.deliveries d
    where d.workspace_id = w.workspace_id and d.webhook_id = w.id and d.state <> 'waiting' order by d.id desc limit 1) l on true`);

function webhookOf(row: WebhookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    url: row.url,
    events: row.events,
    status: row.active ? "active" : "disabled",
    projectId: row.project_id,
    signed: row.signed,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    lastDelivery: row.last_state && row.last_at ? { state: row.last_state, at: row.last_at.toISOString() } : null,
    waiting: row.waiting,
  };
}

export interface WebhookSettings {
  id: string;
  name: string;
  description: string;
  url: string;
  events: readonly WebhookEvent[];
  active: boolean;
  signed: boolean;
}

export async function insertWebhook(tx: Tx, ws: string, hook: WebhookSettings & { projectId: string | null; by: string }): Promise<void> {
  await tx.run(sql`
    insert into integrations.webhooks (workspace_id, id, name, description, url, events, active, project_id, signed, created_by)
    values (${ws}, ${hook.id}, ${hook.name}, ${hook.description}, ${hook.url}, ${[...hook.events]}::text[], ${hook.active}, ${hook.projectId},
      ${hook.signed}, ${hook.by})`);
}

export async function changeWebhook(tx: Tx, ws: string, hook: WebhookSettings): Promise<void> {
  await tx.run(sql`
    update integrations.webhooks set name = ${hook.name}, description = ${hook.description}, url = ${hook.url}, events = ${[...hook.events]}::text[],
      active = ${hook.active}, signed = ${hook.signed}, updated_at = now()
    where workspace_id = ${ws} and id = ${hook.id}`);
}

export async function dropWebhook(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`delete from integrations.webhooks where workspace_id = ${ws} and id = ${id}`);
}

export async function readWebhook(tx: Tx, ws: string, id: string): Promise<Webhook | null> {
  const row = await tx.first<WebhookRow>(sql`
    select ${columns} from integrations.webhooks w ${lastDelivery} where w.workspace_id = ${ws} and w.id = ${id}`);
  return row && webhookOf(row);
}

export interface WebhookList {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  status?: "active" | "disabled" | undefined;
  sort: "name" | "createdAt";
  order: "asc" | "desc";
}

export async function selectWebhooks(tx: Tx, ws: string, list: WebhookList): Promise<{ items: Webhook[]; nextCursor: string | null }> {
  const where = [sql`w.workspace_id = ${ws}`];
  if (list.q !== undefined) where.push(sql`(w.name ilike ${containing(list.q)} or w.url ilike ${containing(list.q)})`);
  if (list.status !== undefined) where.push(sql`w.active = ${list.status === "active"}`);
  const byName = list.sort === "name";
  const sort = byName ? raw("lower(w.name)") : raw("w.created_at");
  const key = decodeCursor(list.cursor, 2);
  const [beyond, direction, cast] = [raw(list.order === "asc" ? ">" : "<"), raw(list.order), raw(byName ? "::text" : "::timestamptz")];
  if (key) where.push(sql`(${sort}, w.id) ${beyond} (${key[0]}${cast}, ${key[1]}::uuid)`);
  const rows = await tx.rows<WebhookRow>(sql`
    select ${columns} from integrations.webhooks w ${lastDelivery} where ${and(where)}
    order by ${sort} ${direction}, w.id ${direction} limit ${list.limit + 1}`);
  const cut = page(rows, list.limit, (row) => [byName ? row.name.toLowerCase() : row.created_at.toISOString(), row.id]);
  return { items: cut.items.map(webhookOf), nextCursor: cut.nextCursor };
}

/** Finder. */
export async function findWebhook(tx: Tx, ws: string, id: string): Promise<Found | null> {
  const row = await tx.first<{ project_id: string | null; name: string; updated_at: Date }>(sql`
    select project_id, name, updated_at from integrations.webhooks where workspace_id = ${ws} and id = ${id}`);
  return row && { projectId: row.project_id, label: row.name, state: row.updated_at.toISOString() };
}
