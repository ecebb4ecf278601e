import { decodeCursor, encodeCursor } from "../../../db/keyset.ts";
import { prepared, raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { Span, SpanHead } from "../contract/spans.ts";
import type { CostFacts, TokenFacts } from "../domain/trace-facts.ts";

type Object = Record<string, JsonValue>;

/** A span's row, as one JSON row of a batch. */
export interface SpanRow {
  trace_id: string;
  id: string;
  parent_id: string | null;
  name: string;
  type: string;
  status: string;
  status_message: string | null;
  start_ns: string;
  end_ns: string | null;
  attributes: Object;
  events: JsonValue;
  links: JsonValue;
  exact: Object;
  size_bytes: number;
  event_count: number;
  usage: Object | null;
  cost: Object | null;
  model: string | null;
  provider: string | null;
}

const given = raw(`trace_id text, id text, parent_id text, name text, type text, status text, status_message text, start_ns bigint, end_ns bigint,
  attributes json, events json, links json, exact json, size_bytes integer, event_count integer, usage jsonb, cost jsonb, model text, provider text`);
const columns = raw(`trace_id, id, parent_id, name, type, status, status_message, start_ns, end_ns, attributes, events, links, exact, size_bytes,
  event_count, usage, cost, model, provider`);

/** `rows` is the JSON text of {@link SpanRow}s with distinct keys; a span sent again replaces what stood. */
export async function upsertSpans(tx: Tx, ws: string, rows: string): Promise<void> {
  await tx.run(
    prepared(
      "tracking.upsertSpans",
      sql`
    insert into tracking.spans (workspace_id, ${columns})
    select ${ws}, ${columns} from json_to_recordset(${rows}::json) as g(${given}) order by trace_id, id
    on conflict (workspace_id, trace_id, id) do update set
      parent_id = excluded.parent_id, name = excluded.name, type = excluded.type, status = excluded.status, status_message = excluded.status_message,
      start_ns = excluded.start_ns, end_ns = excluded.end_ns, attributes = excluded.attributes, events = excluded.events, links = excluded.links,
      exact = excluded.exact, size_bytes = excluded.size_bytes, event_count = excluded.event_count, usage = excluded.usage, cost = excluded.cost,
      model = excluded.model, provider = excluded.provider`,
    ),
  );
}

/** Of these spans, those that stand, with their status; their traces' rows are locked by the caller. */
export async function standingSpans(tx: Tx, ws: string, spans: readonly { trace_id: string; id: string }[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ trace_id: string; id: string; status: string }>(
    prepared(
      "tracking.standingSpans",
      sql`
    select s.trace_id, s.id, s.status from unnest(${spans.map((s) => s.trace_id)}::text[], ${spans.map((s) => s.id)}::text[]) as g(trace_id, id)
    join tracking.spans s on s.workspace_id = ${ws} and s.trace_id = g.trace_id and s.id = g.id`,
    ),
  );
  return new Map(rows.map((r) => [`${r.trace_id} ${r.id}`, r.status]));
}

export async function addCounts(tx: Tx, ws: string, counts: readonly { id: string; spans: number; errors: number }[]): Promise<void> {
  await tx.run(
    prepared(
      "tracking.addSpanCounts",
      sql`
    update tracking.traces t set span_count = t.span_count + g.spans, error_count = t.error_count + g.errors
    from unnest(${counts.map((c) => c.id)}::text[], ${counts.map((c) => c.spans)}::integer[], ${counts.map((c) => c.errors)}::integer[]) as g(id, spans, errors)
    where t.workspace_id = ${ws} and t.id = g.id`,
    ),
  );
}

export interface UsageRow {
  trace_id: string;
  id: string;
  parent_id: string | null;
  usage: Object | null;
  cost: Object | null;
}

/** Every span of these traces with what it used: a parent may sum up its children's. */
export async function selectUsage(tx: Tx, ws: string, traceIds: readonly string[]): Promise<UsageRow[]> {
  return await tx.rows<UsageRow>(sql`
    select trace_id, id, parent_id, usage, cost from tracking.spans where workspace_id = ${ws} and trace_id = any(${[...traceIds]}::text[])`);
}

/** What spans used in all, where the client did not state it. */
export interface Totals extends TokenFacts, CostFacts {
  id: string;
  metadata: Record<string, string>;
}

export async function setTotals(tx: Tx, ws: string, totals: readonly Totals[]): Promise<void> {
  await tx.run(sql`
    update tracking.traces t set
      input_tokens = coalesce(g.input_tokens, t.input_tokens), output_tokens = coalesce(g.output_tokens, t.output_tokens),
      total_tokens = coalesce(g.total_tokens, t.total_tokens), cache_read_tokens = coalesce(g.cache_read_tokens, t.cache_read_tokens),
      cache_creation_tokens = coalesce(g.cache_creation_tokens, t.cache_creation_tokens), input_cost = coalesce(g.input_cost, t.input_cost),
      output_cost = coalesce(g.output_cost, t.output_cost), total_cost = coalesce(g.total_cost, t.total_cost), metadata = t.metadata || g.metadata
    from jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) as g(id text, input_tokens bigint, output_tokens bigint, total_tokens bigint,
      cache_read_tokens bigint, cache_creation_tokens bigint, input_cost float8, output_cost float8, total_cost float8, metadata jsonb)
    where t.workspace_id = ${ws} and t.id = g.id`);
}

interface HeadRow {
  id: string;
  parent_id: string | null;
  name: string;
  type: string;
  status: SpanHead["status"];
  start_ns: string;
  end_ns: string | null;
}

export interface Paged {
  limit: number;
  cursor?: string | undefined;
}

export async function selectTree(tx: Tx, ws: string, traceId: string, p: Paged): Promise<{ items: SpanHead[]; nextCursor: string | null }> {
  const key = decodeCursor(p.cursor, 2);
  const after = key ? sql`and (start_ns, id) > (${key[0]}::bigint, ${key[1]})` : sql``;
  const rows = await tx.rows<HeadRow & { total_tokens: string | null; model: string | null; event_count: number; size_bytes: number }>(sql`
    select id, parent_id, name, type, status, start_ns::text, end_ns::text, usage ->> 'total_tokens' as total_tokens, model, event_count, size_bytes
    from tracking.spans where workspace_id = ${ws} and trace_id = ${traceId} ${after} order by start_ns, id limit ${p.limit + 1}`);
  const items = rows.slice(0, p.limit);
  const last = items.at(-1);
  return {
    items: items.map((r) => ({ ...head(r), totalTokens: whole(r.total_tokens), model: r.model, events: r.event_count, sizeBytes: r.size_bytes })),
    nextCursor: rows.length > p.limit && last ? encodeCursor([last.start_ns, last.id]) : null,
  };
}

function head(r: HeadRow): Pick<SpanHead, "id" | "parentId" | "name" | "type" | "status" | "startNs" | "endNs"> {
  return { id: r.id, parentId: r.parent_id, name: r.name, type: r.type, status: r.status, startNs: r.start_ns, endNs: r.end_ns };
}

function whole(text: string | null): number | null {
  const value = Number(text);
  return text !== null && Number.isSafeInteger(value) ? value : null;
}

const content = raw(
  "s.id, s.parent_id, s.name, s.type, s.status, s.status_message, s.start_ns::text, s.end_ns::text, s.attributes, s.events, s.links, s.exact",
);

type ContentRow = HeadRow & {
  status_message: string | null;
  attributes: Object;
  events: Span["events"];
  links: Span["links"];
  exact: Object;
};

/** A page ends before its content passes `bytes`, but holds one span at least. */
export async function selectSpans(
  tx: Tx,
  ws: string,
  traceId: string,
  p: Paged & { roots?: boolean | undefined },
  bytes: number,
): Promise<{ items: Span[]; nextCursor: string | null }> {
  const key = decodeCursor(p.cursor, 2);
  const roots = p.roots === undefined ? sql`` : sql`and (s.parent_id is null) = ${p.roots}`;
  const after = key ? sql`and (s.start_ns, s.id) > (${key[0]}::bigint, ${key[1]})` : sql``;
  const rows = await tx.rows<ContentRow & { more: boolean }>(sql`
    with sized as (
      select id, start_ns, row_number() over w as n, sum(size_bytes) over w as total, count(*) over () as found from (
        select s.id, s.start_ns, s.size_bytes from tracking.spans s where s.workspace_id = ${ws} and s.trace_id = ${traceId} ${roots} ${after}
        order by s.start_ns, s.id limit ${p.limit + 1}
      ) heads window w as (order by start_ns, id)
    ), page as (
      select id, start_ns, n < found as more from sized where n <= ${p.limit} and (n = 1 or total <= ${bytes}) order by n desc limit 1
    )
    select ${content}, page.more from page join tracking.spans s on (s.start_ns, s.id) <= (page.start_ns, page.id)
    where s.workspace_id = ${ws} and s.trace_id = ${traceId} ${roots} ${after} order by s.start_ns, s.id`);
  const last = rows.at(-1);
  return { items: rows.map(toSpan), nextCursor: last?.more ? encodeCursor([last.start_ns, last.id]) : null };
}

export async function findSpan(tx: Tx, ws: string, traceId: string, id: string): Promise<Span | null> {
  const row = await tx.first<ContentRow>(sql`
    select ${content} from tracking.spans s where s.workspace_id = ${ws} and s.trace_id = ${traceId} and s.id = ${id}`);
  return row && toSpan(row);
}

function toSpan(r: ContentRow): Span {
  return { ...head(r), statusMessage: r.status_message, attributes: r.attributes, events: r.events, links: r.links, exact: r.exact };
}
