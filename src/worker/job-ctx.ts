import { refuse } from "../kernel/contract/errors.ts";
import type { JobCtx } from "../kernel/ctx.ts";
import { outerCtx } from "../kernel/outer.ts";
import type { Kernel, Meta } from "../kernel/pipeline.ts";
import type { Actor, Log, OutboxEvent } from "../kernel/ports.ts";
import { actorNow } from "./actors.ts";
import type { Durable, Lease, StartedJob } from "./durable.ts";
import type { Reporter } from "./reporter.ts";

export interface JobTools {
  kernel: Kernel;
  durable: Durable;
  reporter: Reporter;
  log: Log;
}

/**
 * What a job's handler works with. It acts for whoever asked, with the rights of the moment of each call;
 * every call and transaction commits only while the lease is held.
 */
export function makeJobCtx(tools: JobTools, lease: Lease, job: StartedJob, actor: Actor, signal: AbortSignal): JobCtx {
  const { kernel, durable, reporter, log } = tools;
  const fence = { jobId: lease.jobId, token: lease.token };
  const meta: Meta = { surface: kernel.registry.jobs.get(job.name)?.definition.surface ?? "job", requestId: job.requestId ?? lease.jobId, fence, signal };
  const asNow = async (more: Partial<Meta> = {}) =>
    outerCtx(kernel, await actorNow(kernel.ports.actorById, lease.workspaceId, job.actor), { ...meta, ...more });
  return {
    ...outerCtx(kernel, actor, meta),
    log,
    jobId: lease.jobId,
    attempt: job.attempt,
    projectId: job.projectId,
    lastCheckpoint: job.checkpoint,
    call: async (op, input) => (await asNow()).call(op, input),
    callByName: async (name, input, options) => (await asNow()).callByName(name, input, options),
    callApproved: async (name, input, approvalId) => (await asNow({ approvalId })).callByName(name, input),
    progress: (done, total, message) => reporter.progress({ done: finite(done) ?? 0, total: finite(total), message }),
    line: (text, level = "info") => reporter.line({ text, level, at: new Date() }),
    async checkpoint(state) {
      const size = JSON.stringify(state).length;
      if (size > mostCheckpointBytes)
        throw refuse(
          "too_large",
          `A checkpoint of ${size} bytes is too large.`,
          `Keep at most ${mostCheckpointBytes} bytes; put large state into the object store.`,
        );
      await reporter.flush();
      await durable.checkpoint(lease, state);
    },
    transaction: (body) =>
      kernel.ports.db.transaction(lease.workspaceId, { fence }, async (tx) => {
        const events: OutboxEvent[] = [];
        const result = await body(tx, { emit: (topic, id) => void events.push({ topic, id }) });
        if (events.length > 0) await kernel.ports.journal.record(tx, null, events, lease.workspaceId);
        return result;
      }),
  };
}

const mostCheckpointBytes = 1_000_000;

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
