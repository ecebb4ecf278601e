import { refuse } from "../../../kernel/contract/errors.ts";
import { implementDownload } from "../../../kernel/implement.ts";
import { downloadVersionFile } from "../contract/artifact-versions.ts";
import { findArtifact } from "../store/artifacts.ts";
import { foundVersion, shown } from "./found-version.ts";

export default implementDownload(downloadVersionFile, {
  async prepare(ctx, { versionId, path }) {
    const version = await foundVersion(ctx, versionId);
    const file = await findArtifact(ctx.tx, ctx.workspaceId, versionId, path);
    if (!file) throw refuse("not_found", `${shown(version)} has no file ${path}.`, "List them with `artifact-versions files`.");
    return file;
  },
  async send(ctx, file) {
    const body = await ctx.services.objects.get(file.key);
    return { filename: file.path.split("/").at(-1) ?? "file", contentType: file.mediaType, sizeBytes: file.sizeBytes, body };
  },
});
