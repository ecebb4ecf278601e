import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { contentKey } from "../../../objects/keys.ts";
import { logArtifact } from "../contract/artifacts.ts";
import { upsertArtifact } from "../store/artifacts.ts";

export default implement(logArtifact, async (ctx, { runId, ...artifact }) => {
  // Naming bytes by their hash proves that they are known, so nobody links what only others may read.
  const stored = artifact.key === contentKey(ctx.workspaceId, artifact.sha256) ? await ctx.services.objects.stat(artifact.key) : null;
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
