import { ZipFile } from "yazl";
import { refuse } from "../../../kernel/contract/errors.ts";
import type { BaseCtx } from "../../../kernel/ctx.ts";
import { implementDownload } from "../../../kernel/implement.ts";
import { jobLogs } from "../../jobs/contract.ts";
import { listArtifacts, type Artifact } from "../../tracking/contract/artifacts.ts";
import { downloadTraining, getTraining, type Training } from "../contract.ts";
import { example, folderOf, metricsCsv, nativeExample, readme } from "../domain/bundle.ts";
import { locateTraining } from "../store.ts";
import { absent } from "./absent.ts";

export default implementDownload(downloadTraining, {
  async prepare(ctx, { trainingId }) {
    const training = await ctx.call(getTraining, { trainingId });
    if (training.bestRunId === null)
      throw refuse("conflict", `Training ${trainingId} has no finished model yet.`, "Wait for the first algorithm to finish, or start the training again.");
    const located = await locateTraining(ctx.tx, ctx.workspaceId, trainingId);
    if (!located) throw absent(trainingId);
    return { trainingId };
  },

  async send(ctx, { trainingId }) {
    const training = await ctx.call(getTraining, { trainingId });
    const zip = new ZipFile();
    const mtime = new Date(training.endedAt ?? training.createdAt);
    const text = (path: string, content: string): void => zip.addBuffer(Buffer.from(content), path, { mtime });
    text("README.md", readme(training));
    text("training.json", `${JSON.stringify(training, null, 2)}\n`);
    text("metrics.csv", metricsCsv(training));
    text("logs/job.log", await jobLog(ctx, training));
    const best = training.candidates.find((candidate) => candidate.rank === 1);
    if (best) text("example.py", best.format === "onnx" ? example(folderOf(best)) : nativeExample(folderOf(best)));
    for (const artifact of await artifactsOf(ctx, training.runId)) add(ctx, zip, artifact.path, artifact, mtime);
    for (const candidate of training.candidates) {
      for (const artifact of await artifactsOf(ctx, candidate.runId)) {
        add(ctx, zip, `${folderOf(candidate)}/${artifact.path}`, artifact, mtime);
        if (candidate === best && artifact.path === "model/requirements.txt") add(ctx, zip, "requirements.txt", artifact, mtime);
      }
    }
    zip.end();
    const name = training.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
    return { filename: `${name}-${trainingId.slice(-6)}.zip`, contentType: "application/zip", sizeBytes: null, body: zip.outputStream };
  },
});

/** Streams an object into the zip when its turn comes; models are dense, the rest is text. */
function add(ctx: BaseCtx, zip: ZipFile, path: string, artifact: Artifact, mtime: Date): void {
  const compress = !/\.(joblib|parquet)$/.test(path);
  zip.addReadStreamLazy(path, { mtime, compress, size: artifact.sizeBytes }, (take) => {
    ctx.services.objects.get(artifact.key).then(
      (stream) => take(null, stream),
      (error: unknown) => take(error instanceof Error ? error : new Error(String(error))),
    );
  });
}

async function artifactsOf(ctx: BaseCtx, runId: string): Promise<Artifact[]> {
  const all: Artifact[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ctx.call(listArtifacts, { runId, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

async function jobLog(ctx: BaseCtx, training: Training): Promise<string> {
  const lines: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ctx.call(jobLogs, { jobId: training.jobId, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    lines.push(...page.items.map((line) => `${line.at} ${line.level} ${line.text}`));
    if (page.nextCursor === null || lines.length >= 100_000) return `${lines.join("\n")}\n`;
    cursor = page.nextCursor;
  }
}
