import type { Statement } from "../../../kernel/ports.ts";
import { raw, sql } from "../../../db/sql.ts";
import type { JsonValue } from "../../../kernel/contract/common.ts";
import type { JobState } from "../contract.ts";

/** Who asked for a job, as far as it must be known to ask the rights again. */
export interface StoredActor {
  kind: "user" | "service" | "system";
  id: string;
  name: string;
  keyId?: string;
  scopes?: readonly string[];
  defaultProjectId?: string;
}

/** Why a queued job waits, as codes; `domain/present.ts` has the words. */
export type WaitingCode = "no_worker" | "unknown_definition" | "retry" | "key" | "slot";

export interface JobRow {
  id: string;
  name: string;
  label: string;
  project_id: string | null;
  actor: StoredActor;
  state: JobState;
  done: number;
  total: number | null;
  message: string;
  cancelling: boolean;
  priority: number;
  attempt: number;
  attempts: number;
  error: string | null;
  result: JsonValue | null;
  version: number;
  lines: number;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  waiting: WaitingCode | null;
  run_after: Date | null;
}

/** Workers not seen for this long count as gone when a job says why it waits. */
const workerGone = raw("interval '15 seconds'");

/** `select … from` of a job with the reason it waits; ends before WHERE, the job is `j`, its claim `c`. */
export const selectJob: Statement = sql`
  select j.id, j.name, j.label, j.project_id, j.actor, j.state, j.done, j.total, j.message, j.cancelling, j.priority,
    j.attempt, j.attempts, j.error, j.result, j.version, j.lines, j.created_at, j.started_at, j.ended_at, c.run_after,
    case
      when j.state <> 'queued' then null
      when not exists (select from jobs.workers w where w.seen_at > now() - ${workerGone}) then 'no_worker'
      when not exists (select from jobs.workers w where w.seen_at > now() - ${workerGone} and j.name = any(w.names)) then 'unknown_definition'
      when c.run_after > now() then 'retry'
      when c.lease_until is null and exists (
        select from jobs.claims o
        where o.workspace_id = j.workspace_id and o.concurrency_key = c.concurrency_key and o.lease_until is not null
      ) then 'key'
      else 'slot'
    end as waiting
  from jobs.jobs j
  left join jobs.claims c on c.job_id = j.id and c.workspace_id = j.workspace_id`;
