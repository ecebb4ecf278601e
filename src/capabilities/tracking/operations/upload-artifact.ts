import { implementUpload } from "../../../kernel/implement.ts";
import { uploadArtifact } from "../contract/artifacts.ts";
import { upsertArtifact } from "../store/artifacts.ts";

export default implementUpload(uploadArtifact, {
  receive: (ctx, _input, body) => ctx.services.objects.putContent(ctx.workspaceId, body),
  async complete(ctx, { runId, path, mediaType }, stored) {
    const artifact = await upsertArtifact(ctx.tx, ctx.workspaceId, runId, { path, mediaType, ...stored });
    ctx.emit("runs", runId);
    ctx.audit({ after: { path, sha256: stored.sha256, sizeBytes: stored.sizeBytes } });
    return artifact;
  },
});
