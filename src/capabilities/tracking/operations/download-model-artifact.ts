import { refuse } from "../../../kernel/contract/errors.ts";
import { implementDownload } from "../../../kernel/implement.ts";
import { downloadModelArtifact } from "../contract/model-artifacts.ts";
import { findArtifact } from "../store/artifacts.ts";

export default implementDownload(downloadModelArtifact, {
  async prepare(ctx, { loggedModelId, path }) {
    const artifact = await findArtifact(ctx.tx, ctx.workspaceId, loggedModelId, path);
    if (!artifact) throw refuse("not_found", `Logged model ${loggedModelId} has no file ${path}.`, "List them with `logged-models artifacts`.");
    return artifact;
  },
  async send(ctx, artifact) {
    const body = await ctx.services.objects.get(artifact.key);
    return { filename: artifact.path.split("/").at(-1) ?? "artifact", contentType: artifact.mediaType, sizeBytes: artifact.sizeBytes, body };
  },
});
