import { refuse } from "../../../kernel/contract/errors.ts";
import { implementDownload } from "../../../kernel/implement.ts";
import { downloadArtifact } from "../contract/artifacts.ts";
import { findArtifact } from "../store/artifacts.ts";

export default implementDownload(downloadArtifact, {
  async prepare(ctx, { runId, path }) {
    const artifact = await findArtifact(ctx.tx, ctx.workspaceId, runId, path);
    if (!artifact) throw refuse("not_found", `Run ${runId} has no artifact ${path}.`, "List them with `runs artifacts`.");
    return artifact;
  },
  async send(ctx, artifact) {
    const body = await ctx.services.objects.get(artifact.key);
    return { filename: artifact.path.split("/").at(-1) ?? "artifact", contentType: artifact.mediaType, sizeBytes: artifact.sizeBytes, body };
  },
});
