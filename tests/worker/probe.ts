import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { sql } from "../../src/db/sql.ts";
import { job } from "../../src/kernel/contract/job.ts";
import { refuse } from "../../src/kernel/contract/errors.ts";
import { operation } from "../../src/kernel/contract/operation.ts";
import { implementJob, type Capability } from "../../src/kernel/ctx.ts";
import { implement } from "../../src/kernel/implement.ts";

/** Leaves one row per step; knows what an earlier try did only from its rows. Deaf: it never looks at its signal, so only the fence can stop it. */
export const stepsJob = job({ name: "probe.steps", payload: z.object({ steps: z.int(), stepMs: z.int(), deaf: z.boolean().default(false) }), attempts: 1 });
/** Starts a process group that ignores SIGTERM. */
export const childJob = job({ name: "probe.child", payload: z.object({ seconds: z.int() }), attempts: 1 });
/** Fails until its try number `succeedAt`. */
export const flakyJob = job({
  name: "probe.flaky",
  payload: z.object({ succeedAt: z.int(), code: z.enum(["unavailable", "invalid_input", "none"]) }),
  attempts: 3,
});
/** One after another per key. */
export const keyedJob = job({ name: "probe.keyed", payload: z.object({ key: z.string(), ms: z.int() }), attempts: 1, concurrencyKey: (p) => p.key });
/** Never looks at its signal. */
export const deafJob = job({ name: "probe.deaf", payload: z.object({ ms: z.int() }), attempts: 1 });
/** Answers what no row keeps as it is. */
export const oddJob = job({ name: "probe.odd", payload: z.object({ bytes: z.int() }), attempts: 1 });
/** Known only to newer code. */
export const newerJob = job({ name: "probe.newer", payload: z.object({}), attempts: 1 });

/** Records one effect through the whole pipeline. */
export const recordEffect = operation({
  name: "probes.record",
  kind: "call",
  summary: "Record an effect",
  http: { method: "POST", path: "/probes" },
  effect: "write",
  idempotent: false,
  permission: { action: "run:write" },
  audit: { redact: [] },
  errors: [],
  input: z.object({ jobId: z.uuid(), step: z.int(), worker: z.string(), attempt: z.int() }),
  output: z.object({}),
});

const record = implement(recordEffect, async (ctx, i) => {
  await ctx.tx.run(
    sql`insert into probe.effects (workspace_id, job_id, step, worker, attempt) values (${ctx.workspaceId}, ${i.jobId}, ${i.step}, ${i.worker}, ${i.attempt})`,
  );
  return {};
});

const worker = String(process.pid);

export function probeCapability(newer: boolean): Capability {
  return {
    name: "probe",
    nouns: ["probes"],
    operations: [record],
    migrations: new URL("./migrations/", import.meta.url),
    jobs: [
      implementJob(stepsJob, async (ctx, { steps, stepMs, deaf }) => {
        const pause = () => sleep(stepMs, undefined, deaf ? {} : { signal: ctx.signal });
        await ctx.line(`try ${ctx.attempt} in ${worker}`);
        const done = await ctx.transaction((tx) =>
          tx.first<{ n: number }>(
            sql`select coalesce(max(step), 0)::int as n from probe.effects where workspace_id = ${ctx.workspaceId} and job_id = ${ctx.jobId}`,
          ),
        );
        const at = { jobId: ctx.jobId, worker, attempt: ctx.attempt };
        for (let step = (done?.n ?? 0) + 1; step <= steps; step += 1) {
          await ctx.progress(step - 1, steps, `Step ${step}`);
          if (step % 2 === 0) {
            await pause();
            await ctx.call(recordEffect, { ...at, step });
          } else {
            await ctx.transaction(async (tx) => {
              await tx.run(
                sql`insert into probe.effects (workspace_id, job_id, step, worker, attempt) values (${ctx.workspaceId}, ${ctx.jobId}, ${step}, ${worker}, ${ctx.attempt})`,
              );
              await pause();
            });
          }
          await ctx.checkpoint({ step });
        }
        await ctx.progress(steps, steps, "All steps done");
        return { steps };
      }),
      implementJob(childJob, async (ctx, { seconds }) => {
        const child = await ctx.services.processes.start("/bin/sh", ["-c", `trap '' TERM; sleep ${seconds} & sleep ${seconds}`], { signal: ctx.signal });
        child.stdout.resume();
        child.stderr.resume();
        await ctx.line(`group ${child.pid}`);
        const exit = await child.exited;
        ctx.signal.throwIfAborted();
        return { code: exit.code };
      }),
      implementJob(flakyJob, async (ctx, { succeedAt, code }) => {
        if (ctx.attempt >= succeedAt) return { attempt: ctx.attempt };
        if (code === "none") throw new Error("a secret detail");
        throw refuse(code, "The probe refused.", "Wait for a later try.");
      }),
      implementJob(keyedJob, async (ctx, { ms }) => {
        await sleep(ms, undefined, { signal: ctx.signal });
        return {};
      }),
      implementJob(deafJob, async (_ctx, { ms }) => {
        await sleep(ms);
        return {};
      }),
      implementJob(oddJob, async (ctx, { bytes }) => {
        await ctx.progress(Number.NaN, Number.POSITIVE_INFINITY, "a\0b");
        return { text: "\0\ud800", filler: "x".repeat(bytes) };
      }),
      ...(newer ? [implementJob(newerJob, async () => ({}))] : []),
    ],
  };
}
