import * as z from "zod";
import { idOf, Json, JobId, pageInput, pageOf, Timestamp } from "../../kernel/contract/common.ts";
import { operation } from "../../kernel/contract/operation.ts";

export const JobState = z.enum(["queued", "running", "finished", "failed", "cancelled"]);
export type JobState = z.output<typeof JobState>;

export const Priority = z.int().min(-100).max(100).meta({ description: "Higher runs first within the workspace; 0 is normal" });

export const Job = z.object({
  id: JobId,
  name: z.string().meta({ description: "Definition, `capability.verb`" }),
  label: z.string(),
  state: JobState,
  done: z.number().meta({ description: "Units of work done" }),
  total: z.number().nullable().meta({ description: "Units of work in all; null where it cannot be known" }),
  message: z.string().meta({ description: "What it does now" }),
  waiting: z.string().nullable().meta({ description: "Why a queued job waits, in words" }),
  cancelling: z.boolean().meta({ description: "A cancel was asked and the job has not stopped yet" }),
  attempt: z.int().meta({ description: "Tries so far" }),
  attempts: z.int().meta({ description: "Tries in all" }),
  priority: Priority,
  projectId: z.string().nullable(),
  requestedBy: z.object({ kind: z.enum(["user", "service", "system"]), id: z.string(), name: z.string() }),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  error: z.string().nullable(),
  result: Json.nullable(),
});
export type Job = z.output<typeof Job>;

export const LogLevel = z.enum(["info", "warn", "error"]);
export type LogLevel = z.output<typeof LogLevel>;

export const LogLine = z.object({
  line: z.int().meta({ description: "Number of the line in this job's log" }),
  attempt: z.int(),
  level: LogLevel,
  text: z.string(),
  at: Timestamp,
});
export type LogLine = z.output<typeof LogLine>;

export const JobSort = z.enum(["createdAt", "startedAt", "endedAt", "priority", "label", "name", "state"]);

const onJob = (input: { jobId: string }) => ({ job: input.jobId });
const one = z.object({ jobId: JobId });

export const listJobs = operation({
  name: "jobs.list",
  kind: "call",
  summary: "List jobs",
  http: { method: "GET", path: "/jobs" },
  effect: "read",
  idempotent: true,
  permission: { action: "job:read", on: (i) => ({ project: i.projectId }) },
  audit: { redact: [] },
  errors: [],
  input: z.object({
    projectId: idOf("project").optional(),
    state: z.array(JobState).max(5).optional().meta({ description: "Only jobs in one of these states" }),
    name: z.string().max(100).optional().meta({ description: "Only jobs of this definition" }),
    q: z.string().max(200).optional().meta({ description: "Text in the label, the name or the message" }),
    mine: z.boolean().optional().meta({ description: "Only jobs you asked for" }),
    sort: JobSort.default("createdAt"),
    order: z.enum(["asc", "desc"]).default("desc"),
    ...pageInput,
  }),
  output: pageOf(Job),
  tool: {
    say: "List background jobs with state and progress; filter by state, name or project.",
    pick: (o) => o.items.map(({ id, label, state, done, total, message, error }) => ({ id, label, state, done, total, message, error })),
  },
  since: "0.1.0",
  stability: "stable",
});

export const getJob = operation({
  name: "jobs.get",
  kind: "call",
  summary: "Show a job",
  http: { method: "GET", path: "/jobs/{jobId}" },
  effect: "read",
  idempotent: true,
  permission: { action: "job:read", on: onJob },
  audit: { redact: [] },
  errors: ["not_found"],
  input: one,
  output: Job,
  tool: { say: "Show one background job: state, progress, error and result." },
  since: "0.1.0",
  stability: "stable",
});

export const cancelJob = operation({
  name: "jobs.cancel",
  kind: "call",
  summary: "Cancel a queued or running job",
  http: { method: "POST", path: "/jobs/{jobId}/cancel" },
  effect: "write",
  idempotent: true,
  permission: { action: "job:write", on: onJob },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: one,
  output: Job,
  tool: { say: "Cancel a queued or running job.", confirm: (i) => `Cancel job ${i.jobId}` },
  since: "0.1.0",
  stability: "stable",
});

export const retryJob = operation({
  name: "jobs.retry",
  kind: "call",
  summary: "Run a failed or cancelled job again, from its last checkpoint",
  http: { method: "POST", path: "/jobs/{jobId}/retry" },
  effect: "write",
  idempotent: false,
  permission: { action: "job:write", on: onJob },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: one,
  output: Job,
  tool: { say: "Run a failed or cancelled job again, from its last checkpoint.", confirm: (i) => `Run job ${i.jobId} again` },
  since: "0.1.0",
  stability: "stable",
});

export const setJobPriority = operation({
  name: "jobs.setPriority",
  kind: "call",
  summary: "Change the priority of a queued job",
  http: { method: "PUT", path: "/jobs/{jobId}/priority" },
  effect: "write",
  idempotent: true,
  permission: { action: "job:write", on: onJob },
  audit: { redact: [] },
  errors: ["not_found", "conflict"],
  input: z.object({ jobId: JobId, priority: Priority }),
  output: Job,
  tool: { say: "Change the priority of a queued job.", confirm: (i) => `Set the priority of job ${i.jobId} to ${i.priority}` },
  positional: ["priority"],
  since: "0.1.0",
  stability: "stable",
});

export const jobLogs = operation({
  name: "jobs.logs",
  kind: "call",
  summary: "Read a job's log",
  http: { method: "GET", path: "/jobs/{jobId}/logs" },
  effect: "read",
  idempotent: true,
  permission: { action: "job:read", on: onJob },
  audit: { redact: [] },
  errors: ["not_found"],
  input: z.object({
    jobId: JobId,
    level: LogLevel.optional().meta({ description: "Only lines of this level or worse" }),
    attempt: z.int().positive().optional().meta({ description: "Only lines of this try" }),
    q: z.string().max(200).optional().meta({ description: "Text in the line" }),
    order: z.enum(["asc", "desc"]).default("asc"),
    ...pageInput,
  }),
  output: pageOf(LogLine),
  tool: { say: "Read the log of a job; filter by level." },
  since: "0.1.0",
  stability: "stable",
});

export const watchJob = operation({
  name: "jobs.watch",
  kind: "watch",
  summary: "Follow a job: progress and new log lines until it ends",
  http: { method: "GET", path: "/jobs/{jobId}/watch" },
  effect: "read",
  idempotent: true,
  permission: { action: "job:read", on: onJob },
  audit: { redact: [] },
  errors: ["not_found"],
  input: one,
  output: z.object({ job: Job, lines: z.array(LogLine).meta({ description: "Log lines since the last event" }) }),
  since: "0.1.0",
  stability: "stable",
});
