import { text } from "node:stream/consumers";
import { implementRead } from "../../../kernel/implement.ts";
import type { BaseCtx, Ctx } from "../../../kernel/ctx.ts";
import { compareRuns } from "../contract/compare.ts";
import { runInputs } from "../contract/inputs.ts";
import { getRun } from "../contract/runs.ts";
import { changesOf, packagesOf, type Known } from "../domain/changes.ts";
import { findArtifact } from "../store/artifacts.ts";

/** Where clients leave the packages a run was made with; the first that is there counts. */
const files = [
  "environment/requirements.txt",
  "requirements.txt",
  "model/requirements.txt",
  "conda.yaml",
  "model/conda.yaml",
  "python_env.yaml",
  "model/python_env.yaml",
];
const mostBytes = 256 * 1024;

interface Unread {
  runId: string;
  path: string;
  reason: string;
}

type File = NonNullable<Awaited<ReturnType<typeof findArtifact>>>;

async function environmentFile(ctx: Ctx, runId: string): Promise<File | null> {
  for (const path of files) {
    const file = await findArtifact(ctx.tx, ctx.workspaceId, runId, path);
    if (file) return file;
  }
  return null;
}

async function packagesIn(ctx: BaseCtx, runId: string, file: File, unread: Unread[]): Promise<Known["packages"]> {
  const { path } = file;
  if (file.sizeBytes > mostBytes) {
    unread.push({ runId, path, reason: `larger than ${mostBytes} bytes` });
    return null;
  }
  try {
    return packagesOf(await text(await ctx.services.objects.get(file.key)));
  } catch (error) {
    unread.push({ runId, path, reason: error instanceof Error ? error.message : "unreadable" });
    return null;
  }
}

export default implementRead(compareRuns, {
  async find(ctx, { runIds }) {
    const found: (Omit<Known, "packages"> & { file: File | null })[] = [];
    for (const runId of runIds) {
      const run = await ctx.call(getRun, { runId });
      const links = await ctx.call(runInputs, { runId });
      found.push({ run, links, file: await environmentFile(ctx, runId) });
    }
    return found;
  },
  async answer(ctx, found) {
    const known: Known[] = [];
    const unread: Unread[] = [];
    for (const { run, links, file } of found) known.push({ run, links, packages: file && (await packagesIn(ctx, run.id, file, unread)) });
    return { changes: changesOf(known), unread };
  },
});
