import { and, containing, oneOf, raw, sql } from "../../../db/sql.ts";
import type { Statement, Tx } from "../../../kernel/ports.ts";
import type { JobState, LogLevel } from "../contract.ts";
import { selectJob, type JobRow } from "./rows.ts";

export interface JobFilter {
  projectId?: string | undefined;
  state?: readonly JobState[] | undefined;
  name?: string | undefined;
  q?: string | undefined;
  actorId?: string | undefined;
}

/** Each sort: its expression (never null) and the type a cursor value is read as. */
const sorts = {
  createdAt: { by: "j.id", as: "uuid" },
  startedAt: { by: "coalesce(extract(epoch from j.started_at), 0)::float8", as: "float8" },
  endedAt: { by: "coalesce(extract(epoch from j.ended_at), 0)::float8", as: "float8" },
  priority: { by: "j.priority", as: "int" },
  label: { by: "j.label", as: "text" },
  name: { by: "j.name", as: "text" },
  state: { by: "j.state", as: "text" },
} as const;

export type SortKey = keyof typeof sorts;
export type Listed = JobRow & { sort_key: string | number };

/** Jobs of the workspace, keyset-paged by (sort, id); `after` is the last row's pair. */
export async function listJobs(
  tx: Tx,
  ws: string,
  filter: JobFilter,
  sort: SortKey,
  order: "asc" | "desc",
  after: readonly unknown[] | null,
  limit: number,
): Promise<Listed[]> {
  const { by, as } = sorts[sort];
  const direction = oneOf(order, ["asc", "desc"]);
  const key = raw(by);
  const where: Statement[] = [sql`j.workspace_id = ${ws}`];
  if (filter.projectId !== undefined) where.push(sql`j.project_id = ${filter.projectId}`);
  if (filter.state !== undefined) where.push(sql`j.state = any(${[...filter.state]})`);
  if (filter.name !== undefined) where.push(sql`j.name = ${filter.name}`);
  if (filter.actorId !== undefined) where.push(sql`j.actor ->> 'id' = ${filter.actorId}`);
  if (filter.q !== undefined) {
    const like = containing(filter.q);
    where.push(sql`(j.label ilike ${like} or j.name ilike ${like} or j.message ilike ${like})`);
  }
  if (after) where.push(sql`(${key}, j.id) ${raw(order === "asc" ? ">" : "<")} (${after[0]}::${raw(as)}, ${after[1]}::uuid)`);
  return await tx.rows<Listed>(sql`
    select l.*, ${raw(by.replaceAll("j.", "l."))} as sort_key
    from (${selectJob} where ${and(where)} order by ${key} ${direction}, j.id ${direction} limit ${limit}) l
    order by sort_key ${direction}, l.id ${direction}`);
}

/** One job, or null. */
export async function findJob(tx: Tx, ws: string, id: string): Promise<JobRow | null> {
  return await tx.first<JobRow>(sql`${selectJob} where j.workspace_id = ${ws} and j.id = ${id}`);
}

/** What the pipeline needs to authorise on a job. */
export async function jobHead(tx: Tx, ws: string, id: string): Promise<{ project_id: string | null; label: string; state: string; version: number } | null> {
  return await tx.first(sql`select project_id, label, state, version from jobs.jobs where workspace_id = ${ws} and id = ${id}`);
}

export interface LogRow {
  line: number;
  attempt: number;
  level: LogLevel;
  text: string;
  at: Date;
}

export interface LogFilter {
  level?: LogLevel | undefined;
  attempt?: number | undefined;
  q?: string | undefined;
}

const worse: Record<LogLevel, readonly LogLevel[]> = { info: ["info", "warn", "error"], warn: ["warn", "error"], error: ["error"] };

/** Log lines after (or, descending, before) a line number. */
export async function listLines(
  tx: Tx,
  ws: string,
  jobId: string,
  filter: LogFilter,
  order: "asc" | "desc",
  after: number | null,
  limit: number,
): Promise<LogRow[]> {
  const where: Statement[] = [sql`workspace_id = ${ws}`, sql`job_id = ${jobId}`];
  if (filter.level !== undefined && filter.level !== "info") where.push(sql`level <> 'info' and level = any(${[...worse[filter.level]]})`);
  if (filter.attempt !== undefined) where.push(sql`attempt = ${filter.attempt}`);
  if (filter.q !== undefined) where.push(sql`text ilike ${containing(filter.q)}`);
  if (after !== null) where.push(sql`line ${raw(order === "asc" ? ">" : "<")} ${after}`);
  return await tx.rows<LogRow>(sql`
    select line, attempt, level, text, at from jobs.job_logs
    where ${and(where)} order by line ${oneOf(order, ["asc", "desc"])} limit ${limit}`);
}
