import { setTimeout as sleep } from "node:timers/promises";
import type { JsonValue } from "../kernel/contract/common.ts";
import { Refusal, refuse } from "../kernel/contract/errors.ts";
import type { Kernel } from "../kernel/pipeline.ts";
import type { Log } from "../kernel/ports.ts";
import { actorNow } from "./actors.ts";
import type { Durable, Failure, Lease, StartedJob } from "./durable.ts";
import { makeJobCtx } from "./job-ctx.ts";
import { createReporter, type Reporter } from "./reporter.ts";

/** Why a running job is told to stop. */
export type StopReason = "cancel" | "lost" | "shutdown";

export class Stop extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(`The job was told to stop: ${reason}`);
    this.name = "AbortError";
    this.reason = reason;
  }
}

/** Handlers have this long after their signal: children get 10 s between SIGTERM and SIGKILL, a process 10 s to end. */
const graceMs: Record<StopReason, number> = { cancel: 12_000, lost: 12_000, shutdown: 8_000 };

export interface ExecuteTools {
  kernel: Kernel;
  durable: Durable;
  log: Log;
}

/** Runs one leased job to its end, whichever that is, and writes it. Never throws. */
export async function execute(tools: ExecuteTools, lease: Lease, controller: AbortController): Promise<void> {
  const { durable } = tools;
  let log = withFields(tools.log, { jobId: lease.jobId, workspaceId: lease.workspaceId });
  try {
    if (lease.cancel) return void (await durable.cancelled(lease));
    const job = await durable.start(lease);
    if (job === null) return void (await durable.release(lease));
    log = withFields(log, { job: job.name, attempt: job.attempt, requestId: job.requestId ?? lease.jobId });
    log.info({}, "Job starts");
    const outcome = await attempt({ ...tools, log }, lease, job, controller);
    const written = await insist(controller.signal, outcome.write).catch(async (error: unknown) => {
      if (outcome.name !== "finished") throw error;
      log.error({ error: String(error) }, "The job's result could not be written");
      return await durable.fail(lease, describe(error, lease.jobId));
    });
    log.info({ outcome: outcome.name, written }, written ? "Job ended here" : "Job was taken over by another worker; nothing was written");
  } catch (error) {
    log.error(
      { error: String(error), stack: error instanceof Error ? error.stack : undefined },
      "The end of a job could not be written; its lease runs out and another worker takes it",
    );
  }
}

interface Outcome {
  name: string;
  write: () => Promise<boolean>;
}

async function attempt(tools: ExecuteTools, lease: Lease, job: StartedJob, controller: AbortController): Promise<Outcome> {
  const { kernel, durable, log } = tools;
  const { signal } = controller;
  const onError = (error: unknown): void => {
    if (lostLease(error)) controller.abort(new Stop("lost"));
    else log.warn({ error: String(error) }, "Progress could not be written; it is tried again");
  };
  const reporter = createReporter((progress, lines) => durable.report(lease, progress, lines), onError);
  try {
    const result = await Promise.race([handle({ kernel, durable, log }, reporter, lease, job, signal), overdue(signal)]);
    await insist(signal, () => reporter.flush().then(() => true));
    const kept = keepable(result);
    return { name: "finished", write: () => durable.finish(lease, kept) };
  } catch (error) {
    if (lostLease(error)) controller.abort(new Stop("lost"));
    const reason = signal.reason instanceof Stop ? signal.reason.reason : null;
    if (error instanceof Overdue) log.error({ reason }, "The job's handler did not stop in time and is left behind; what it still tries is fenced off");
    if (reason !== "lost") await noteEnd(reporter, reason, error);
    if (reason === "cancel") return { name: "cancelled", write: () => durable.cancelled(lease) };
    // A lease thought lost may still be ours when only the database was away: then the job goes back unharmed.
    if (reason !== null) return { name: reason, write: () => durable.release(lease) };
    const failure = describe(error, lease.jobId);
    log.warn({ code: failure.code, error: String(error), stack: error instanceof Error && failure.code === null ? error.stack : undefined }, "Job failed");
    return { name: "failed", write: () => durable.fail(lease, failure) };
  } finally {
    reporter.close();
  }
}

