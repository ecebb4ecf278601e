import { text } from "node:stream/consumers";
import { implement } from "../../../kernel/implement.ts";
import type { Ctx } from "../../../kernel/ctx.ts";
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

async function environmentOf(ctx: Ctx, runId: string, unread: Unread[]): Promise<Known["packages"]> {
  for (const path of files) {
    const file = await findArtifact(ctx.tx, ctx.workspaceId, runId, path);
    if (!file) continue;
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
  return null;
}

export default implement(compareRuns, async (ctx, { runIds }) => {
  const known: Known[] = [];
  const unread: Unread[] = [];
  for (const runId of runIds) {
    const run = await ctx.call(getRun, { runId });
    const links = await ctx.call(runInputs, { runId });
    known.push({ run, links, packages: await environmentOf(ctx, runId, unread) });
  }
  return { changes: changesOf(known), unread };
});
