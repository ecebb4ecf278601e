import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

/** A trace may be linked before it arrives: clients send spans behind the run's back. */
export async function insertRunLinks(tx: Tx, ws: string, links: readonly { runId: string; traceId: string }[]): Promise<number> {
  return await tx.run(sql`
    insert into tracking.trace_runs (workspace_id, run_id, trace_id)
    select ${ws}, run_id, trace_id from unnest(${links.map((l) => l.runId)}::uuid[], ${links.map((l) => l.traceId)}::text[]) as l(run_id, trace_id)
    order by run_id, trace_id on conflict do nothing`);
}

export async function insertPromptLinks(tx: Tx, ws: string, traceId: string, prompts: readonly { name: string; version: string }[]): Promise<number> {
  return await tx.run(sql`
    insert into tracking.trace_prompts (workspace_id, trace_id, name, version)
    select ${ws}, ${traceId}, name, version from unnest(${prompts.map((p) => p.name)}::text[], ${prompts.map((p) => p.version)}::text[]) as p(name, version)
    on conflict do nothing`);
}

/** Runs a trace was written in or linked to. */
export async function selectRunLinks(tx: Tx, ws: string, traceId: string): Promise<{ id: string; name: string }[]> {
  return await tx.rows(sql`
    select r.id, r.name from tracking.runs r where r.workspace_id = ${ws} and r.id in (
      select l.run_id from tracking.trace_runs l where l.workspace_id = ${ws} and l.trace_id = ${traceId}
      union select (t.metadata ->> 'mlflow.sourceRun')::uuid from tracking.traces t
      where t.workspace_id = ${ws} and t.id = ${traceId} and t.metadata ->> 'mlflow.sourceRun' ~ '^[0-9a-f]{32}$'
    ) order by r.started_at, r.id limit 100`);
}

export async function selectPromptLinks(tx: Tx, ws: string, traceId: string): Promise<{ name: string; version: string }[]> {
  return await tx.rows(sql`
    select name, version from tracking.trace_prompts where workspace_id = ${ws} and trace_id = ${traceId} order by name, version limit 1000`);
}
