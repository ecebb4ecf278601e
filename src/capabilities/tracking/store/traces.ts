import { prepared, raw, sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";
import type { TraceFacts } from "../domain/trace-facts.ts";

const given = raw(`id text, owner_id uuid, project_id uuid, experiment_id uuid, request_ms bigint, duration_ms bigint, state text, name text,
  client_request_id text, request_preview text, response_preview text, session_id text, input_tokens bigint, output_tokens bigint, total_tokens bigint,
  cache_read_tokens bigint, cache_creation_tokens bigint, input_cost float8, output_cost float8, total_cost float8, metadata jsonb, tags jsonb,
  final boolean, tokens_given boolean, cost_given boolean`);

const columns = raw(`id, owner_id, project_id, experiment_id, request_ms, duration_ms, state, name, client_request_id, request_preview, response_preview,
  session_id, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_creation_tokens, input_cost, output_cost, total_cost, metadata, tags,
  final, tokens_given, cost_given`);

export interface Written {
  id: string;
  tokens_given: boolean;
  cost_given: boolean;
}

/**
 * Traces as clients state them: the statement wins over what stands, tags and metadata are merged.
 * A trace of another project is left alone and not answered. Ids are distinct; rows are locked in their order.
 */
export async function upsertStated(tx: Tx, ws: string, traces: readonly TraceFacts[]): Promise<Written[]> {
  return await tx.rows<Written>(
    prepared(
      "tracking.upsertStatedTraces",
      sql`
    insert into tracking.traces as t (workspace_id, ${columns})
    select ${ws}, ${columns} from jsonb_to_recordset(${JSON.stringify(traces)}::jsonb) as g(${given}) order by id
    on conflict (workspace_id, id) do update set
      experiment_id = excluded.experiment_id, request_ms = excluded.request_ms, duration_ms = excluded.duration_ms, state = excluded.state,
      client_request_id = excluded.client_request_id, name = coalesce(excluded.name, t.name),
      request_preview = coalesce(excluded.request_preview, t.request_preview),
      response_preview = coalesce(excluded.response_preview, t.response_preview),
      session_id = coalesce(excluded.session_id, t.session_id),
      input_tokens = case when excluded.tokens_given then excluded.input_tokens else t.input_tokens end,
      output_tokens = case when excluded.tokens_given then excluded.output_tokens else t.output_tokens end,
      total_tokens = case when excluded.tokens_given then excluded.total_tokens else t.total_tokens end,
      cache_read_tokens = case when excluded.tokens_given then excluded.cache_read_tokens else t.cache_read_tokens end,
      cache_creation_tokens = case when excluded.tokens_given then excluded.cache_creation_tokens else t.cache_creation_tokens end,
      input_cost = case when excluded.cost_given then excluded.input_cost else t.input_cost end,
      output_cost = case when excluded.cost_given then excluded.output_cost else t.output_cost end,
      total_cost = case when excluded.cost_given then excluded.total_cost else t.total_cost end,
      metadata = t.metadata || excluded.metadata, tags = t.tags || excluded.tags, final = t.final or excluded.final,
      tokens_given = t.tokens_given or excluded.tokens_given, cost_given = t.cost_given or excluded.cost_given
    where t.project_id = excluded.project_id
    returning id, tokens_given, cost_given`,
    ),
  );
}

/** Traces as their spans tell: what stands wins, times widen until the client stated them. */
export async function upsertFromSpans(tx: Tx, ws: string, traces: readonly TraceFacts[]): Promise<Written[]> {
  return await tx.rows<Written>(
    prepared(
      "tracking.upsertTracesFromSpans",
      sql`
    insert into tracking.traces as t (workspace_id, ${columns})
    select ${ws}, ${columns} from jsonb_to_recordset(${JSON.stringify(traces)}::jsonb) as g(${given}) order by id
    on conflict (workspace_id, id) do update set
      request_ms = case when t.final then t.request_ms else least(t.request_ms, excluded.request_ms) end,
      duration_ms = case when t.final then t.duration_ms
        else greatest(t.request_ms + t.duration_ms, excluded.request_ms + excluded.duration_ms) - least(t.request_ms, excluded.request_ms) end,
      state = case when t.state in ('IN_PROGRESS', 'STATE_UNSPECIFIED') and excluded.state in ('OK', 'ERROR') then excluded.state else t.state end,
      name = coalesce(t.name, excluded.name),
      request_preview = coalesce(t.request_preview, excluded.request_preview),
      response_preview = coalesce(t.response_preview, excluded.response_preview),
      session_id = coalesce(t.session_id, excluded.session_id),
      metadata = excluded.metadata || t.metadata, tags = excluded.tags || t.tags
    where t.project_id = excluded.project_id
    returning id, tokens_given, cost_given`,
    ),
  );
}

/** Of these experiments, those that are not deleted, each with its project. */
export async function liveExperiments(tx: Tx, ws: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; project_id: string }>(
    prepared(
      "tracking.liveExperiments",
      sql`select id, project_id from tracking.experiments where workspace_id = ${ws} and id = any(${[...ids]}::uuid[]) and deleted_at is null`,
    ),
  );
  return new Map(rows.map((r) => [r.id, r.project_id]));
}

