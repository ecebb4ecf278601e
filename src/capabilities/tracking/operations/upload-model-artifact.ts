import { implementUpload } from "../../../kernel/implement.ts";
import { uploadModelArtifact } from "../contract/model-artifacts.ts";
import { lockModel } from "../live-model.ts";
import { upsertArtifact } from "../store/artifacts.ts";

export default implementUpload(uploadModelArtifact, {
  receive: (ctx, _input, body) => ctx.services.objects.putContent(ctx.workspaceId, body),
  async complete(ctx, { loggedModelId, path, mediaType }, stored) {
    await lockModel(ctx, loggedModelId);
    const artifact = await upsertArtifact(ctx.tx, ctx.workspaceId, loggedModelId, { path, mediaType, ...stored });
    ctx.emit("loggedModels", loggedModelId);
    ctx.audit({ after: { path, sha256: stored.sha256, sizeBytes: stored.sizeBytes } });
    return artifact;
  },
});