async function handle(tools: ExecuteTools, reporter: Reporter, lease: Lease, job: StartedJob, signal: AbortSignal) {
  const implementation = tools.kernel.registry.jobs.get(job.name);
  if (!implementation) throw refuse("unavailable", `This worker does not know ${job.name}.`, "Start a worker with newer code.");
  const payload = implementation.definition.payload.safeParse(job.payload);
  if (!payload.success)
    throw refuse(
      "invalid_input",
      `Job ${lease.jobId} was queued by other code: ${payload.error.issues[0]?.message ?? "its payload does not fit"}.`,
      "Start it anew from its page.",
    );
  const actor = await actorNow(tools.kernel.ports.actorById, lease.workspaceId, job.actor);
  const ctx = makeJobCtx({ ...tools, reporter }, lease, job, actor, signal);
  return await implementation.run(ctx, payload.data as never);
}

const mostResultBytes = 1_000_000;

/** A result as the job's row can keep it: PostgreSQL's JSON holds no NUL and no half character. @throws Refusal where it is too large. */
function keepable(result: JsonValue): JsonValue {
  const text = JSON.stringify(result ?? null, (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "\u{fffd}").toWellFormed() : value,
  );
  if (text.length > mostResultBytes)
    throw refuse(
      "too_large",
      `The job's result of ${text.length} bytes is too large.`,
      `Keep at most ${mostResultBytes} bytes; put the rest into the object store.`,
    );
  return JSON.parse(text) as JsonValue;
}

class Overdue extends Error {}

/** Rejects when the handler is still at work after its grace. */
async function overdue(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await sleep(graceMs[signal.reason instanceof Stop ? signal.reason.reason : "lost"], undefined, { ref: false });
  throw new Overdue();
}

/** Writes against a database that may be away for a while; gives up when the lease is lost. */
async function insist(signal: AbortSignal, write: () => Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + 60_000; ;) {
    try {
      return await write();
    } catch (error) {
      const lost = signal.reason instanceof Stop && signal.reason.reason === "lost";
      if (!(error instanceof Refusal) || error.code !== "unavailable" || lost || performance.now() > until) throw error;
      await sleep(500);
    }
  }
}

/** The last line of the try's log; losing it loses nothing that the job's row does not say. */
async function noteEnd(reporter: Reporter, reason: StopReason | null, error: unknown): Promise<void> {
  const text = reason === "cancel" ? "Stopped: somebody cancelled the job" : reason === "shutdown" ? "Stopped: this worker is being shut down" : null;
  await reporter.line({ level: text === null ? "error" : "warn", text: text ?? describe(error, "").error, at: new Date() }).catch(() => undefined);
  await reporter.flush().catch(() => undefined);
}

/** What people read of a failure: a refusal in its own words, anything else as a reference to the log. */
function describe(error: unknown, jobId: string): Failure {
  if (error instanceof Refusal) return { code: error.code, error: `${error.message} ${error.fix}` };
  return { code: null, error: `The job failed unexpectedly.${jobId === "" ? "" : ` The server's log has the details under ${jobId}.`}` };
}

/** SQLSTATE raised by `jobs.holds`. */
function lostLease(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) if ((e as { code?: unknown }).code === "LU001") return true;
  return false;
}

/** The same log with fields on every line. */
export function withFields(log: Log, fields: object): Log {
  return {
    error: (data, message) => log.error({ ...fields, ...data }, message),
    warn: (data, message) => log.warn({ ...fields, ...data }, message),
    info: (data, message) => log.info({ ...fields, ...data }, message),
    debug: (data, message) => log.debug({ ...fields, ...data }, message),
  };
}
