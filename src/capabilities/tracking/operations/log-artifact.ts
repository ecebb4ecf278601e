import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { logArtifact } from "../contract/artifacts.ts";
import { upsertArtifact } from "../store/artifacts.ts";

export default implement(logArtifact, async (ctx, { runId, ...artifact }) => {
  const stored = artifact.key.startsWith(`w/${ctx.workspaceId}/`) ? await ctx.services.objects.stat(artifact.key) : null;
  if (stored?.sizeBytes !== artifact.sizeBytes)
    throw refuse(
      "conflict",
      `Object ${artifact.key} with ${artifact.sizeBytes} bytes is not stored here.`,
      "Store the bytes first, or use `runs upload-artifact`.",
    );
  const row = await upsertArtifact(ctx.tx, ctx.workspaceId, runId, artifact);
  ctx.emit("runs", runId);
  return row;
});
