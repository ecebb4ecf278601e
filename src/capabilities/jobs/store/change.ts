import { sql } from "../../../db/sql.ts";
import type { JobRequest, Tx } from "../../../kernel/ports.ts";
import type { JobState } from "../contract.ts";
import type { StoredActor } from "./rows.ts";

/** Inserts the job, its claim and its outbox row in one statement; answers the job's id. */
export async function insertJob(tx: Tx, ws: string, actor: StoredActor, request: JobRequest): Promise<string> {
  const row = await tx.first<{ id: string }>(sql`
    with job as (
      insert into jobs.jobs (workspace_id, name, label, project_id, payload, actor, request_id, priority, concurrency_key, attempts, tries)
      values (${ws}, ${request.definition}, ${request.label}, ${request.projectId}, ${JSON.stringify(request.payload)}::jsonb,
        ${JSON.stringify(actor)}::jsonb, ${request.requestId}, ${request.priority}, ${request.concurrencyKey}, ${request.attempts}, ${request.attempts})
      returning workspace_id, id, project_id, name, priority, concurrency_key
    ), claim as (
      insert into jobs.claims (job_id, workspace_id, lane, name, priority, concurrency_key)
      select id, workspace_id, coalesce(project_id, workspace_id), name, priority, concurrency_key from job
    ), event as (
      insert into core.outbox (workspace_id, topic, ref_id) select workspace_id, topic, id::text from job cross join unnest('{jobs,queue}'::text[]) as topic
    )
    select id from job`);
  if (row === null) throw new Error(`Job ${request.definition} was not inserted`);
  return row.id;
}

/** Locks the job's row; every change of a job takes this lock before the lock on its claim. */
export async function lockJob(tx: Tx, ws: string, id: string): Promise<{ state: JobState; cancelling: boolean; priority: number } | null> {
  return await tx.first(sql`select state, cancelling, priority from jobs.jobs where workspace_id = ${ws} and id = ${id} for update`);
}

/** Takes a job that no worker holds out of the queue; false when one holds it. */
export async function cancelQueued(tx: Tx, ws: string, id: string): Promise<boolean> {
  const gone = await tx.run(sql`delete from jobs.claims where job_id = ${id} and workspace_id = ${ws} and lease_until is null`);
  if (gone === 0) return false;
  await tx.run(sql`
    update jobs.jobs set state = 'cancelled', message = 'Cancelled before it started', ended_at = now(), version = version + 1
    where workspace_id = ${ws} and id = ${id}`);
  return true;
}

/** Asks the worker that holds the job to stop it. */
export async function wishCancel(tx: Tx, ws: string, id: string): Promise<void> {
  await tx.run(sql`update jobs.claims set cancel = true where job_id = ${id} and workspace_id = ${ws}`);
  await tx.run(sql`update jobs.jobs set cancelling = true, message = 'Stopping', version = version + 1 where workspace_id = ${ws} and id = ${id}`);
}

/** Queues an ended job again for the person who asks now; its checkpoint stays. */
export async function requeue(tx: Tx, ws: string, id: string, actor: StoredActor, requestId: string): Promise<void> {
  await tx.run(sql`
    with job as (
      update jobs.jobs set state = 'queued', attempts = attempt + tries, lost = 0, error = null, result = null, message = '', cancelling = false,
        ended_at = null, actor = ${JSON.stringify(actor)}::jsonb, request_id = ${requestId}, version = version + 1
      where workspace_id = ${ws} and id = ${id}
      returning workspace_id, id, project_id, name, priority, concurrency_key
    )
    insert into jobs.claims (job_id, workspace_id, lane, name, priority, concurrency_key)
    select id, workspace_id, coalesce(project_id, workspace_id), name, priority, concurrency_key from job`);
}

/** Moves a queued job in its workspace's order. */
export async function reprioritise(tx: Tx, ws: string, id: string, priority: number): Promise<void> {
  await tx.run(sql`update jobs.jobs set priority = ${priority}, version = version + 1 where workspace_id = ${ws} and id = ${id}`);
  await tx.run(sql`update jobs.claims set priority = ${priority} where job_id = ${id} and workspace_id = ${ws}`);
}
