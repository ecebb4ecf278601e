import { refuse } from "../../../kernel/contract/errors.ts";
import { implementDownload } from "../../../kernel/implement.ts";
import { downloadTraceFile } from "../contract/trace-files.ts";
import { findArtifact } from "../store/artifacts.ts";
import { locateTrace } from "../store/traces.ts";

export default implementDownload(downloadTraceFile, {
  async prepare(ctx, { traceId, path }) {
    const trace = await locateTrace(ctx.tx, ctx.workspaceId, traceId);
    const artifact = trace && (await findArtifact(ctx.tx, ctx.workspaceId, trace.ownerId, path));
    if (!artifact) throw refuse("not_found", `Trace ${traceId} has no file ${path}.`, "List them with `traces artifacts`.");
    return artifact;
  },
  async send(ctx, artifact) {
    const body = await ctx.services.objects.get(artifact.key);
    return { filename: artifact.path.split("/").at(-1) ?? "file", contentType: artifact.mediaType, sizeBytes: artifact.sizeBytes, body };
  },
});
