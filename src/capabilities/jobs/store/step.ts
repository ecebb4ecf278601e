import { sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { LogLevel } from "../contract.ts";
import type { StoredActor } from "./rows.ts";

export interface StartedRow {
  name: string;
  payload: JsonValue;
  actor: StoredActor;
  requestId: string | null;
  projectId: string | null;
  attempt: number;
  checkpoint: JsonValue | null;
}

/** Tells watchers that the job moved; rides along with COMMIT. */
export function moved(ws: string, jobId: string): Statement {
  return sql`insert into core.outbox (workspace_id, topic, ref_id) values (${ws}, 'jobs', ${jobId})`;
}

/** Tells workers that something waits for them, or that a running job shall stop. */
export function waiting(ws: string, jobId: string): Statement {
  return sql`insert into core.outbox (workspace_id, topic, ref_id) values (${ws}, 'queue', ${jobId})`;
}

/** Counts the try and marks the job as running. */
export async function start(tx: Tx, ws: string, jobId: string): Promise<StartedRow | null> {
  return await tx.first<StartedRow>(sql`
    update jobs.jobs set state = 'running', attempt = attempt + 1, started_at = coalesce(started_at, now()), ended_at = null,
      error = null, done = 0, total = null, message = '', version = version + 1
    where workspace_id = ${ws} and id = ${jobId} and state = 'queued'
    returning name, payload, actor, request_id as "requestId", project_id as "projectId", attempt, checkpoint`);
}

export interface Progress {
  done: number;
  total: number | null;
  message: string;
}

export interface NewLine {
  level: LogLevel;
  text: string;
  at: Date;
}

/** Writes what gathered since the last flush: newest progress, log lines in order. */
export async function report(tx: Tx, ws: string, jobId: string, progress: Progress | null, lines: readonly NewLine[]): Promise<void> {
  await tx.run(sql`
    with job as (
      update jobs.jobs set
        done = coalesce(${progress?.done ?? null}::float8, done),
        total = case when ${progress !== null}::boolean then ${progress?.total ?? null}::float8 else total end,
        message = case when cancelling then message else coalesce(${progress?.message ?? null}::text, message) end,
        lines = lines + ${lines.length}::int, version = version + 1
      where workspace_id = ${ws} and id = ${jobId} and state = 'running'
      returning attempt, lines
    )
    insert into jobs.job_logs (workspace_id, job_id, line, attempt, level, text, at)
    select ${ws}, ${jobId}, job.lines - ${lines.length}::int + l.n, job.attempt, l.level, l.text, to_timestamp(l.at)
    from job cross join unnest(${lines.map((l) => l.level)}::text[], ${lines.map((l) => l.text)}::text[], ${lines.map((l) => l.at.getTime() / 1000)}::float8[])
      with ordinality as l(level, text, at, n)`);
}

/** Keeps the state the next try starts from. */
export async function keepCheckpoint(tx: Tx, ws: string, jobId: string, state: JsonValue): Promise<void> {
  await tx.run(sql`update jobs.jobs set checkpoint = ${JSON.stringify(state)}::jsonb where workspace_id = ${ws} and id = ${jobId}`);
}

export type Ending = { state: "finished"; result: JsonValue } | { state: "failed"; error: string } | { state: "cancelled" };

/** Ends the job and gives the lease up in the same transaction; false when the lease was lost before. */
export async function end(tx: Tx, ws: string, jobId: string, token: number, ending: Ending): Promise<boolean> {
  await tx.run(sql`
    update jobs.jobs set state = ${ending.state}, ended_at = now(), cancelling = false, version = version + 1,
      result = ${ending.state === "finished" ? JSON.stringify(ending.result) : null}::jsonb,
      error = ${ending.state === "failed" ? ending.error : null},
      done = case when ${ending.state === "finished"}::boolean then coalesce(total, done) else done end,
      message = case when ${ending.state}::text = 'cancelled' then 'Cancelled' else message end
    where workspace_id = ${ws} and id = ${jobId}`);
  return (await tx.run(sql`delete from jobs.claims where job_id = ${jobId} and token = ${token} and lease_until is not null`)) === 1;
}

/**
 * Puts a leased job back into the queue; false when the lease was lost before.
 * `charge`: the try counts; `forgive`: one more is granted; `unharmed`: the try never was (its worker shuts down).
 */
export async function putBack(
  tx: Tx,
  ws: string,
  jobId: string,
  token: number,
  back: { how: "charge" | "forgive" | "unharmed"; error: string | null; message: string; afterMs: number },
): Promise<boolean> {
  await tx.run(sql`
    update jobs.jobs set state = 'queued', error = ${back.error}, message = ${back.message}, version = version + 1,
      attempt = greatest(0, attempt - case when state = 'running' and ${back.how === "unharmed"}::boolean then 1 else 0 end),
      attempts = case when ${back.how === "forgive"}::boolean then greatest(attempts, attempt + 1) else attempts end,
      lost = lost + case when ${back.how === "forgive"}::boolean then 1 else 0 end
    where workspace_id = ${ws} and id = ${jobId}`);
  return (
    (await tx.run(sql`
    update jobs.claims set lease_until = null, worker = null, run_after = now() + ${back.afterMs}::float8 * interval '1 millisecond'
    where job_id = ${jobId} and token = ${token} and lease_until is not null`)) === 1
  );
}

/** Tries the job may still have: read before a failure is judged. */
export async function triesOf(tx: Tx, ws: string, jobId: string): Promise<{ attempt: number; attempts: number; lost: number } | null> {
  return await tx.first(sql`select attempt, attempts, lost from jobs.jobs where workspace_id = ${ws} and id = ${jobId} for update`);
}

/** Takes an expired lease away; says what becomes of the job. Null when somebody was faster or it was renewed. */
export async function reap(tx: Tx, ws: string, jobId: string, mostLost: number): Promise<{ state: "queued" | "failed" | "cancelled"; lost: number } | null> {
  const job = await tx.first<{ state: string; cancelling: boolean; lost: number }>(sql`
    select state, cancelling, lost from jobs.jobs where workspace_id = ${ws} and id = ${jobId} for update skip locked`);
  if (job === null) return null;
  const claim = await tx.first<{ cancel: boolean }>(sql`
    select cancel from jobs.claims where job_id = ${jobId} and workspace_id = ${ws} and lease_until < clock_timestamp() for update skip locked`);
  if (claim === null) return null;
  const lost = job.lost + (job.state === "running" ? 1 : 0);
  const state = claim.cancel ? "cancelled" : lost > mostLost ? "failed" : "queued";
  await tx.run(
    state === "queued"
      ? sql`update jobs.claims set lease_until = null, worker = null, run_after = now() where job_id = ${jobId}`
      : sql`delete from jobs.claims where job_id = ${jobId}`,
  );
  await tx.run(sql`
    update jobs.jobs set state = ${state}, lost = ${lost}, version = version + 1, cancelling = false,
      attempts = case when ${state}::text = 'queued' and state = 'running' then greatest(attempts, attempt + 1) else attempts end,
      ended_at = case when ${state}::text = 'queued' then null else now() end,
      error = case when ${state}::text = 'failed' then ${`Its worker stopped answering ${lost} times; the job seems to end the program that runs it.`}::text end,
      message = ${state === "queued" ? "Taken over: the worker that ran it stopped answering" : state === "cancelled" ? "Cancelled" : ""}
    where workspace_id = ${ws} and id = ${jobId}`);
  return { state, lost };
}
