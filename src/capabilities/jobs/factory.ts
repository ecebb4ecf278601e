import { randomUUIDv7 } from "node:crypto";
import { sql } from "../../db/sql.ts";
import type { InputFactories, World } from "../../../tests/world.ts";
import { jobQueue } from "./queue.ts";

/** A queued job that no code knows, so that no worker of a test takes it. */
export async function queuedJob(w: World, more: { label?: string; priority?: number; name?: string; projectId?: string | null } = {}): Promise<string> {
  return await w.sql((tx) =>
    jobQueue.enqueue(tx, w.workspaceId, w.actor, {
      definition: more.name ?? "testing.nothing",
      payload: {},
      projectId: more.projectId === undefined ? w.projectId : more.projectId,
      priority: more.priority ?? 0,
      concurrencyKey: null,
      attempts: 1,
      label: more.label ?? "A job of a test",
      requestId: randomUUIDv7(),
    }),
  );
}

/** A job that failed. */
export async function failedJob(w: World): Promise<string> {
  const jobId = await queuedJob(w);
  await w.sql(async (tx) => {
    await tx.run(sql`delete from jobs.claims where job_id = ${jobId}`);
    await tx.run(
      sql`update jobs.jobs set state = 'failed', attempt = 1, error = 'It failed.', ended_at = now() where workspace_id = ${w.workspaceId} and id = ${jobId}`,
    );
  });
  return jobId;
}

export const inputs: InputFactories = {
  "jobs.list": async (w) => ({ projectId: w.projectId }),
  "jobs.get": async (w) => ({ jobId: await queuedJob(w) }),
  "jobs.cancel": async (w) => ({ jobId: await queuedJob(w) }),
  "jobs.retry": async (w) => ({ jobId: await failedJob(w) }),
  "jobs.setPriority": async (w) => ({ jobId: await queuedJob(w), priority: 5 }),
  "jobs.logs": async (w) => ({ jobId: await queuedJob(w) }),
  "jobs.watch": async (w) => ({ jobId: await failedJob(w) }),
};
