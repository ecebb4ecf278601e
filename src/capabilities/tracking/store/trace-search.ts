import { compileClauses } from "../../../db/filter/compile.ts";
import type { Clause } from "../../../db/filter/grammar.ts";
import { compileOrder, sorted, type OrderTerm } from "../../../db/filter/order.ts";
import { parseFilter, refusing } from "../../../db/filter/parse.ts";
import { encodeCursor } from "../../../db/keyset.ts";
import { and, containing, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { Trace } from "../contract/traces.ts";
import { selectAssessmentsOf } from "./assessments.ts";
import { numberOfExperiment, ofRun, spanFields, traceFields } from "./trace-fields.ts";

export interface TraceScope {
  projectId?: string | undefined;
  experimentIds?: readonly string[] | undefined;
}

/** Conditions of a scope over alias `t`. Of one experiment the newest are walked in order by their index, of several all are sorted. */
export function inScope(ws: string, scope: TraceScope): Statement[] {
  const where = [sql`t.workspace_id = ${ws}`];
  if (scope.projectId) where.push(sql`t.project_id = ${scope.projectId}`);
  const [only, ...others] = scope.experimentIds ?? [];
  if (only !== undefined && others.length === 0) where.push(sql`t.experiment_id = ${only}`);
  else if (scope.experimentIds) where.push(sql`t.experiment_id = any(${[...scope.experimentIds]}::uuid[])`);
  return where;
}

/** A filter as conditions over alias `t`; clauses on spans must hold for one span together. */
export function traceConditions(ws: string, text: string | undefined, name = "filter"): Statement[] {
  if (text === undefined) return [];
  return refusing(name, text, () => {
    const clauses = parseFilter(text);
    const spans = compileClauses(spanFields, clauses.filter(ofSpan));
    const own = clauses.filter((clause) => !ofSpan(clause)).flatMap((clause) => compileClauses(traceFields(ws, clause), [clause]));
    return spans.length === 0 ? own : [...own, sql`exists (select from tracking.spans s where s.workspace_id = ${ws} and s.trace_id = t.id and ${and(spans)})`];
  });
}

function ofSpan({ field }: Clause): boolean {
  return field.entity === "span" || (field.key === "text" && (field.entity === null || traceFields("").attributes.names.includes(field.entity)));
}

export interface TraceFilter extends TraceScope {
  experimentId?: string | undefined;
  ids?: readonly string[] | undefined;
  runId?: string | undefined;
  filter?: string | undefined;
  orderBy?: readonly string[] | undefined;
  state?: readonly string[] | undefined;
  q?: string | undefined;
  sort: "requestedAt" | "durationMs" | "name" | "state" | "tokens" | "spanCount";
  order: "asc" | "desc";
  limit: number;
  cursor?: string | undefined;
}

const sorts: Readonly<Record<TraceFilter["sort"], Omit<OrderTerm, "desc">>> = {
  requestedAt: { value: raw("t.request_ms"), type: "int8", nullable: false },
  durationMs: { value: raw("t.duration_ms"), type: "int8", nullable: true },
  name: { value: raw("t.name"), type: "text", nullable: true },
  state: { value: raw("t.state"), type: "text", nullable: false },
  tokens: { value: raw("t.total_tokens"), type: "int8", nullable: true },
  spanCount: { value: raw("t.span_count"), type: "int8", nullable: false },
};
const ties: readonly OrderTerm[] = [
  { ...sorts.requestedAt, desc: true },
  { value: raw("t.id"), type: "text", nullable: false, desc: false },
];

interface TraceRow {
  id: string;
  project_id: string;
  experiment_id: string;
  experiment_number: number;
  name: string | null;
  state: Trace["state"];
  request_ms: number;
  duration_ms: number | null;
  client_request_id: string | null;
  request_preview: string | null;
  response_preview: string | null;
  session_id: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  cache_read_tokens: number | null;
  cache_creation_tokens: number | null;
  input_cost: number | null;
  output_cost: number | null;
  total_cost: number | null;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  span_count: number;
  error_count: number;
}

const columns =
  raw(`t.id, t.project_id, t.experiment_id, ${numberOfExperiment.text} as experiment_number, t.name, t.state, t.request_ms, t.duration_ms, t.client_request_id,
  t.request_preview, t.response_preview, t.session_id, t.input_tokens, t.output_tokens, t.total_tokens, t.cache_read_tokens, t.cache_creation_tokens,
  t.input_cost, t.output_cost, t.total_cost, t.metadata, t.tags, t.span_count, t.error_count`);

export async function selectTraces(tx: Tx, ws: string, f: TraceFilter): Promise<{ items: Trace[]; nextCursor: string | null }> {
  const where = [...inScope(ws, f), ...traceConditions(ws, f.filter)];
  if (f.experimentId) where.push(sql`t.experiment_id = ${f.experimentId}`);
  if (f.ids) where.push(sql`t.id = any(${[...f.ids]}::text[])`);
  if (f.runId) where.push(ofRun(ws, f.runId));
  if (f.state) where.push(sql`t.state = any(${[...f.state]}::text[])`);
  if (f.q) {
    const like = containing(f.q);
    where.push(sql`(t.name ilike ${like} or t.id ilike ${like} or t.request_preview ilike ${like} or t.response_preview ilike ${like})`);
  }
  const terms = f.orderBy ? compileOrder(traceFields(ws), f.orderBy) : [{ ...sorts[f.sort], desc: f.order === "desc" }];
  const order = sorted(terms, ties);
  where.push(...order.after(f.cursor));
  // A regular expression can be made to run for ever.
  await tx.run(sql`set local statement_timeout = '20s'`);
  const rows = await tx.rows<TraceRow>(sql`
    select ${columns}, ${order.columns} from tracking.traces t ${order.joins}
    where t.workspace_id = ${ws} and ${and(where)} order by ${order.orderBy} limit ${f.limit + 1}`);
  const shown = rows.slice(0, f.limit);
  const last = shown.at(-1);
  return { items: await withAssessments(tx, ws, shown), nextCursor: rows.length > f.limit && last ? encodeCursor(order.key(last)) : null };
}

/** Traces by id, in no order. */
export async function findTraces(tx: Tx, ws: string, ids: readonly string[]): Promise<Trace[]> {
  const rows = await tx.rows<TraceRow>(sql`
    select ${columns} from tracking.traces t where t.workspace_id = ${ws} and t.id = any(${[...ids]}::text[])`);
  return await withAssessments(tx, ws, rows);
}

async function withAssessments(tx: Tx, ws: string, rows: readonly TraceRow[]): Promise<Trace[]> {
  const assessments = await selectAssessmentsOf(
    tx,
    ws,
    rows.map((r) => r.id),
  );
  return rows.map((row) => ({
    id: row.id,
    projectId: row.project_id,
    experimentId: row.experiment_id,
    experimentNumber: row.experiment_number,
    name: row.name,
    state: row.state,
    requestedAt: new Date(row.request_ms).toISOString(),
    durationMs: row.duration_ms,
    clientRequestId: row.client_request_id,
    requestPreview: row.request_preview,
    responsePreview: row.response_preview,
    sessionId: row.session_id,
    tokens: orNull({
      input: row.input_tokens,
      output: row.output_tokens,
      total: row.total_tokens,
      cacheRead: row.cache_read_tokens,
      cacheCreation: row.cache_creation_tokens,
    }),
    costUsd: orNull({ input: row.input_cost, output: row.output_cost, total: row.total_cost }),
    metadata: row.metadata,
    tags: row.tags,
    spanCount: row.span_count,
    errorCount: row.error_count,
    assessments: assessments.get(row.id) ?? [],
  }));
}

function orNull<T extends object>(figures: T): T | null {
  return Object.values(figures).some((value) => value !== null) ? figures : null;
}

export interface Overlap {
  total: number;
  filter1: number;
  filter2: number;
  joint: number;
}

/** How many traces of a scope pass one filter, the other, and both. */
export async function countOverlap(tx: Tx, ws: string, scope: TraceScope, base: string | undefined, filter1: string, filter2: string): Promise<Overlap> {
  const [first, second] = [and(traceConditions(ws, filter1, "filter1")), and(traceConditions(ws, filter2, "filter2"))];
  await tx.run(sql`set local statement_timeout = '20s'`);
  const row = await tx.first<Overlap>(sql`
    select count(*) as total, count(*) filter (where f1) as filter1, count(*) filter (where f2) as filter2, count(*) filter (where f1 and f2) as joint
    from (select coalesce(${first}, false) as f1, coalesce(${second}, false) as f2 from tracking.traces t
      where t.workspace_id = ${ws} and ${and([...inScope(ws, scope), ...traceConditions(ws, base, "base")])}) x`);
  return row ?? { total: 0, filter1: 0, filter2: 0, joint: 0 };
}
