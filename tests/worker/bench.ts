import { randomUUID, randomUUIDv7 } from "node:crypto";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as z from "zod";
import { startPostgres } from "../../src/db/embedded/start.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase, type Pooled } from "../../src/db/pool.ts";
import { invokeAny } from "../../src/kernel/any.ts";
import type { JobDefinition } from "../../src/kernel/contract/job.ts";
import type { ObjectSchema, Spec } from "../../src/kernel/contract/operation.ts";
import type { Kernel } from "../../src/kernel/pipeline.ts";
import { silentLog } from "../../src/main/log.ts";
import { getJob, type Job } from "../../src/capabilities/jobs/contract.ts";
import { jobsCapability } from "../../src/capabilities/jobs/capability.ts";
import { jobQueue } from "../../src/capabilities/jobs/queue.ts";
import { person, probeKernel } from "./kernel.ts";
import { probeCapability } from "./probe.ts";

export interface Bench {
  url: string;
  ownerUrl: string;
  database: Pooled;
  kernel: Kernel;
  enqueue<P extends z.ZodObject>(
    ws: string,
    definition: JobDefinition<P>,
    payload: z.input<P>,
    options?: { priority?: number; projectId?: string; label?: string },
  ): Promise<string>;
  call<I extends ObjectSchema, O extends ObjectSchema>(ws: string, spec: Spec<I, O>, input: z.input<I>): Promise<z.output<O>>;
  /** The job as soon as `enough` says so. @throws after `ms`. */
  until(ws: string, jobId: string, enough: (job: Job) => boolean, ms?: number): Promise<Job>;
  /** Starts a worker in a process of its own. */
  worker(slots?: number, newer?: boolean): Promise<ChildProcess>;
  close(): Promise<void>;
}

/** A PostgreSQL of its own with jobs and probes, and workers as processes, for tests that stop and kill things. */
export async function bench(): Promise<Bench> {
  const home = await mkdtemp(join(tmpdir(), "lumina-jobs-"));
  const postgres = await startPostgres({ home, temporary: true, overrides: { fsync: "off" } });
  await migrate(postgres.ownerUrl, [jobsCapability, probeCapability(false)], "lumina_app");
  const database = openDatabase({ url: postgres.appUrl });
  const kernel = probeKernel(database, silentLog);
  const children: ChildProcess[] = [];
  const asker = randomUUID();

  const call: Bench["call"] = async (ws, spec, input) => {
    const outcome = await invokeAny(kernel, spec.name, person(ws, asker), input, { surface: "rest", requestId: randomUUIDv7() });
    if (outcome.kind !== "done") throw new Error(`${spec.name} waits`);
    return outcome.output as never;
  };

  return {
    url: postgres.appUrl,
    ownerUrl: postgres.ownerUrl,
    database,
    kernel,
    call,
    enqueue: (ws, definition, payload, options = {}) =>
      database.transaction(ws, {}, (tx) =>
        jobQueue.enqueue(tx, ws, person(ws, asker), {
          definition: definition.name,
          payload: definition.payload.parse(payload) as never,
          projectId: options.projectId ?? null,
          priority: options.priority ?? 0,
          concurrencyKey: definition.concurrencyKey?.(definition.payload.parse(payload) as never) ?? null,
          attempts: definition.attempts,
          label: options.label ?? definition.name,
          requestId: randomUUIDv7(),
        }),
      ),
    async until(ws, jobId, enough, ms = 15_000) {
      for (const end = performance.now() + ms; ;) {
        const job = await call(ws, getJob, { jobId });
        if (enough(job)) return job;
        if (performance.now() > end) throw new Error(`Job ${jobId} is still ${JSON.stringify(job)}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async worker(slots = 4, newer = false) {
      const child = spawn(
        process.execPath,
        [fileURLToPath(new URL("./worker-process.ts", import.meta.url)), postgres.appUrl, String(slots), newer ? "newer" : ""],
        { stdio: ["pipe", "pipe", "inherit"] },
      );
      children.push(child);
      await new Promise<void>((resolve, reject) => {
        child.stdout?.once("data", () => resolve());
        child.once("exit", () => reject(new Error("The worker ended before it was ready")));
      });
      return child;
    },
    async close() {
      for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
      await kernel.ports.services.processes.close();
      await database.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
