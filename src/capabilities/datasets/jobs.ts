import { join } from "node:path";
import * as z from "zod";
import { job } from "../../kernel/contract/job.ts";
import { implementJob, type JobCtx } from "../../kernel/ctx.ts";
import { withRows } from "./access.ts";
import { plannedSteps, runSteps } from "./cleaning.ts";
import { Steps } from "./contract/cleaning.ts";
import { computeProfile } from "./profiling.ts";
import { adoptTable } from "./publish.ts";
import { cleanedTable } from "./queries/cleaning.ts";
import { needDataset } from "./store/datasets.ts";
import { keepProfile, profileOf } from "./store/profiles.ts";
import { insertVersion, needVersion, versionOfJob } from "./store/versions.ts";

const hourMs = 3_600_000;
const VersionOf = z.object({ datasetId: z.string(), version: z.int() });

export const profileJob = job({
  name: "datasets.profile",
  payload: VersionOf,
  attempts: 3,
  concurrencyKey: (p) => `profile/${p.datasetId}/${p.version}`,
});

/** Computes a version's profile once; where it is there already there is nothing to do. */
export const runProfile = implementJob(profileJob, async (ctx, { datasetId, version: number }) => {
  const { dataset, version, there } = await ctx.transaction(async (tx) => {
    const found = await needDataset(tx, ctx.workspaceId, datasetId);
    return {
      dataset: found,
      version: await needVersion(tx, ctx.workspaceId, datasetId, number),
      there: await profileOf(tx, ctx.workspaceId, datasetId, number, found.target),
    };
  });
  if (there) {
    await ctx.progress(1, 1, "The profile is there already");
    return { datasetId, version: number, score: there.quality.score };
  }
  const profile = await withRows(ctx, version, { timeoutMs: hourMs }, (db, files) =>
    computeProfile(db, version, files, dataset.target, ctx.now(), (done, total, message) => ctx.progress(done, total, message)),
  );
  await ctx.transaction(async (tx, { emit }) => {
    await keepProfile(tx, ctx.workspaceId, datasetId, number, dataset.target, profile);
    emit("datasets", datasetId);
  });
  await ctx.line(`${profile.rowCount} rows × ${profile.columnCount} columns in ${Math.round(profile.tookMs)} ms, quality ${profile.quality.score}`);
  return { datasetId, version: number, score: profile.quality.score };
});

export const cleanJob = job({
  name: "datasets.clean",
  payload: VersionOf.extend({ steps: Steps, replay: z.int().nullable() }),
  attempts: 3,
  concurrencyKey: (p) => `clean/${p.datasetId}`,
});

/** Makes the cleaned version; delivered twice it makes one, because a version remembers its job. */
export const runClean = implementJob(cleanJob, async (ctx, payload) => {
  const { datasetId } = payload;
  const { version, replay, made } = await ctx.transaction(async (tx) => ({
    version: await needVersion(tx, ctx.workspaceId, datasetId, payload.version),
    replay: payload.replay === null ? null : await needVersion(tx, ctx.workspaceId, datasetId, payload.replay),
    made: await versionOfJob(tx, ctx.workspaceId, ctx.jobId),
  }));
  if (made !== null) return { datasetId, version: made };
  const planned = plannedSteps(payload.steps, replay);
  const total = planned.length + 2;
  const scratch = await ctx.services.objects.scratch();
  try {
    const file = join(scratch.path, "cleaned.parquet");
    const cleaned = await withRows(ctx, version, { read: [file], write: [file], timeoutMs: hourMs }, async (db, files) => {
      const done = await runSteps(db, version, files, planned, (at, message) => ctx.progress(at, total, message));
      await ctx.progress(planned.length, total, `Writing ${done.rowsAfter} rows`);
      await db.table(cleanedTable(done.last, done.columns, done.rowNumber, done.reordered, file));
      return done;
    });
    for (const { step, effect } of cleaned.applied)
      await ctx.line(`${step.kind}: ${effect.rowsDropped} rows and ${effect.columnsDropped} columns dropped, ${effect.cellsChanged} cells changed`);
    await ctx.progress(planned.length + 1, total, "Publishing the version");
    const number = await publishCleaned(ctx, version, cleaned, file);
    await ctx.progress(total, total, `Version ${number} is there`);
    return { datasetId, version: number, rows: cleaned.rowsAfter, columns: cleaned.columns.length };
  } finally {
    await scratch.remove();
  }
});

async function publishCleaned(
  ctx: JobCtx,
  from: Awaited<ReturnType<typeof needVersion>>,
  cleaned: Awaited<ReturnType<typeof runSteps>>,
  file: string,
): Promise<number> {
  const { datasetId } = from;
  const stored = await adoptTable(ctx.services.objects, ctx.workspaceId, datasetId, `${ctx.jobId}-${ctx.attempt}`, file);
  return ctx.transaction(async (tx, { emit }) => {
    const made = await versionOfJob(tx, ctx.workspaceId, ctx.jobId);
    if (made !== null) return made;
    const number = await insertVersion(tx, ctx.workspaceId, {
      datasetId,
      columns: cleaned.columns,
      rowCount: cleaned.rowsAfter,
      files: [{ key: stored.key, sizeBytes: stored.sizeBytes, rows: cleaned.rowsAfter, sha256: stored.sha256 }],
      sha256: stored.sha256,
      parentVersion: from.version,
      madeBy: "clean",
      recipe: { steps: cleaned.applied, rowsBefore: cleaned.rowsBefore, rowsAfter: cleaned.rowsAfter },
      source: null,
      jobId: ctx.jobId,
      createdBy: ctx.actor.name,
    });
    emit("datasets", datasetId);
    return number;
  });
}
