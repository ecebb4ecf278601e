import { sql } from "../../../db/sql.ts";
import type { Tx } from "../../../kernel/ports.ts";

export async function upsertBeats(tx: Tx, ws: string, beats: readonly { runId: string; at: Date; dueAt: Date }[]): Promise<void> {
  await tx.run(sql`
    insert into tracking.run_beats (workspace_id, run_id, at, due_at)
    select ${ws}::uuid, run_id, max(at), max(due_at) from unnest(${beats.map((b) => b.runId)}::uuid[], ${beats.map((b) => b.at)}::timestamptz[],
      ${beats.map((b) => b.dueAt)}::timestamptz[]) as i(run_id, at, due_at) group by run_id order by run_id
    on conflict (workspace_id, run_id) do update set at = excluded.at, due_at = excluded.due_at`);
}

/** Runs that were ended for their silence and speak again go on. */
export async function reviveRuns(tx: Tx, ws: string, runIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    with back as (
      update tracking.run_beats set lapsed = false where workspace_id = ${ws} and run_id = any(${[...runIds]}::uuid[]) and lapsed returning run_id
    )
    update tracking.runs r set status = 'running', ended_at = null, error = null, updated_at = now() from back
    where r.workspace_id = ${ws} and r.id = back.run_id and r.status = 'failed'`);
}

/** Ends what has been silent for too long; answers the runs. */
export async function endSilent(tx: Tx, ws: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    with silent as (
      update tracking.run_beats set lapsed = true where workspace_id = ${ws} and due_at < now() and not lapsed returning run_id, at
    )
    update tracking.runs r set status = 'failed', ended_at = greatest(silent.at, r.started_at), updated_at = now(),
      error = 'No sign of life since ' || to_char(silent.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC.'
    from silent where r.workspace_id = ${ws} and r.id = silent.run_id and r.status = 'running' returning r.id`);
  return rows.map((r) => r.id);
}
