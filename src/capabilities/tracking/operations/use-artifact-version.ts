import { implement } from "../../../kernel/implement.ts";
import { getArtifactVersion, useArtifactVersion } from "../contract/artifact-versions.ts";
import { insertUse } from "../store/artifact-versions.ts";

export default implement(useArtifactVersion, async (ctx, { versionId, runId }) => {
  // Asks the right to read it: it may lie in another project than the run.
  const version = await ctx.call(getArtifactVersion, { versionId });
  if (await insertUse(ctx.tx, ctx.workspaceId, versionId, runId)) ctx.emit("runs", runId);
  else ctx.unchanged();
  return version;
});
