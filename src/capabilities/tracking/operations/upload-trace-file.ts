import { implementUpload } from "../../../kernel/implement.ts";
import { uploadTraceFile } from "../contract/trace-files.ts";
import { upsertArtifact } from "../store/artifacts.ts";
import { locateTrace } from "../store/traces.ts";
import { noTrace } from "./trace-refusals.ts";

export default implementUpload(uploadTraceFile, {
  receive: (ctx, _input, body) => ctx.services.objects.putContent(ctx.workspaceId, body),
  async complete(ctx, { traceId, path, mediaType }, stored) {
    const trace = await locateTrace(ctx.tx, ctx.workspaceId, traceId);
    if (!trace) throw noTrace(traceId);
    const artifact = await upsertArtifact(ctx.tx, ctx.workspaceId, trace.ownerId, { path, mediaType, ...stored });
    ctx.emit("traces", traceId);
    ctx.audit({ after: { path, sha256: stored.sha256, sizeBytes: stored.sizeBytes } });
    return artifact;
  },
});