/** What the pipeline asks before every act on a trace. */
export async function locateTrace(tx: Tx, ws: string, id: string): Promise<{ projectId: string; ownerId: string; name: string | null; state: string } | null> {
  return await tx.first(
    prepared(
      "tracking.locateTrace",
      sql`select project_id as "projectId", owner_id as "ownerId", name, state from tracking.traces where workspace_id = ${ws} and id = ${id}`,
    ),
  );
}

export async function mergeTraceTags(tx: Tx, ws: string, id: string, tags: Record<string, string>, name: string | null): Promise<void> {
  await tx.run(sql`
    update tracking.traces set tags = tags || ${JSON.stringify(tags)}::jsonb, name = coalesce(${name}, name) where workspace_id = ${ws} and id = ${id}`);
}

/** How many of these keys were there. `forgetName` clears the name too. */
export async function removeTraceTags(tx: Tx, ws: string, id: string, keys: readonly string[], forgetName: boolean): Promise<number> {
  const row = await tx.first<{ removed: number }>(sql`
    with old as (
      select tags, name from tracking.traces where workspace_id = ${ws} and id = ${id} for update
    ), changed as (
      update tracking.traces set tags = tags - ${[...keys]}::text[], name = case when ${forgetName} then null else name end
      where workspace_id = ${ws} and id = ${id}
    )
    select (select count(*) from unnest(${[...keys]}::text[]) k where old.tags ? k)
      + case when ${forgetName} and old.name is not null then 1 else 0 end as removed from old`);
  return row?.removed ?? 0;
}

/** Projects of the traces there are among these. */
export async function projectsOfTraces(tx: Tx, ws: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; project_id: string }>(
    prepared("tracking.projectsOfTraces", sql`select id, project_id from tracking.traces where workspace_id = ${ws} and id = any(${[...ids]}::text[])`),
  );
  return new Map(rows.map((r) => [r.id, r.project_id]));
}

export interface Doomed {
  experimentId: string;
  ids?: readonly string[] | undefined;
  untilMs?: number | undefined;
  limit: number;
}

/** Deletes traces, oldest first, with everything that belongs to them; answers their ids. */
export async function removeTraces(tx: Tx, ws: string, doomed: Doomed): Promise<string[]> {
  const chosen = doomed.ids ? sql`id = any(${[...doomed.ids]}::text[])` : sql`request_ms <= ${doomed.untilMs ?? 0}`;
  const rows = await tx.rows<{ id: string }>(sql`
    with doomed as materialized (
      select id, owner_id from tracking.traces where workspace_id = ${ws} and experiment_id = ${doomed.experimentId} and ${chosen}
      order by request_ms, id limit ${doomed.limit} for update
    ), spans as (
      delete from tracking.spans where workspace_id = ${ws} and trace_id in (select id from doomed)
    ), assessments as (
      delete from tracking.assessments where workspace_id = ${ws} and trace_id in (select id from doomed)
    ), runs as (
      delete from tracking.trace_runs where workspace_id = ${ws} and trace_id in (select id from doomed)
    ), prompts as (
      delete from tracking.trace_prompts where workspace_id = ${ws} and trace_id in (select id from doomed)
    ), files as (
      delete from tracking.artifacts where workspace_id = ${ws} and owner_id in (select owner_id from doomed)
    )
    delete from tracking.traces where workspace_id = ${ws} and id in (select id from doomed) returning id`);
  return rows.map((r) => r.id);
}
